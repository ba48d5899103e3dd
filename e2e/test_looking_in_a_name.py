"""A back-office lead looks in an adviser's name: told on every page, doing nothing, under both
names."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from e2e.booklet import ADVISER
from e2e.installation import Installation
from e2e.seller import rows, visitor

SignIn = Callable[[BrowserContext, str], Page]
LEAD = "responsable@palier.example"
REASON = "Ne retrouve pas la vente de ce matin"
PERSON = "SELECT id, first_name || ' ' || last_name AS name FROM person WHERE email = $1"
REFUSED = """
SELECT count(*) AS times FROM entry e JOIN person p ON p.id = e.actor_id
JOIN person b ON b.id = e.behind_id WHERE p.email = $1 AND b.email = $2 AND e.act = 'access:refuse'
"""


def test_a_lead_looks_in_an_adviser_s_name_does_nothing_and_leaves(
    installation: Installation, desk: BrowserContext, enter: SignIn
) -> None:
    visitor(installation, ADVISER).close()
    [adviser] = rows(installation, PERSON, ADVISER)
    [lead] = rows(installation, PERSON, LEAD)
    page = enter(desk, LEAD)
    page.goto(f"/people/{adviser['id']}")
    page.get_by_role("link", name="Voir comme cette personne").click()
    page.get_by_label("Pourquoi").fill(REASON)
    page.get_by_role("button", name=f"Voir comme {adviser['name']}").click()
    banner = page.locator(".behind")
    expect(banner).to_contain_text(adviser["name"])
    page.goto("/account")
    expect(banner).to_be_visible()
    page.get_by_role("button", name="Déconnecter", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("on ne fait que regarder")
    expect(banner).to_be_visible()
    banner.get_by_role("button", name="Quitter").click()
    expect(page).to_have_url(f"{installation.url}/people/{adviser['id']}")
    expect(banner).to_have_count(0)
    assert rows(installation, REFUSED, ADVISER, LEAD)[0]["times"] == 1
    page.goto("/journal")
    told = page.locator("main")
    expect(told).to_contain_text(f"{lead['name']}, au nom d")
    expect(told).to_contain_text(adviser["name"])
