"""The other ways through a sale: by e-mail, on paper, with a doubt, on two tablets, in English."""

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from e2e.booklet import ADVISER, Booklet
from e2e.conftest import SignIn
from e2e.installation import Installation
from e2e.seller import Seller, newest_code, rows

STEPS = (
    "products",
    "customer",
    "address",
    "contact",
    "payment",
    "consents",
    "information",
    "review",
)


@pytest.fixture
def booklet(tablet: BrowserContext, enter: SignIn) -> Booklet:
    """A new sale, as far as the contact."""
    opened = Booklet(enter(tablet, ADVISER)).open()
    opened.fill_cart()
    return opened


def finish(booklet: Booklet, medium: str, handed: str) -> None:
    """From the payment to the signature's door."""
    booklet.fill_rest(medium, handed)
    booklet.go_on()
    booklet.page.wait_for_url("**/signature")


def sign(page: Page, name: str) -> None:
    """Sign by typing the name."""
    page.locator("form#sign label", has_text=re.compile("J’ai lu|I have read")).first.click()
    page.locator("form#sign summary").click()
    page.fill("input[name=mark_typed]", name)
    page.locator("form#sign button[type=submit]").click()
    page.wait_for_url("**/code")


def confirm(page: Page, code: str) -> None:
    """Type the code in."""
    page.fill("input[name=code]", code)
    page.locator("form[action$='/code'] button[type=submit]").click()
    page.wait_for_url("**/done")


def test_without_a_mobile_the_code_comes_by_e_mail(
    booklet: Booklet, installation: Installation
) -> None:
    sale, page = booklet.sale, booklet.page
    booklet.fill_customer()
    booklet.fill_address()
    booklet.choose("contact.phone_kind", "landline")
    booklet.field("contact.phone").fill("01 42 68 53 00")
    expect(booklet.field("contact.code_channel").first).to_be_hidden()
    booklet.field("contact.email").fill("elodie.lefevre@exemple.fr")
    booklet.choose("contact.code_channel", "email")
    booklet.go_on()
    finish(booklet, "electronic", "email")
    expect(page.locator("main")).to_contain_text("par e-mail")
    sign(page, "Élodie Lefèvre")
    confirm(page, newest_code(installation, sale))

    sent = rows(installation, "SELECT DISTINCT channel FROM message WHERE sale_id = $1", sale)
    assert sent == [{"channel": "email"}]


def test_with_neither_phone_nor_e_mail_the_sale_goes_to_the_print_queue_and_says_so(
    booklet: Booklet, installation: Installation
) -> None:
    sale = booklet.sale
    booklet.fill_customer()
    booklet.fill_address()
    booklet.choose("contact.phone_kind", "none")
    expect(booklet.field("contact.phone")).to_be_hidden()
    for channel in ("sms", "email"):
        choice = booklet.page.locator(
            f"[data-field='contact.code_channel'] [data-choice={channel}]"
        )
        expect(choice).to_be_hidden()
    booklet.choose("contact.code_channel", "paper")
    booklet.go_on()
    finish(booklet, "paper", "paper")

    expect(booklet.page.locator("h1")).to_have_text("Le contrat part à l’impression")
    expect(booklet.page.locator("main")).to_contain_text("file d’impression")
    assert rows(installation, "SELECT state FROM sale WHERE id = $1", sale) == [
        {"state": "to_print"}
    ]
    assert rows(installation, "SELECT id FROM message WHERE sale_id = $1", sale) == []


def test_a_doubt_stops_the_sale_before_the_signature(
    booklet: Booklet, installation: Installation
) -> None:
    sale = booklet.sale
    booklet.tick("customer.doubt")
    booklet.fill_customer()
    booklet.fill_address()
    booklet.fill_contact()
    finish(booklet, "electronic", "sms")
    expect(booklet.page.locator("h1")).to_have_text("Un responsable rappelle le client")
    assert rows(installation, "SELECT state FROM sale WHERE id = $1", sale) == [
        {"state": "stalled"}
    ]


def test_a_sale_begun_on_one_tablet_is_signed_on_another(
    chromium_browser: Browser, installation: Installation, booklet: Booklet, enter: SignIn
) -> None:
    sale = booklet.sale
    booklet.fill_customer()
    booklet.fill_address()
    booklet.fill_contact()
    booklet.choose("payment.method", "direct_debit")
    booklet.field("payment.account_holder").fill("Élodie Lefèvre")
    booklet.field("payment.iban").fill("FR76 3000 6000 0112 3456 7890 189")
    booklet.go_on()
    booklet.at("consents").choose("consents.contract_medium", "electronic")
    booklet.tick("consents.privacy_read")
    booklet.go_on()
    booklet.at("information").all_sent()

    with chromium_browser.new_context(locale="fr-FR", base_url=installation.url) as elsewhere:
        other = Booklet(enter(elsewhere, ADVISER)).open(f"{sale}/customer").at("customer")
        expect(other.field("customer.birth_date")).to_have_value("27/03/1968")
        other.open(f"{sale}/contact").at("contact")
        expect(other.field("contact.phone")).to_have_value("06 12 34 56 78")
        other.open(sale).at("information")
        other.choose("information.channel", "sms")
        other.tick("information.received")
        other.go_on()
        review = other.at("review").page.locator("[data-leaf=review]")
        expect(review).to_contain_text("Lefèvre")
        expect(review).to_contain_text("se termine par 0189")
        expect(review).not_to_contain_text("30006000")
        other.go_on()
        other.page.wait_for_url("**/signature")
        expect(other.page.locator("main")).not_to_contain_text("30006000")
        sign(other.page, "Élodie Lefèvre")
        confirm(other.page, newest_code(installation, sale))
        expect(other.page.locator("h1")).to_have_text("C’est signé")


def test_a_tab_left_behind_says_that_the_sale_was_signed_elsewhere(
    tablet: BrowserContext, enter: SignIn, installation: Installation
) -> None:
    seller = Seller(installation, ADVISER)
    sale = seller.sell()
    stale, booklet = enter(tablet, ADVISER), Booklet(tablet.new_page())
    stale.goto(f"/sales/{sale}/signature")
    booklet.open(f"{sale}/customer").at("customer")
    fresh = tablet.new_page()
    fresh.goto(f"/sales/{sale}/signature")
    sign(fresh, "Élodie Lefèvre")
    confirm(fresh, newest_code(installation, sale))

    stale.locator("form#sign summary").click()
    stale.fill("input[name=mark_typed]", "Élodie Lefèvre")
    stale.locator("form#sign label", has_text="J’ai lu").first.click()
    stale.locator("form#sign button[type=submit]").click()
    stale.wait_for_url("**/done")
    expect(stale.locator("h1")).to_have_text("C’est signé")

    booklet.field("customer.first_name").fill("Éloïse")
    booklet.go_on()
    booklet.tablet_says("attention")
    kept = rows(
        installation, "SELECT answers FROM sale_step WHERE sale_id = $1 AND step = 'customer'", sale
    )
    assert kept[0]["answers"]["first_name"] == "Élodie"
    signed = rows(installation, "SELECT sale_id FROM signature WHERE sale_id = $1", sale)
    assert len(signed) == 1


class Hasty(Booklet):
    """An adviser who taps everything twice."""

    def go_on(self) -> None:
        """Press the one button that leads on, and at once again."""
        self.page.locator("button[type=submit]:visible").dblclick()


def test_every_main_button_pressed_twice_acts_once(
    tablet: BrowserContext, installation: Installation, enter: SignIn, desk: BrowserContext
) -> None:
    page = enter(tablet, ADVISER)
    booklet = Hasty(page).open()
    sale = booklet.at("products").sale
    booklet.fill_to_review()
    booklet.go_on()
    page.wait_for_url("**/signature")
    page.locator("form#sign label", has_text="J’ai lu").first.click()
    page.locator("form#sign summary").click()
    page.fill("input[name=mark_typed]", "Élodie Lefèvre")
    page.locator("form#sign button[type=submit]").dblclick()
    page.wait_for_url("**/code")
    page.fill("input[name=code]", newest_code(installation, sale))
    page.locator("form[action$='/code'] button[type=submit]").dblclick()
    page.wait_for_url("**/done")
    contract = rows(installation, "SELECT id FROM contract WHERE sale_id = $1", sale)
    office = enter(desk, "backoffice@palier.example")
    office.goto(f"/contracts/{contract[0]['id']}")
    office.locator("form[action$='/validations'] button[type=submit]").dblclick()
    expect(office.locator(".page-head .badge")).to_have_text("Validé")

    steps = [row["step"] for row in of_sale(installation, "step", "submission", sale)]
    assert len(steps) == len(set(steps)) == len(STEPS)
    assert len(contract) == 1
    for table in ("confirmation_code", "signature", "handover"):
        assert len(of_sale(installation, "sale_id", table, sale)) == 1, table
    sealed = of_sale(installation, "kind", "document", sale)
    assert [row["kind"] for row in sealed].count("sealed_contract") == 1
    acts = "SELECT act FROM entry WHERE object_id = $1 AND act = 'contract:validate'"
    assert len(rows(installation, acts, contract[0]["id"])) == 1


def of_sale(
    installation: Installation, column: str, table: str, sale: str
) -> list[dict[str, object]]:
    """A column of everything a table keeps of a sale."""
    return rows(installation, f"SELECT {column} FROM {table} WHERE sale_id = $1", sale)  # noqa: S608 (our own names)
