"""Row 13: a tablet's clock is wrong; the adviser is told, and whoever reads the sale at a desk."""

from playwright.sync_api import BrowserContext, expect

from e2e.booklet import Booklet
from e2e.conftest import SignIn
from e2e.test_booklet_order import WRONG_CLOCK

WRONG = "L’heure de cette tablette est fausse"


def test_row_13_a_clock_that_is_wrong_is_told_to_the_adviser_and_to_the_desk(
    tablet: BrowserContext,
    desk: BrowserContext,
    booklet: Booklet,
    sign_in: SignIn,
) -> None:
    booklet.fill_cart()
    booklet.all_sent()
    expect(booklet.tablet_says("done")).not_to_contain_text(WRONG)
    tablet.add_init_script(f"({WRONG_CLOCK})(3 / 24)")
    sale = booklet.sale
    booklet.open(f"{sale}/customer").at("customer")
    expect(booklet.page.locator("[data-strip-words]")).to_contain_text(WRONG)
    booklet.fill_customer()
    booklet.all_sent()
    booklet.page.goto("/")
    notice = booklet.page.locator("[data-clock]")
    expect(notice).to_contain_text(f"{WRONG} : elle avance de 3 heures")
    expect(notice).to_contain_text("Vos ventes ne risquent rien")

    office = sign_in(desk, "backoffice@palier.example")
    office.goto(f"/sales/{sale}")
    expect(office.get_by_text("L’horloge de la tablette était fausse")).to_be_visible()
    marked = office.locator(".timeline__item").filter(has_text="une horloge en avance")
    expect(marked).to_have_count(1)
    expect(marked).to_contain_text("une horloge en avance de 3 heures")
    office.goto("/journal")
    entry = office.locator(".journal__what").filter(has_text="l’étape Client")
    expect(entry.filter(has_text="l’horloge").first).to_contain_text("avançait de 3 heures")
