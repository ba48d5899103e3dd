"""The devices the tests are done on, each with nothing on it at first."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, BrowserType, ViewportSize

from extranet.testing import browser as chromium

TABLET: ViewportSize = {"width": 1180, "height": 820}
DESK: ViewportSize = {"width": 1440, "height": 900}
PATIENCE = 15_000


@contextmanager
def device(
    browser: Browser, url: str, viewport: ViewportSize, **more: Any
) -> Iterator[BrowserContext]:
    """A device in French on the product at `url`; `more` as Playwright's `new_context` takes it."""
    context = browser.new_context(
        **{"viewport": viewport, "locale": "fr-FR", "base_url": url, **more}
    )
    context.set_default_timeout(PATIENCE)
    yield context
    # A request a test holds up may still be on its way through the test's own hands.
    context.unroute_all(behavior="wait")
    context.close()


def lasting_tablet(chromium_type: BrowserType, profile: Path, url: str) -> BrowserContext:
    """A tablet that keeps what it has in `profile` when its browser is closed, or killed."""
    context = chromium_type.launch_persistent_context(
        profile,
        executable_path=chromium.find(),
        args=chromium.ARGUMENTS,
        viewport=TABLET,
        has_touch=True,
        locale="fr-FR",
        base_url=url,
    )
    context.set_default_timeout(PATIENCE)
    return context
