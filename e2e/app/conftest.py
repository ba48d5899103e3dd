"""A tablet whose browser is closed and opened again, behind a network that comes and goes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright

from e2e.app.looking import AtHome, Tablet, ready
from e2e.booklet import ADVISER
from e2e.conftest import SignIn
from e2e.devices import lasting_tablet
from e2e.gate import Gate, gate_to
from e2e.installation import Installation


@pytest.fixture(scope="module")
def driver() -> Iterator[Playwright]:
    """What drives the browsers that the tests open and close."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture
def gate(installation: Installation) -> Iterator[Gate]:
    """The way to the installation."""
    with gate_to(installation.url) as opened:
        yield opened


@pytest.fixture
def tablet(driver: Playwright, gate: Gate, tmp_path: Path) -> Tablet:
    """One tablet: what it keeps outlives its browser, which is open as long as the block."""

    @contextmanager
    def switch_on() -> Iterator[BrowserContext]:
        context = lasting_tablet(driver.chromium, tmp_path / "profile", gate.url)
        try:
            yield context
        finally:
            context.close()

    return switch_on


@pytest.fixture
def at_home(sign_in: SignIn) -> AtHome:
    """Sign the adviser in, and wait until the tablet is ready for the road."""

    def do(context: BrowserContext) -> Page:
        page = sign_in(context, ADVISER)
        ready(page)
        return page

    return do
