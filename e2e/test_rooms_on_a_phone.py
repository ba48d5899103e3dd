"""On a phone the bar below shows four rooms, the open one among them, and the way to the others."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from e2e.conftest import SignIn
from e2e.devices import device
from e2e.installation import Installation
from e2e.sizes import SIZES
from e2e.stop import ACCOUNTS


@pytest.fixture
def page(chromium_browser: Browser, installation: Installation, enter: SignIn) -> Iterator[Page]:
    """The journal on the phone of a back-office lead, who has the most rooms."""
    width, height = SIZES["phone"]
    phone = ViewportSize(width=width, height=height)
    with device(chromium_browser, installation.url, phone, has_touch=True) as context:
        page = enter(context, ACCOUNTS["lead"])
        page.goto("/journal")
        yield page


def test_the_open_room_is_in_sight_and_every_other_one_tap_away(page: Page) -> None:
    bar = page.get_by_role("navigation", name="Rubriques")
    shown = bar.locator("li a:visible")
    expect(shown).to_have_count(4)
    expect(shown.last).to_have_attribute("aria-current", "page")
    assert bar.evaluate("(one) => one.scrollWidth <= one.clientWidth")
    bar.get_by_role("button", name="Plus").click()
    rest = page.locator("#more-rooms").get_by_role("link")
    assert rest.all_inner_texts() == bar.locator("li a").evaluate_all(
        "(links) => links.map((one) => one.textContent.trim())"
    )
    page.keyboard.press("Escape")
    expect(rest.first).to_be_hidden()
    bar.get_by_role("button", name="Plus").press("Enter")
    rest.get_by_text("Organisation").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Organisation")
    expect(bar.locator("li a:visible")).to_have_count(4)
