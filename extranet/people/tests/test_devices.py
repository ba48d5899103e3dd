"""What a browser calls itself."""

import pytest

from extranet.people.devices import browser_and_system, device_words, is_handheld


@pytest.mark.parametrize(
    ("user_agent", "names", "handheld"),
    [
        (
            "Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
            "Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
            ("Safari", "iPad"),
            True,
        ),
        (
            "Mozilla/5.0 (Linux; Android 14; SM-X200) AppleWebKit/537.36 (KHTML, like Gecko) "
            "SamsungBrowser/26.0 Chrome/122.0.0.0 Safari/537.36",
            ("Samsung Internet", "Android"),
            True,
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
            ("Edge", "Windows"),
            False,
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            ("Firefox", "Linux"),
            False,
        ),
        ("curl/8.5.0", ("", ""), False),
        ("", ("", ""), False),
    ],
)
def test_it_is_named_in_known_words(
    user_agent: str, names: tuple[str, str], handheld: bool
) -> None:
    assert browser_and_system(user_agent) == names
    assert is_handheld(user_agent) == handheld


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) Safari/604.1", "iPad, Safari"),
        ("Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X)", "iPad"),
        ("Firefox/140.0", "Firefox"),
        ("curl/8.5.0", ""),
    ],
)
def test_it_is_stored_in_words_of_no_language(user_agent: str, words: str) -> None:
    assert device_words(user_agent) == words
