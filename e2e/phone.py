"""A customer's phone: a small screen that never signed in, and the messages it gets."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from e2e.devices import device
from e2e.installation import Installation

PHONE: ViewportSize = {"width": 390, "height": 844}
_DEVICE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) Version/18.6 Mobile Safari/604.1"


@contextmanager
def phone_of(
    browser: Browser, installation: Installation, *, theme: str = "light"
) -> Iterator[BrowserContext]:
    """A phone in the customer's hand."""
    with device(
        browser,
        installation.url,
        PHONE,
        is_mobile=True,
        has_touch=True,
        device_scale_factor=2,
        user_agent=_DEVICE,
        color_scheme="dark" if theme == "dark" else "light",
    ) as context:
        yield context


def signing_link(inbox: Page) -> str:
    """The newest signing link that arrived; the inbox refreshes by itself."""
    if not inbox.url.endswith("/inbox"):
        inbox.goto("/inbox")
    link = inbox.locator("a[href*='/s/']").first
    link.wait_for()
    address = link.get_attribute("href")
    assert address is not None
    return address


def newest_code(inbox: Page) -> str:
    """The newest code that arrived."""
    inbox.goto("/inbox")
    arrived = inbox.get_by_text(re.compile(r"\b\d{6}\b")).first
    arrived.wait_for()
    found = re.search(r"\b(\d{6})\b", arrived.inner_text())
    assert found is not None
    return found.group(1)


def read_both(page: Page) -> None:
    """Open each document, go to its end and say that it is read."""
    for kind in ("sheet", "contract"):
        page.locator(f"a[href$='/read/{kind}']").click()
        page.get_by_role("button", name="J’ai lu ce document").click()
        page.wait_for_url(re.compile(r"/s/[\w-]{43}$"))
    expect(page.get_by_text("Lu", exact=True)).to_have_count(2)


def draw_and_sign(page: Page) -> None:
    """Tick, sign with the finger, send: on the customer's phone as on the adviser's tablet."""
    page.locator("form#sign label", has_text="J’ai lu").first.click()
    pad = page.locator("canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.6
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 25):
        page.mouse.move(x + step * 8, y + (-1) ** step * 18)
    page.mouse.up()
    page.locator("form#sign button[type=submit]").click()
    page.wait_for_url("**/code")


def confirm(page: Page, code: str) -> None:
    """Type the code in: the contract is concluded."""
    page.fill("input[name=code]", code)
    page.locator("form[action$='/code'] button[type=submit]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("C’est signé")
