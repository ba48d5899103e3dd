"""What is wrong is said in words beside what was typed; nothing is lost, nothing stored half."""

import re

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from e2e.booklet import ADVISER, Booklet, submissions_of
from e2e.conftest import SignIn
from e2e.installation import Installation
from e2e.seller import Seller, rows

# Until which step the sale is known, the field, what is typed, and the words that answer it.
WRONG = {
    "script": (
        "products",
        "customer.first_name",
        "<script>hacked=1</script>",
        "Retirez les autres",
    ),
    "emoji": ("products", "customer.last_name", "Léa 🌻", "Retirez les autres signes"),
    "endless": ("products", "customer.last_name", "é" * 10_000, "dépasse 60 caractères"),
    "no such day": ("products", "customer.birth_date", "31/02/1968", "n'existe pas dans le cal"),
    "a child": ("products", "customer.birth_date", "31/12/2020", "moins de 18 ans"),
    "landline": ("address", "contact.phone", "01 23 45 67 89", "pas celui d'un mobile"),
    "foreign phone": ("address", "contact.phone", "+49 1512 3456789", "est étranger"),
    "false IBAN": ("contact", "payment.iban", "FR76 3000 6000 0112 3456 7890 188", "est faux"),
    "no IBAN": ("contact", "payment.iban", "1234", "commence par deux lettres"),
    "IBAN from afar": ("contact", "payment.iban", "TR330006100519786457841326", "hors de la zone"),
}


@pytest.fixture(scope="module")
def seller(installation: Installation) -> Seller:
    """The adviser's requests, for what comes before the leaf of a test."""
    return Seller(installation, ADVISER)


@pytest.fixture
def booklet(tablet: BrowserContext, enter: SignIn) -> Booklet:
    """The adviser's tablet."""
    return Booklet(enter(tablet, ADVISER))


@pytest.mark.parametrize(("known", "name", "typed", "words"), WRONG.values(), ids=list(WRONG))
def test_a_wrong_answer_is_said_and_kept_on_the_tablet(
    booklet: Booklet,
    seller: Seller,
    installation: Installation,
    known: str,
    name: str,
    typed: str,
    words: str,
) -> None:
    sale, leaf = seller.sell(known), name.split(".")[0]
    booklet.open(f"{sale}/{leaf}").at(leaf)
    if leaf == "contact":
        booklet.choose("contact.phone_kind", "mobile")
    if leaf == "payment":
        booklet.choose("payment.method", "direct_debit")
    booklet.field(name).fill(typed)
    booklet.go_on()

    box = booklet.page.locator(f"[data-field='{name}']")
    said = booklet.page.locator(f"[data-leaf={leaf}] [data-errors]")
    expect(said).to_be_focused()
    expect(box.locator("[data-error]")).to_contain_text(straight(words))
    expect(said).to_contain_text(straight(words))
    expect(booklet.field(name)).to_have_value(typed)
    assert booklet.page.evaluate("typeof hacked") == "undefined"
    assert leaf not in steps_of(installation, sale)


def straight(words: str) -> re.Pattern[str]:
    """The words, whichever apostrophe and space the page sets."""
    return re.compile(words.replace("'", "['’]").replace(" ", r"\s"))


def steps_of(installation: Installation, sale: str) -> list[str]:
    """The steps the server keeps, one entry per submission."""
    found = rows(installation, "SELECT step FROM submission WHERE sale_id = $1", sale)
    return [row["step"] for row in found]


def test_a_foreign_account_of_the_sepa_area_will_do(
    booklet: Booklet, seller: Seller, installation: Installation
) -> None:
    sale = seller.sell("contact")
    booklet.open(f"{sale}/payment").at("payment").choose("payment.method", "direct_debit")
    booklet.field("payment.account_holder").fill("Élodie Lefèvre")
    booklet.field("payment.iban").fill("de89 3704 0044 0532 0130 00")
    booklet.go_on()
    booklet.at("consents").all_sent()
    kept = rows(
        installation, "SELECT answers FROM sale_step WHERE sale_id = $1 AND step = 'payment'", sale
    )[0]["answers"]
    assert kept["iban"]["masked"] == "DE89 •••• 3000"
    assert "370400440532" not in str(kept)


def test_an_empty_cart_goes_nowhere(booklet: Booklet) -> None:
    booklet.open().at("products").go_on()
    expect(booklet.page.locator("[data-leaf=products] [data-errors]")).to_contain_text(
        "Le panier est vide"
    )


def test_a_name_written_from_right_to_left_stays_itself(
    booklet: Booklet, seller: Seller, tablet: BrowserContext
) -> None:
    sale = seller.sell("products")
    booklet.open(f"{sale}/customer").at("customer")
    booklet.field("customer.first_name").fill("عائشة")
    booklet.field("customer.last_name").fill("بن علي")
    booklet.field("customer.birth_date").fill("27/03/1968")
    booklet.go_on()
    booklet.at("address").all_sent()
    page = tablet.new_page()
    page.goto(f"/sales/{sale}")
    expect(page.locator("h1")).to_contain_text("عائشة بن علي")


def test_a_price_changed_in_the_request_is_refused_with_both_figures(
    tablet: BrowserContext, booklet: Booklet, installation: Installation
) -> None:
    def cheapen(route: Route) -> None:
        submissions = submissions_of(route)
        for one in submissions:
            for line in one["answers"].get("lines", []):
                line["unit_price_cents"] = 1
        route.continue_(post_data={"submissions": submissions})

    booklet.open().at("products")
    sale = booklet.sale
    tablet.route("**/outbox", cheapen)
    price = booklet.product(exempt=True).locator("[data-price]").inner_text()
    booklet.fill_cart()
    booklet.tablet_says("attention")
    booklet.page.locator("[data-strip-problem]").click()
    said = booklet.at("products").page.locator("[data-leaf=products] [data-errors]")
    expect(said).to_contain_text(straight("0,01 €"))
    expect(said).to_contain_text(price.split("€")[0].strip())
    assert steps_of(installation, sale) == []


def test_a_reload_in_the_middle_loses_nothing(booklet: Booklet) -> None:
    booklet.open().fill_cart()
    booklet.type_in("customer.first_name", "Élodie")
    booklet.type_in("customer.birth_date", "27/3/19")
    booklet.page.reload()
    expect(booklet.at("customer").field("customer.first_name")).to_have_value("Élodie")
    expect(booklet.field("customer.birth_date")).to_have_value("27/3/19")


def test_the_sale_of_somebody_else_does_not_exist(
    booklet: Booklet, tablet: BrowserContext, installation: Installation
) -> None:
    sale = rows(
        installation,
        "SELECT s.id FROM sale s JOIN person p ON p.id = s.adviser_id "
        "WHERE p.email <> $1 AND s.state = 'open' LIMIT 1",
        ADVISER,
    )[0]["id"]
    for end in ("", "/signature", "/code", "/done", "/signature/sheet", "/documents/contract"):
        assert tablet.request.get(f"/sales/{sale}{end}").status == 404
    booklet.open(str(sale))
    expect(booklet.page.locator("[data-leaf=unknown-sale] h1")).to_be_focused()


def test_a_script_that_got_into_a_name_is_only_text(
    installation: Installation,
    seller: Seller,
    tablet: BrowserContext,
    desk: BrowserContext,
    enter: SignIn,
) -> None:
    """The rules keep such a name out; should one ever lie in the database, no page runs it."""
    script = "<img src=x onerror=hacked=1>"
    sale = seller.sell()
    seller.sign(sale)
    seller.conclude(sale)
    rename = (
        "WITH s AS (UPDATE sale SET customer_name = $2 WHERE id = $1), c AS "
        "(UPDATE contract SET customer_name = $2 WHERE sale_id = $1 RETURNING id), n AS "
        "(UPDATE sale_step SET answers = answers || jsonb_build_object('last_name', $2::text) "
        "WHERE sale_id = $1 AND step = 'customer') SELECT id FROM c"
    )
    contract = rows(installation, rename, sale, script)[0]["id"]
    papers = f"/documents/{seller.link(sale)}"
    office = enter(desk, "backoffice@palier.example")
    adviser = enter(tablet, ADVISER)
    for page, address in (
        (adviser, "/sales"),
        (adviser, f"/sales/{sale}"),
        (adviser, f"/sales/{sale}/done"),
        (adviser, papers),
        (office, "/contracts"),
        (office, f"/contracts/{contract}"),
    ):
        page.goto(address)
        expect(page.locator("main")).to_contain_text(script)
        assert page.locator("img[src=x]").count() == 0
        assert page.evaluate("typeof hacked") == "undefined"
