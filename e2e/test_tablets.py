"""A lost tablet is revoked at a desk, with the keyboard alone and knowing what it does."""

from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, Response, expect

from e2e.conftest import SignIn
from e2e.installation import Installation
from e2e.keys import Keys
from e2e.seller import visitor
from e2e.stop import ACCOUNTS


def _registers(reply: Response) -> bool:
    """Whether the home has registered its tablet."""
    return reply.request.method == "POST" and reply.url.endswith("/tablets")


def _listed(page: Page, tablet: str) -> Locator:
    return page.locator(f"#tablet-{tablet}")


def test_a_manager_revokes_a_lost_tablet(
    installation: Installation, desk: BrowserContext, sign_in: SignIn
) -> None:
    owner, anybody = visitor(installation, ACCOUNTS["adviser"]), visitor(installation)
    tablet = owner.post("/tablets").json()["tablet"]
    me: dict[str, Any] = owner.get("/me.json").json()
    page = sign_in(desk, ACCOUNTS["manager"])
    keys = Keys(page)
    page.goto("/people")
    keys.to(page.get_by_role("link", name=me["name"]))
    keys.press("Enter")
    keys.arrived(f"/people/{me['person']}$")
    expect(_listed(page, tablet)).to_contain_text("En service")

    revoke = _listed(page, tablet).get_by_role("button", name="Révoquer")
    keys.to(revoke)
    keys.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Ce qu’elle n’a pas encore envoyé est perdu")
    keys.press("Escape")
    expect(dialog).to_be_hidden()
    assert anybody.get(f"/tablets/{tablet}/standing").status_code == 204
    assert owner.get("/me.json").status_code == 200

    keys.to(revoke)
    keys.press("Enter")
    keys.to(dialog.get_by_role("button", name="Révoquer la tablette"))
    keys.press("Enter")
    expect(_listed(page, tablet)).to_contain_text("N’a pas repris contact")
    expect(revoke).to_have_count(0)
    assert owner.get("/me.json").status_code == 401

    assert anybody.get(f"/tablets/{tablet}/standing").status_code == 410
    page.reload()
    expect(_listed(page, tablet)).to_contain_text("Revue le")
    assert anybody.post(f"/tablets/{tablet}/wiped").status_code == 204
    page.reload()
    expect(_listed(page, tablet)).to_contain_text("Effacée le")
    owner.close()
    anybody.close()


def test_an_adviser_sees_what_became_of_their_tablets(
    tablet: BrowserContext, sign_in: SignIn
) -> None:
    with tablet.expect_event("response", _registers) as registered:
        page = sign_in(tablet, ACCOUNTS["adviser"])
    kept = registered.value.json()["tablet"]
    page.goto("/account")
    listed = _listed(page, kept)
    expect(listed).to_contain_text("Cet appareil")
    expect(listed.get_by_role("button")).to_have_count(0)
