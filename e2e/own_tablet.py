"""A tablet of one's own: what it keeps outlives its browser, which is switched on and off."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Playwright, expect

from e2e.gate import Gate
from extranet.testing import browser as chromium

_PATIENCE = 15_000


@contextmanager
def switched_on(driver: Playwright, gate: Gate, profile: Path) -> Iterator[BrowserContext]:
    """The browser of the tablet that keeps its things in `profile`, open as long as the block."""
    context = driver.chromium.launch_persistent_context(
        profile,
        executable_path=chromium.find(),
        args=chromium.ARGUMENTS,
        viewport={"width": 1180, "height": 820},
        has_touch=True,
        locale="fr-FR",
        base_url=gate.url,
    )
    context.set_default_timeout(_PATIENCE)
    yield context
    context.close()


def ready(page: Page) -> None:
    """Wait until all that a sale needs lies on the tablet, and the worker answers for the page."""
    expect(page.locator("[data-tablet-ready]")).to_contain_text("Prête")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")


def home_of_the_tablet(page: Page) -> None:
    """Wait for the home the tablet opens by itself."""
    expect(page.get_by_text("Palier n’a pas pu être joint")).to_be_visible()
