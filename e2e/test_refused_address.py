"""C. conso. L221-10-1 at the door: the address refuses visits, the adviser is told what to do."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from e2e.booklet import ADVISER, Booklet, known_to_server
from e2e.installation import Installation
from e2e.seller import rows

SignIn = Callable[[BrowserContext, str], Page]
BACK_OFFICE = "backoffice@palier.example"


@pytest.fixture
def listed(desk: BrowserContext, sign_in: SignIn) -> Iterator[Callable[[], None]]:
    """Puts the address of `Booklet.fill_address` on the list when it is called; off at the end."""
    page = sign_in(desk, BACK_OFFICE)

    def add() -> None:
        page.goto("/refused-addresses")
        page.fill("input[name=line1]", "12 BIS R. DE L'EGLISE")
        page.fill("form.form input[name=postcode]", "75011")
        page.fill("input[name=city]", "Paris")
        page.get_by_role("button", name="Ajouter à la liste").click()
        expect(page.locator("table")).to_contain_text("12 BIS R. DE L'EGLISE")

    yield add
    page.goto("/refused-addresses")
    page.get_by_role("button", name="Retirer : 12 BIS R. DE L'EGLISE").click()
    page.locator("dialog[open] button", has_text="Retirer de la liste").click()
    expect(page.locator("h1")).to_have_text("Refus de visite")
    expect(page.locator("main")).not_to_contain_text("12 BIS R. DE L'EGLISE")


def type_address(booklet: Booklet) -> None:
    """Give the refused address, and try to go on."""
    booklet.field("address.line1").fill("12 bis rue de l’Église")
    booklet.field("address.postcode").fill("75011")
    booklet.field("address.city").fill("Paris")
    booklet.go_on()


def test_l221_10_1_the_adviser_is_told_at_the_door_and_a_corrected_address_goes_on(
    tablet: BrowserContext, sign_in: SignIn, listed: Callable[[], None]
) -> None:
    booklet = Booklet(sign_in(tablet, ADVISER)).open().at("products")
    booklet.fill_cart()
    booklet.fill_customer()
    listed()
    booklet.fill_address()
    booklet.tablet_says("attention")
    booklet.page.locator("[data-strip-problem]").click()
    summary = booklet.at("address").page.locator("[data-leaf=address] [data-errors]")
    expect(summary).to_contain_text("liste des refus")
    expect(summary).to_contain_text("Ne poursuivez pas la vente")
    expect(booklet.field("address.line1")).to_have_value("12 bis rue de l’Église")
    assert set(known_to_server(tablet, booklet.sale)) == {"products", "customer"}

    booklet.field("address.line1").fill("14 rue de l’Église")
    booklet.go_on()
    booklet.all_sent()
    assert set(known_to_server(tablet, booklet.sale)) == {"products", "customer", "address"}


def test_l221_10_1_without_a_network_the_tablet_refuses_the_address_and_the_sale_is_given_up(
    tablet: BrowserContext,
    sign_in: SignIn,
    listed: Callable[[], None],
    installation: Installation,
) -> None:
    listed()
    booklet = Booklet(sign_in(tablet, ADVISER))
    with booklet.page.expect_response("**/refused-addresses.json"):
        booklet.open()
    booklet.at("products")
    tablet.set_offline(True)
    booklet.fill_cart()
    booklet.fill_customer()
    type_address(booklet)

    page, sale = booklet.page, booklet.sale
    summary = page.locator("[data-leaf=address] [data-errors]")
    expect(summary).to_be_focused()
    expect(summary.locator("h2")).to_have_text("Pas de vente à cette adresse")
    expect(summary).to_contain_text("L221-10-1")
    expect(summary).to_contain_text("remerciez, prenez congé et abandonnez-la")
    booklet.at("address")
    page.go_back()
    booklet.at("customer").go_on()
    expect(booklet.at("address").field("address.line1")).to_have_value("12 bis rue de l’Église")
    booklet.go_on()

    page.locator("[data-leaf=address] [data-give-up-offer] button").click()
    page.locator("#give-up").get_by_role("button", name="Abandonner la vente").click()
    expect(booklet.at("given-up").page.locator("[data-given-up-words]")).to_contain_text(
        "gardé sur cette tablette"
    )
    expect(page.locator("[data-strip-words]")).to_contain_text("3 étapes gardées")
    page.evaluate(f"location.hash = '#{sale}/address'")
    booklet.at("given-up")

    tablet.set_offline(False)
    expect(page.locator("[data-given-up-words]")).to_contain_text("C’est fait")
    booklet.all_sent()
    submissions = "SELECT step FROM submission WHERE sale_id = $1 ORDER BY seq"
    told = [row["step"] for row in rows(installation, submissions, sale)]
    assert told == ["products", "customer", "give_up"]
    state = rows(installation, "SELECT state FROM sale WHERE id = $1", sale)
    assert state[0]["state"] == "dropped"
    page.goto("/")
    booklet.tablet_says("done")
    expect(page.locator(f"[data-sale='{sale}'], [href*='{sale}']")).to_have_count(0)
