"""An adviser leaves in the middle of a sale: they are out at once, and their successor goes on."""

from collections.abc import Callable

from playwright.sync_api import Browser, BrowserContext, Page, expect

from e2e.booklet import Booklet
from e2e.devices import TABLET, device
from e2e.installation import Installation
from e2e.seller import Seller, rows

SignIn = Callable[[BrowserContext, str], Page]
DESK = "backoffice@palier.example"
# Two advisers of one agency whom no other test needs, neither of whom has left.
TWO = """
SELECT p.id, p.email, p.first_name || ' ' || p.last_name AS name, a.name AS agency
FROM person p JOIN agency a ON a.id = p.agency_id
WHERE p.email LIKE 'demo%' AND p.active AND p.role = 'adviser' AND sells(p.id) AND p.agency_id = (
    SELECT agency_id FROM person WHERE email LIKE 'demo%' AND active AND role = 'adviser'
        AND sells(id) GROUP BY agency_id HAVING count(*) > 1 ORDER BY agency_id LIMIT 1)
ORDER BY p.email LIMIT 2
"""
NUMBER = "SELECT number, adviser_id FROM sale WHERE id = $1::uuid"


def test_whoever_takes_over_finds_the_sale_and_whoever_left_is_out(
    installation: Installation,
    chromium_browser: Browser,
    tablet: BrowserContext,
    desk: BrowserContext,
    enter: SignIn,
) -> None:
    leaver, successor = rows(installation, TWO)
    sale = Seller(installation, leaver["email"]).sell("contact")
    [made] = rows(installation, NUMBER, sale)
    theirs = enter(tablet, leaver["email"])
    theirs.goto(f"/sales/{sale}")
    expect(theirs.locator("main")).to_contain_text(made["number"])

    office = enter(desk, DESK)
    office.goto(f"/people/{leaver['id']}/departure")
    office.get_by_label("Maintenant").check()
    office.get_by_label("Qui reprend ses ventes en cours").select_option(str(successor["id"]))
    office.get_by_role("button", name="Enregistrer le départ").click()
    expect(office.get_by_text("a quitté l’entreprise").first).to_be_visible()

    theirs.reload()
    expect(theirs).to_have_url(f"{installation.url}/sign-in?next=/sales/{sale}")
    touch = {"has_touch": True, "service_workers": "block"}
    with device(chromium_browser, installation.url, TABLET, **touch) as other:
        page = enter(other, successor["email"])
        page.goto("/sales")
        page.locator(f"main a[href='/sales/{sale}']").first.click()
        expect(page.locator("main")).to_contain_text(made["number"])
        Booklet(page).open(sale).at("payment")
    assert rows(installation, NUMBER, sale)[0]["adviser_id"] == successor["id"]
