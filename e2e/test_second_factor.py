"""A passkey, from its making to signing in with nothing else; a recovery code where it is not at
hand."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from e2e.conftest import enter_by_form
from e2e.devices import DESK, TABLET, device
from e2e.installation import Installation
from e2e.letters import newest_link
from e2e.stop import ACCOUNTS

EMAIL = "lucie.garnier@exemple.fr"
PASSWORD = "girafe orage tasse vélo"
_DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def named_url(installation: Installation) -> str:
    """The installation under a name: passkeys know no addresses of figures."""
    return installation.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def owner(chromium_browser: Browser, named_url: str) -> Iterator[Page]:
    """A tablet that asks a finger, as Chromium plays one."""
    with device(chromium_browser, named_url, TABLET, has_touch=True) as context:
        page = context.new_page()
        keys = context.new_cdp_session(page)
        keys.send("WebAuthn.enable")
        keys.send("WebAuthn.addVirtualAuthenticator", {"options": _DEVICE})
        yield page


def give_password(page: Page, password: str = PASSWORD) -> None:
    page.goto("/sign-in?next=/account")
    page.fill("input[name=email]", EMAIL)
    page.fill("input[name=password]", password)
    page.get_by_role("button", name="Se connecter", exact=True).click()


def leave(page: Page) -> None:
    page.context.clear_cookies()


def test_a_passkey_opens_an_account_and_a_recovery_code_where_it_is_not_at_hand(
    chromium_browser: Browser,
    desk: BrowserContext,
    owner: Page,
    installation: Installation,
    named_url: str,
) -> None:
    manager = enter_by_form(desk, ACCOUNTS["manager"])
    manager.goto("/people/invite")
    manager.fill("input[name=email]", EMAIL)
    manager.fill("input[name=first_name]", "Lucie")
    manager.fill("input[name=last_name]", "Garnier")
    manager.locator("select[name=agency]").select_option(index=1)
    manager.get_by_role("button", name="Envoyer l’invitation").click()
    owner.goto(newest_link(installation, EMAIL, "/invitations/"))
    owner.fill("input[name=password]", PASSWORD)
    owner.get_by_role("button", name="Ouvrir mon compte").click()
    owner.wait_for_url(named_url + "/")

    owner.goto("/account")
    owner.get_by_role("link", name="Ajouter une clé d’accès").click()
    owner.fill("input[name=name]", "Tablette de Lucie")
    owner.fill("input[name=present]", "autre chose")
    owner.get_by_role("button", name="Créer la clé d’accès").click()
    expect(owner.get_by_role("alert").first).to_contain_text("mot de passe actuel")
    # What the device made is in the form still: it is not asked twice.
    owner.fill("input[name=present]", PASSWORD)
    owner.get_by_role("button", name="Créer la clé d’accès").click()
    codes = owner.locator(".codes__code")
    expect(codes).to_have_count(10)
    code = codes.first.inner_text()
    owner.get_by_role("link", name="J’ai gardé mes codes").click()
    expect(owner.get_by_text("Tablette de Lucie", exact=True)).to_be_visible()
    expect(owner.get_by_text("Pas encore utilisée")).to_be_visible()

    leave(owner)
    owner.goto("/sign-in?next=/account")
    owner.get_by_role("button", name="Se connecter avec une clé d’accès").click()
    owner.wait_for_url("**/account")
    expect(owner.get_by_text("Utilisée le")).to_be_visible()

    leave(owner)
    give_password(owner)
    expect(owner.get_by_role("heading", level=1)).to_have_text("Deuxième étape")
    owner.goto("/account")
    owner.wait_for_url("**/sign-in?next=/account")
    give_password(owner)
    owner.get_by_role("button", name="Montrer ma clé d’accès").click()
    owner.wait_for_url("**/account")

    with device(chromium_browser, named_url, DESK) as elsewhere:
        page = elsewhere.new_page()
        give_password(page)
        page.fill("input[name=code]", "0000 0000 0000 0000")
        page.get_by_role("button", name="Se connecter", exact=True).click()
        expect(page.get_by_role("alert").first).to_contain_text("n’est pas le bon")
        page.fill("input[name=code]", code)
        page.get_by_role("button", name="Se connecter", exact=True).click()
        page.wait_for_url("**/account")
        expect(page.get_by_text("Il en reste 9")).to_be_visible()
