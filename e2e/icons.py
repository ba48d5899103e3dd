"""The icons of the installed app, drawn from `static/brand/mark.svg`: `python -m e2e.icons`."""

from playwright.sync_api import Browser, sync_playwright

from extranet.core.assets import STATIC
from extranet.testing import browser as chromium

_BRAND = STATIC / "brand"
_GROUND = "#0a2547"
_SAFE = 0.8
"""What of a maskable icon no home screen cuts off."""
# The file, its size, the share of it the mark takes, and the ground that fills the rest.
_ICONS = (
    ("icon-192.png", 192, 1.0, "transparent"),
    ("icon-512.png", 512, 1.0, "transparent"),
    ("icon-maskable-512.png", 512, _SAFE, _GROUND),
    ("icon-apple-180.png", 180, 1.0, _GROUND),
)


def main() -> None:
    """Draw every icon again."""
    path = chromium.find()
    if path is None:
        raise SystemExit("no Chromium: run `python -m extranet.testing.browser`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        for name, size, share, ground in _ICONS:
            (_BRAND / name).write_bytes(_drawn(browser, size, share, ground))
        browser.close()


def _drawn(browser: Browser, size: int, share: float, ground: str) -> bytes:
    page = browser.new_page(viewport={"width": size, "height": size})
    mark = (_BRAND / "mark.svg").read_text(encoding="utf-8")
    page.set_content(
        f"<style>body {{ margin: 0; height: 100vh; display: grid; place-items: center; "
        f"background: {ground} }} svg {{ width: {share * 100}% }}</style>{mark}"
    )
    shot = page.screenshot(omit_background=True)
    page.close()
    return shot


if __name__ == "__main__":
    main()
