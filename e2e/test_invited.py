"""A manager invites somebody: from the mail to a first sale, which the manager sees, and no more
than what is their agency's."""

from playwright.sync_api import Browser, BrowserContext, Page, expect

from e2e.booklet import Booklet
from e2e.conftest import SignIn
from e2e.devices import DESK, device
from e2e.installation import Installation
from e2e.letters import newest_link
from e2e.phone import confirm, draw_and_sign, newest_code
from e2e.seller import rows
from e2e.stop import ACCOUNTS

EMAIL = "jeanne.arnaud@exemple.fr"
PASSWORD = "girafe orage tasse vélo"
_SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
# One contract of an agency that is neither the manager's nor below it.
_BESIDE = """
SELECT c.id AS contract, c.sale_id AS sale, c.adviser_id AS person, c.number FROM contract c
JOIN agency a ON a.id = c.agency_id
WHERE NOT a.path @> (SELECT array[agency_id] FROM person WHERE email = $1) LIMIT 1
"""


def test_somebody_invited_opens_their_account_and_makes_a_first_sale(
    chromium_browser: Browser,
    desk: BrowserContext,
    tablet: BrowserContext,
    sign_in: SignIn,
    installation: Installation,
) -> None:
    page = sign_in(desk, ACCOUNTS["manager"])
    page.goto("/people")
    page.get_by_role("link", name="Inviter quelqu’un").click()
    page.fill("input[name=email]", EMAIL)
    page.fill("input[name=first_name]", "Jeanne")
    page.fill("input[name=last_name]", "Arnaud")
    roles = page.locator("select[name=role] option")
    expect(roles).to_have_text(["Conseiller", "Conseiller référent"])
    page.locator("select[name=agency]").select_option(index=1)
    page.get_by_role("button", name="Envoyer l’invitation").click()
    invited = page.locator("li", has_text="Jeanne Arnaud")
    expect(invited).to_contain_text("Invitation envoyée")

    link = newest_link(installation, EMAIL, "/invitations/")
    newcomer = tablet.new_page()
    newcomer.goto(link)
    expect(newcomer.get_by_role("heading", level=1)).to_have_text("Bienvenue, Jeanne")
    password = newcomer.locator("input[name=password]")
    password.fill("bienvenue2026")
    newcomer.get_by_role("button", name="Ouvrir mon compte").click()
    expect(newcomer.get_by_role("alert")).to_contain_text("essaie en premier")
    password.fill(PASSWORD)
    newcomer.get_by_role("button", name="Afficher").click()
    expect(password).to_have_attribute("type", "text")
    newcomer.get_by_role("button", name="Ouvrir mon compte").click()
    newcomer.wait_for_url(installation.url + "/")
    expect(newcomer.get_by_role("heading", level=1)).to_be_visible()
    newcomer.goto("/account")
    expect(newcomer.get_by_role("definition").first).to_have_text("Jeanne Arnaud")

    # The link served: whoever finds it later is told what to do.
    with device(chromium_browser, installation.url, DESK) as elsewhere:
        finder = elsewhere.new_page()
        finder.goto(link)
        expect(finder.get_by_role("heading", level=1)).to_have_text("Ce lien n’ouvre plus rien")
        finder.goto("/sign-in")
        finder.fill("input[name=email]", EMAIL)
        finder.fill("input[name=password]", PASSWORD)
        finder.get_by_role("button", name="Se connecter").click()
        finder.wait_for_url(installation.url + "/")

    page.reload()
    expect(page.locator("tr", has_text="Jeanne Arnaud")).to_contain_text("Actif")
    expect(page.locator("li", has_text="Jeanne Arnaud")).to_have_count(0)

    sale = _first_sale(newcomer)
    page.goto(f"/sales/{sale}")
    expect(page.locator("main")).to_contain_text("Jeanne Arnaud")
    [contract] = rows(installation, "SELECT id, number FROM contract WHERE sale_id = $1", sale)
    page.goto("/contracts")
    page.get_by_role("link", name=contract["number"]).click()
    expect(page.locator("main")).to_contain_text("Jeanne Arnaud")
    expect(page.get_by_role("button", name="Valider")).to_have_count(0)
    refused = desk.request.post(f"/contracts/{contract['id']}/validations", headers=_SAME_ORIGIN)
    assert refused.status == 403


def _first_sale(page: Page) -> str:
    """Sell, sign and confirm on the newcomer's tablet; returns the sale."""
    booklet = Booklet(page).open()
    sale = booklet.at("products").sale
    booklet.fill_to_review()
    booklet.go_on()
    page.wait_for_url(f"**/sales/{sale}/signature")
    draw_and_sign(page)
    page.wait_for_url(f"**/sales/{sale}/code")
    inbox = page.context.new_page()
    code = newest_code(inbox)
    inbox.close()
    confirm(page, code)
    page.wait_for_url(f"**/sales/{sale}/done")
    return sale


def test_a_manager_s_view_ends_where_their_agency_does(
    desk: BrowserContext, enter: SignIn, installation: Installation
) -> None:
    page = enter(desk, ACCOUNTS["manager"])
    [beside] = rows(installation, _BESIDE, ACCOUNTS["manager"])
    for theirs in (
        f"/sales/{beside['sale']}",
        f"/contracts/{beside['contract']}",
        f"/people/{beside['person']}",
    ):
        assert desk.request.get(theirs).status == 404, theirs
    suspended = desk.request.post(f"/people/{beside['person']}/suspend", headers=_SAME_ORIGIN)
    assert suspended.status == 404
    assert desk.request.get("/journal").status == 403

    page.goto(f"/contracts/{beside['contract']}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Cette page n’existe pas")
    page.goto("/contracts")
    page.get_by_role("searchbox").fill(beside["number"])
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_text("Aucun contrat")).to_be_visible()
    expect(page.get_by_role("link", name=beside["number"])).to_have_count(0)
