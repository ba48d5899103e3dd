"""The adviser's home follows by itself what a customer does on their own phone."""

import pytest
from playwright.sync_api import Page, Response, expect

from e2e.app.looking import AtHome, Tablet
from e2e.booklet import ADVISER
from e2e.installation import Installation
from e2e.seller import Seller, newest_code, read_by_phone, sign_by_phone, visitor

_EVENTS = "**/home/events"
_LOOK_AWAY = """(state) => {
  Object.defineProperty(document, "visibilityState", { configurable: true, value: state });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture
def seller(installation: Installation) -> Seller:
    """The adviser, selling from elsewhere."""
    return Seller(installation, ADVISER)


def _signed_today(page: Page) -> int:
    return int(page.locator(".stat__value").first.inner_text())


def _is_stream(reply: Response) -> bool:
    return reply.url.endswith("/home/events")


def test_a_sale_signed_on_a_phone_leaves_the_open_home(
    tablet: Tablet, at_home: AtHome, installation: Installation, seller: Seller
) -> None:
    sale = seller.sell()
    token = seller.signing_token(sale)
    with tablet() as context:
        page = at_home(context)
        streams: list[Response] = []
        context.on("response", lambda reply: streams.append(reply) if _is_stream(reply) else None)
        page.goto("/")
        row = page.locator(f"[data-sale='{sale}']")
        expect(row).to_contain_text("Prête à signer")
        before = _signed_today(page)
        page.evaluate("window.loadedOnce = true")

        with visitor(installation) as customer:
            read_by_phone(customer, token)
            sign_by_phone(customer, token, "Élodie Lefèvre")
            expect(row).to_contain_text("En signature")
            row.get_by_role("link").focus()
            code = newest_code(installation, sale)
            customer.post(f"/s/{token}/code", data={"code": code})

        expect(row).to_have_count(0)
        expect(page.locator(".stat__value").first).to_have_text(str(before + 1))
        expect(page.locator("[data-announcer]")).to_contain_text(str(before + 1))
        expect(page.get_by_role("heading", name="Ventes en cours")).to_be_focused()
        assert page.evaluate("window.loadedOnce") is True
        assert [reply.from_service_worker for reply in streams] == [False]


def test_a_home_nobody_looks_at_follows_nothing_until_it_is_seen_again(
    tablet: Tablet, at_home: AtHome, seller: Seller
) -> None:
    sale = seller.sell()
    with tablet() as context:
        page = at_home(context)
        with page.expect_response(_EVENTS):
            page.goto("/")
        row = page.locator(f"[data-sale='{sale}']")
        expect(row).to_contain_text("Prête à signer")

        with page.expect_event("requestfailed", lambda one: one.url.endswith("/home/events")):
            page.evaluate(_LOOK_AWAY, "hidden")
        seller.sign(sale)
        expect(row).to_contain_text("Prête à signer")

        page.evaluate(_LOOK_AWAY, "visible")
        expect(row).to_contain_text("En signature")

        with page.expect_event("requestfailed", lambda one: one.url.endswith("/home/events")):
            context.set_offline(True)
        with page.expect_response(_EVENTS):
            context.set_offline(False)
