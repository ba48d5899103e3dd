"""A sale whose address comes next, and a picture to take."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from e2e.booklet import ADVISER, Booklet
from e2e.conftest import SignIn
from e2e.photos import new_picture


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
