"""Who opens a tablet, and what becomes of it when somebody else tries."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from e2e.booklet import ADVISER, Booklet, known_to_server
from e2e.conftest import SignIn
from e2e.installation import Installation
from e2e.lock import (
    CODE,
    FORGET_KEYS,
    choose_code,
    databases,
    entries,
    fill_code,
    find_server,
    let_time_pass,
    locked_offline,
    lose_server,
    open_settings,
    pane,
    person_of,
    refused,
    try_code,
)
from e2e.photos import new_picture, take
from e2e.seller import rows, visitor
from e2e.stop import ACCOUNTS

_LAST_NAME = "customer.last_name"


@pytest.fixture
def booklet(tablet: BrowserContext, enter: SignIn) -> Booklet:
    """A new sale with its cart sent, opened by the adviser."""
    booklet = Booklet(enter(tablet, ADVISER)).open().at("products")
    booklet.fill_cart()
    booklet.all_sent()
    return booklet


def test_a_code_opens_the_tablet_where_there_is_no_network(
    tablet: BrowserContext, booklet: Booklet
) -> None:
    booklet.field(_LAST_NAME).fill("Lefèvre")
    choose_code(booklet.page)
    locked_offline(tablet, booklet)
    assert not entries(booklet.page)[0]["open"]
    expect(booklet.page.locator("[name='lock.code']")).to_be_focused()
    booklet.page.keyboard.press("Escape")
    booklet.page.keyboard.press("Escape")
    pane(booklet.page, "unlock")

    try_code(booklet.page, "409173")
    refused(booklet.page)
    try_code(booklet.page, CODE)

    expect(booklet.at("customer").field(_LAST_NAME)).to_have_value("Lefèvre")
    assert entries(booklet.page)[0]["tries"] == 0


def test_without_a_code_the_tablet_waits_for_the_network_and_keeps_everything(
    tablet: BrowserContext, booklet: Booklet
) -> None:
    booklet.field(_LAST_NAME).fill("Lefèvre")
    lose_server(tablet)
    let_time_pass(booklet.page)
    booklet.page.reload()
    closed = pane(booklet.page, "closed")

    find_server(tablet)
    closed.get_by_role("button", name="Réessayer").click()

    expect(booklet.at("customer").field(_LAST_NAME)).to_have_value("Lefèvre")


def test_a_power_cut_that_takes_the_memory_of_who_was_here_names_nobody(
    tablet: BrowserContext, booklet: Booklet
) -> None:
    """Browsers write it down some seconds late; the keys are written at once."""
    booklet.field(_LAST_NAME).fill("Lefèvre")
    lose_server(tablet)
    let_time_pass(booklet.page)
    booklet.page.evaluate("localStorage.clear()")
    booklet.page.reload()
    closed = pane(booklet.page, "closed")
    expect(closed).not_to_contain_text("Camille")

    find_server(tablet)
    closed.get_by_role("button", name="Réessayer").click()

    expect(booklet.at("customer").field(_LAST_NAME)).to_have_value("Lefèvre")


def test_ten_wrong_codes_wipe_what_the_tablet_keeps_and_it_says_so_before(
    tablet: BrowserContext, booklet: Booklet, tmp_path: Path
) -> None:
    page = booklet.page
    choose_code(page)
    lose_server(tablet)
    booklet.fill_customer()
    take(booklet, new_picture(tmp_path))
    booklet.tablet_says("offline")
    person, before = entries(page)[0]["person"], entries(page)[0]["tablet"]
    locked_offline(tablet, booklet)
    warning = page.locator("[data-lock-warning]")
    for wrong in range(1, 8):
        expect(warning).to_be_hidden()
        try_code(page, f"40917{wrong}")
        refused(page)
    expect(warning).to_contain_text("Il reste 3 essais")
    expect(warning).to_contain_text("1 réponse n’est pas encore envoyée")
    expect(warning).to_contain_text("1 photo n’est pas encore envoyée")

    page.reload()
    expect(warning).to_contain_text("Il reste 3 essais")
    for left in ("2 essais", "1 essai."):
        try_code(page, "409173")
        expect(warning).to_contain_text(f"Il reste {left}")
    try_code(page, "409173")

    gone = pane(page, "tries")
    assert f"palier-{person}" not in databases(page)
    assert [one["gone"] for one in entries(page)] == ["tries"]
    find_server(tablet)
    gone.get_by_role("button", name="J’ai compris").click()
    expect(booklet.at("customer").field(_LAST_NAME)).to_have_value("")
    assert entries(page)[0]["tablet"] != before


def test_locking_now_locks_every_tab_and_ends_the_session(
    tablet: BrowserContext, booklet: Booklet
) -> None:
    choose_code(booklet.page)
    other = Booklet(tablet.new_page()).open(booklet.sale).at("customer")
    open_settings(booklet.page).get_by_role("button", name="Verrouiller maintenant").click()

    pane(booklet.page, "unlock")
    expect(other.page.locator("[data-leaf=customer]")).to_be_hidden()
    assert tablet.request.get("/me.json").status == 401
    try_code(booklet.page, CODE)
    booklet.at("customer")


def test_a_code_is_refused_when_it_is_short_simple_or_typed_differently(booklet: Booklet) -> None:
    settings = open_settings(booklet.page)
    expect(settings.locator("[data-lock-state]")).to_contain_text("Sans code")
    problem = settings.locator("[data-lock-problem]")
    for code, again, words in (
        ("4091", "4091", "au moins 6 caractères"),
        ("123456", "123456", "se devine trop vite"),
        ("409173", "409174", "pas les mêmes"),
    ):
        fill_code(settings, code, again)
        expect(problem).to_contain_text(words)
    assert not entries(booklet.page)[0]["secret"]


def test_row_07_a_second_person_sees_nothing_of_the_first(
    tablet: BrowserContext, booklet: Booklet, sign_in: SignIn, installation: Installation
) -> None:
    first, leaf = person_of(booklet.page), booklet.page.url
    booklet.field(_LAST_NAME).fill("Lefèvre")
    booklet.page.goto("/")
    booklet.page.locator("[popovertarget=person-menu]").click()
    booklet.page.get_by_role("button", name="Se déconnecter").click()
    booklet.page.wait_for_url("**/sign-in")
    colleague = "SELECT email FROM person WHERE role = 'adviser' AND email <> $1 LIMIT 1"
    page = sign_in(tablet, rows(installation, colleague, ADVISER)[0]["email"])
    second = person_of(page)

    page.goto("about:blank")
    page.goto(leaf)

    expect(page.locator("[data-leaf=unknown-sale] h1")).to_be_focused()
    expect(page.locator("body")).not_to_contain_text("Lefèvre")
    keys = {one["person"]: one for one in entries(page)}
    assert not keys[first]["open"]
    assert keys[second]["open"]
    assert {f"palier-{first}", f"palier-{second}"} <= set(databases(page))
    assert known_to_server(tablet, booklet.sale) == {}


def test_a_revoked_tablet_is_wiped_at_its_next_contact_and_says_so(
    tablet: BrowserContext, booklet: Booklet, installation: Installation
) -> None:
    page = booklet.page
    person, lost = entries(page)[0]["person"], entries(page)[0]["tablet"]
    manager = visitor(installation, ACCOUNTS["manager"])
    reply = manager.post(f"/people/{person}/tablets/{lost}/revoke")
    assert reply.status_code == 303, reply.text

    booklet.field("customer.first_name").fill("Élodie")
    booklet.field(_LAST_NAME).fill("Lefèvre")
    booklet.field("customer.birth_date").fill("27/3/1968")
    booklet.go_on()

    with page.expect_response(f"**/tablets/{lost}/wiped"):
        gone = pane(page, "revoked")
    expect(page.locator("[data-leaf]")).to_have_count(0)
    assert f"palier-{person}" not in databases(page)
    assert [one["gone"] for one in entries(page)] == ["revoked"]
    assert page.evaluate("localStorage.getItem('palier-person')") is None
    (told,) = rows(installation, "SELECT wiped_at FROM tablet WHERE id = $1", lost)
    assert told["wiped_at"] is not None
    gone.get_by_role("button", name="J’ai compris").click()
    # The booklet kept for the road opens for nobody; without one the server asks who is there.
    expect(page.locator("[data-leaf=nobody]:visible, form[action='/sign-in']")).to_be_visible()


def test_a_code_is_offered_once_on_the_home(tablet: BrowserContext, sign_in: SignIn) -> None:
    page = sign_in(tablet, ADVISER)
    page.goto("/")
    offer = page.locator("[data-lock-offer]")
    offer.get_by_role("button", name="Plus tard").click()
    expect(offer).to_be_hidden()
    page.reload()
    settings = open_settings(page)
    expect(offer).to_be_hidden()
    settings.get_by_role("button", name="Fermer").click()
    choose_code(page)


def test_a_tablet_the_server_has_forgotten_still_sends_what_it_holds(
    tablet: BrowserContext, booklet: Booklet, installation: Installation
) -> None:
    lost = entries(booklet.page)[0]["tablet"]
    for forget in (
        "UPDATE session SET tablet_id = NULL WHERE tablet_id = $1 RETURNING id",
        "DELETE FROM tablet_key WHERE tablet_id = $1 RETURNING tablet_id",
        "DELETE FROM tablet WHERE id = $1 RETURNING id",
    ):
        assert rows(installation, forget, lost)
    with booklet.page.expect_response(f"**/tablets/{lost}/standing"):
        booklet.fill_customer()
    booklet.tablet_says("sign_in")

    booklet.page.evaluate("dispatchEvent(new Event('focus'))")

    booklet.all_sent()
    assert set(known_to_server(tablet, booklet.sale)) == {"products", "customer"}


def test_a_store_whose_key_is_lost_is_left_alone_and_another_begins(
    tablet: BrowserContext, booklet: Booklet
) -> None:
    page = booklet.page
    person = entries(page)[0]["person"]
    page.goto("/account")
    page.evaluate(FORGET_KEYS)

    booklet.open().at("products").fill_cart()

    booklet.all_sent()
    (entry,) = entries(page)
    stores = [f"palier-{person}", f"palier-{person}-{entry['tablet']}"]
    assert entry["store"] == stores[1]
    assert set(stores) <= set(databases(page))
