"""The promise, walked: a morning without a network, three sales with photos, three contracts."""

from pathlib import Path

from playwright.sync_api import Page, expect

from e2e.app.looking import AtHome, Tablet, home_of_the_tablet
from e2e.booklet import ADVISER, Booklet
from e2e.conftest import SignIn
from e2e.gate import Gate
from e2e.installation import Installation
from e2e.lock import CODE, choose_code, let_time_pass, pane, try_code
from e2e.photos import new_picture
from e2e.seller import rows

_CUSTOMERS = (
    ("Élodie", "Lefèvre", "06 12 34 56 71"),
    ("Mamadou", "N’Diaye", "06 12 34 56 72"),
    ("Jean-Noël", "Le Goff", "06 12 34 56 73"),
)
_SALES = "SELECT id, state FROM sale WHERE id = ANY($1::uuid[])"
_STEPS = """
SELECT sale_id, step, count(*) AS times FROM sale_step WHERE sale_id = ANY($1::uuid[])
GROUP BY sale_id, step
"""
_LINKS = """
SELECT sale_id, channel, kind, masked_recipient FROM message
WHERE sale_id = ANY($1::uuid[]) AND kind = 'signing'
"""
_PHOTOS = "SELECT sale_id, kept_at FROM photo WHERE sale_id = ANY($1::uuid[])"


def test_three_sales_of_a_morning_without_a_network_go_out_for_signature_once_each(
    tablet: Tablet,
    at_home: AtHome,
    gate: Gate,
    installation: Installation,
    sign_in: SignIn,
    tmp_path: Path,
) -> None:
    with tablet() as context:
        page = at_home(context)
        choose_code(page)
        let_time_pass(page)
    gate.become("cut")

    sales = []
    with tablet() as context:
        page = context.new_page()
        page.goto("/")
        pane(page, "unlock")
        try_code(page, CODE)
        home_of_the_tablet(page)
        for number, customer in enumerate(_CUSTOMERS):
            picture = new_picture(tmp_path, f"letterbox-{number}.jpg")
            sales.append(_sell(page, customer, picture))
            page.goto("/")
            home_of_the_tablet(page)

    gate.become("open")
    with tablet() as context:
        context.clear_cookies()  # the session has ended meanwhile
        page = sign_in(context, ADVISER)
        Booklet(page).all_sent()
        expect(Booklet(page).tablet_says("done")).not_to_contain_text("photo")
        for sale in sales:
            page.goto(f"/sales/{sale}")
            expect(page.locator(".signing-progress")).to_contain_text("Lien envoyé par SMS")

    states = {str(row["id"]): row["state"] for row in rows(installation, _SALES, sales)}
    assert states == dict.fromkeys(sales, "ready_to_sign")
    steps = rows(installation, _STEPS, sales)
    assert {row["times"] for row in steps} == {1}
    assert len(steps) == 8 * len(sales)
    links = rows(installation, _LINKS, sales)
    assert sorted(str(link["sale_id"]) for link in links) == sorted(sales)
    assert {link["channel"] for link in links} == {"sms"}
    photos = rows(installation, _PHOTOS, sales)
    assert sorted(str(photo["sale_id"]) for photo in photos) == sorted(sales)
    assert all(photo["kept_at"] for photo in photos)


def _sell(page: Page, customer: tuple[str, str, str], picture: Path) -> str:
    """Sell from the tablet's home until the sale waits for the customer's phone; returns its id."""
    first, last, phone = customer
    page.get_by_role("link", name="Nouvelle vente").click()
    booklet = Booklet(page)
    booklet.fill_cart()
    booklet.field("customer.first_name").fill(first)
    booklet.field("customer.last_name").fill(last)
    booklet.field("customer.birth_date").fill("27/3/1968")
    booklet.go_on()
    letterbox = booklet.at("address").page.locator("[data-field='address.letterbox']")
    letterbox.locator("[data-photo-input]").set_input_files(picture)
    expect(letterbox.get_by_text("Gardée sur cette tablette")).to_be_visible()
    booklet.fill_address()
    booklet.choose("contact.phone_kind", "mobile")
    booklet.field("contact.phone").fill(phone)
    booklet.choose("contact.code_channel", "sms")
    booklet.go_on()
    booklet.at("payment").fill_rest()
    sale = booklet.sale
    booklet.go_on()
    booklet.at("ready").page.locator("[data-ready-phone]").click()
    expect(page.locator("[data-ready-words]")).to_contain_text("signera sur son téléphone")
    return sale
