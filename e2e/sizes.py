"""The windows pages are looked at in: a tablet held both ways, a phone, a desk."""

from playwright.sync_api import Page

SIZES = {
    "landscape": (1180, 820),
    "portrait": (820, 1180),
    "phone": (390, 844),
    "desk": (1440, 900),
}
_TALLEST = 24_000


def show_all(page: Page, width: int) -> None:
    """Make the window as tall as the page: nothing lies under a fixed bar any more."""
    height = page.evaluate("document.scrollingElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": min(height, _TALLEST)})
