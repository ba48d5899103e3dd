"""A manager invites somebody: from the mail to a home of their own."""

from playwright.sync_api import Browser, BrowserContext, expect

from e2e.conftest import SignIn
from e2e.devices import DESK, device
from e2e.installation import Installation
from e2e.letters import newest_link
from e2e.pages import ACCOUNTS

EMAIL = "jeanne.arnaud@exemple.fr"
PASSWORD = "girafe orage tasse vélo"


def test_somebody_invited_opens_their_account_and_is_at_home(
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
    expect(page.locator("select[name=role]")).to_have_count(0)
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
