"""The keyboard alone sells, signs and rejects; the focus is always in sight and never lost."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from e2e.booklet import ADVISER, Booklet
from e2e.conftest import SignIn
from e2e.installation import Installation
from e2e.keys import Keys
from e2e.seller import Seller, newest_code, rows
from extranet.demo.company import PASSWORD

BACK_OFFICE = "backoffice@palier.example"
SUBMIT = "button[type=submit]:visible"


@pytest.fixture
def keys(tablet: BrowserContext) -> Keys:
    """A keyboard on a fresh tablet."""
    return Keys(tablet.new_page())


def test_the_keyboard_alone_completes_a_sale(keys: Keys, installation: Installation) -> None:
    page = keys.page
    page.goto("/sign-in")
    keys.write(page.locator("input[name=email]"), ADVISER)
    keys.write(page.locator("input[name=password]"), PASSWORD)
    keys.press("Enter")
    keys.arrived("/$")
    keys.to(page.locator("main a[href$='#new']").first)
    keys.press("Enter")

    sale = _fill_the_booklet(keys)
    keys.arrived("/signature$")
    _sign_with_a_typed_name(keys)
    keys.arrived("/code$")
    keys.write(page.locator("input[name=code]"), newest_code(installation, sale))
    keys.press("Enter")

    keys.arrived("/done$")
    expect(page.locator("h1")).to_have_text("C’est signé")
    state = rows(installation, "SELECT state FROM sale WHERE id = $1", sale)
    assert state == [{"state": "signed"}]


def _fill_the_booklet(keys: Keys) -> str:
    booklet = Booklet(keys.page).at("products")
    keys.to(booklet.product(exempt=True).locator("[data-quantity] input"))
    keys.press("ArrowUp")
    sale = _turn(keys, "customer")
    for name, words in (
        ("customer.first_name", "Élodie"),
        ("customer.last_name", "Lefèvre"),
        ("customer.birth_date", "27/03/1968"),
    ):
        keys.write(booklet.field(name), words)
    _turn(keys, "address")
    for name, words in (
        ("address.line1", "12 rue de l’Église"),
        ("address.postcode", "75011"),
        ("address.city", "Paris"),
    ):
        keys.write(booklet.field(name), words)
    _turn(keys, "contact")
    keys.choose("contact.phone_kind", "mobile")
    keys.write(booklet.field("contact.phone"), "06 12 34 56 78")
    keys.choose("contact.code_channel", "sms")
    _turn(keys, "payment")
    keys.choose("payment.method", "cheque")
    _turn(keys, "consents")
    keys.choose("consents.contract_medium", "electronic")
    keys.to(booklet.field("consents.privacy_read"))
    keys.press("Space")
    _turn(keys, "information")
    keys.choose("information.channel", "sms")
    keys.to(booklet.field("information.received"))
    keys.press("Space")
    _turn(keys, "review")
    keys.to(keys.page.locator(SUBMIT))
    keys.press("Enter")
    return sale


def _turn(keys: Keys, leaf: str) -> str:
    """Go on with Enter; the new leaf's heading has the focus."""
    keys.to(keys.page.locator(SUBMIT))
    keys.press("Enter")
    expect(keys.page.locator(f"[data-leaf={leaf}] h1")).to_be_focused()
    return Booklet(keys.page).sale


def _sign_with_a_typed_name(keys: Keys) -> None:
    page = keys.page
    keys.to(page.locator("input[name=read]"))
    keys.press("Space")
    keys.to(page.locator("form#sign summary"))
    keys.press("Enter")
    keys.write(page.locator("input[name=mark_typed]"), "Élodie Lefèvre")
    keys.press("Enter")


def test_errors_of_a_leaf_take_the_focus_and_lead_to_the_field(
    tablet: BrowserContext, enter: SignIn
) -> None:
    booklet = Booklet(enter(tablet, ADVISER)).open()
    booklet.fill_cart()
    keys = Keys(booklet.page)
    keys.to(booklet.page.locator(SUBMIT))
    keys.press("Enter")
    summary = booklet.page.locator("[data-leaf=customer] [data-errors]")
    expect(summary).to_be_focused()
    keys.is_in_sight()
    keys.press("Tab", "Enter")
    expect(booklet.field("customer.first_name")).to_be_focused()
    keys.is_in_sight()


@pytest.mark.parametrize("address", ["/sign-in", "/", "/booklets/home_sale/2#new", "/documents"])
def test_the_first_tab_skips_to_the_content(
    tablet: BrowserContext, enter: SignIn, address: str
) -> None:
    page = tablet.new_page() if address == "/sign-in" else enter(tablet, ADVISER)
    page.goto(address)
    page.locator("h1:visible").first.wait_for()
    if address.startswith("/booklets"):
        # It puts the focus on the first leaf's heading, from where the link lies behind.
        expect(page.locator("[data-leaf=products] h1")).to_be_focused()
    page.evaluate("document.activeElement.blur(), getSelection().removeAllRanges()")
    page.keyboard.press("Home")
    skip = page.locator("a.skip")
    skip.focus()
    Keys(page).is_in_sight()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_dialog_keeps_the_focus_and_gives_it_back(
    chromium_browser: Browser, installation: Installation, desk: BrowserContext, enter: SignIn
) -> None:
    page = _contract_to_check(installation, enter(desk, BACK_OFFICE))
    keys, opener = Keys(page), page.locator("[data-dialog-open=rejection]")
    dialog = page.locator("dialog#rejection")
    keys.to(opener)
    keys.press("Enter")
    expect(dialog).to_be_visible()
    for _ in range(12):
        # After the last one, the browser's own buttons have their turn: the page then says body.
        assert page.evaluate("""() => document.activeElement === document.body
            || document.getElementById("rejection").contains(document.activeElement)""")
        keys.press("Tab")
    keys.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()
    keys.is_in_sight()


def test_the_keyboard_alone_rejects_a_contract(
    installation: Installation, desk: BrowserContext, enter: SignIn
) -> None:
    page = _contract_to_check(installation, enter(desk, BACK_OFFICE))
    keys = Keys(page)
    keys.to(page.locator("[data-dialog-open=rejection]"))
    keys.press("Enter")
    reason = page.locator("dialog [name=reason]")
    keys.write(reason, "Le client a déjà cet abonnement.")
    keys.to(page.locator("dialog button[type=submit]"))
    keys.press("Enter")
    expect(page.locator("main")).to_contain_text("Rejeté")
    expect(page.locator("h1")).to_be_focused()


def _contract_to_check(installation: Installation, page: Page) -> Page:
    """The page of a contract that was just signed."""
    seller = Seller(installation, ADVISER)
    sale = seller.sell()
    seller.sign(sale)
    seller.conclude(sale)
    found = rows(installation, "SELECT id FROM contract WHERE sale_id = $1", sale)
    page.goto(f"/contracts/{found[0]['id']}")
    return page
