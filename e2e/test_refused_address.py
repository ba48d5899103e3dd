"""C. conso. L221-10-1 at the door: the address refuses visits, the adviser is told what to do."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from e2e.booklet import ADVISER, Booklet, known_to_server

SignIn = Callable[[BrowserContext, str], Page]
BACK_OFFICE = "backoffice@palier.example"


def test_l221_10_1_the_adviser_is_told_at_the_door_and_a_corrected_address_goes_on(
    tablet: BrowserContext, desk: BrowserContext, sign_in: SignIn
) -> None:
    page = sign_in(desk, BACK_OFFICE)
    page.goto("/refused-addresses")
    page.fill("input[name=line1]", "12 BIS R. DE L'EGLISE")
    page.fill("form.form input[name=postcode]", "75011")
    page.fill("input[name=city]", "Paris")
    page.get_by_role("button", name="Ajouter à la liste").click()
    expect(page.locator("table")).to_contain_text("12 BIS R. DE L'EGLISE")

    booklet = Booklet(sign_in(tablet, ADVISER)).open().at("products")
    booklet.fill_cart()
    booklet.fill_customer()
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

    page.get_by_role("button", name="Retirer : 12 BIS R. DE L'EGLISE").click()
    page.locator("dialog[open] button", has_text="Retirer de la liste").click()
    expect(page.locator("h1")).to_have_text("Refus de visite")
    expect(page.locator("main")).not_to_contain_text("12 BIS R. DE L'EGLISE")
