"""A tablet on which a test sees all that is sent, and a sale whose address comes next."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from e2e.booklet import ADVISER, Booklet
from e2e.conftest import SignIn
from e2e.devices import TABLET, device
from e2e.installation import Installation
from e2e.photos import new_picture


@pytest.fixture
def tablet(chromium_browser: Browser, installation: Installation) -> Iterator[BrowserContext]:
    """A tablet without the service worker: what passes it by passes the test's hands by, too."""
    bare = {"has_touch": True, "service_workers": "block"}
    with device(chromium_browser, installation.url, TABLET, **bare) as context:
        yield context


@pytest.fixture
def booklet(tablet: BrowserContext, enter: SignIn) -> Booklet:
    """A new sale, at the question of the address."""
    booklet = Booklet(enter(tablet, ADVISER)).open()
    booklet.fill_cart()
    booklet.fill_customer()
    booklet.all_sent()
    return booklet


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A picture as a phone writes it."""
    return new_picture(tmp_path)
