"""What a browser calls itself, in words its owner recognises."""

_SYSTEMS = (
    ("iPad", "iPad"),
    ("iPhone", "iPhone"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
# The first that is found counts: every Chromium names Chrome and Safari too.
_BROWSERS = (
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)


def browser_and_system(user_agent: str) -> tuple[str, str]:
    """« Chrome », « Windows »; empty where the browser does not say."""
    return _first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent)


def device_words(user_agent: str) -> str:
    """« iPad, Safari »: the same in every language, so that it can be stored; may be empty."""
    browser, system = browser_and_system(user_agent)
    return ", ".join(word for word in (system, browser) if word)


def is_handheld(user_agent: str) -> bool:
    """Whether it is a phone or a tablet."""
    return _first(_SYSTEMS, user_agent) in ("iPad", "iPhone", "Android")


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for mark, name in names if mark in user_agent), "")
