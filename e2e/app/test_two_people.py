"""Two advisers share a tablet, and there is no network: each opens what is theirs, and no more."""

from typing import NamedTuple

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from e2e.app.looking import AtHome, Tablet, home_of_the_tablet, kept, ready
from e2e.booklet import ADVISER, Booklet, known_to_server
from e2e.conftest import SignIn
from e2e.gate import Gate
from e2e.installation import Installation
from e2e.lock import (
    choose_code,
    entries,
    fill_code,
    let_time_pass,
    open_settings,
    pane,
    person_of,
    refused,
    try_code,
)
from e2e.seller import rows

_COLLEAGUE = """
SELECT email, first_name || ' ' || left(last_name, 1) || '.' AS known_as FROM person
WHERE email = $1 OR (role = 'adviser' AND active)
ORDER BY email = $1 DESC, email LIMIT 2
"""
_CODES = ("290481", "731946")
_CUSTOMERS = ("Quatrebarbes", "Vingtdeniers")


@pytest.fixture
def names(installation: Installation) -> list[tuple[str, str]]:
    """The two advisers: under what each signs in, and what the lock calls them."""
    found = rows(installation, _COLLEAGUE, ADVISER)
    return [(one["email"], one["known_as"]) for one in found]


class Worked(NamedTuple):
    """Who worked on the tablet, and the sale they began."""

    person: str
    sale: str


def _works_here(page: Page, number: int) -> Worked:
    """Whoever is signed in chooses their code and begins a sale."""
    choose_code(page, _CODES[number])
    booklet = Booklet(page).open()
    booklet.fill_cart()
    booklet.field("customer.last_name").fill(_CUSTOMERS[number])
    booklet.all_sent()
    sale = booklet.sale
    page.goto("/")
    expect(page.get_by_role("link", name=_CUSTOMERS[number])).to_be_visible()
    return Worked(person_of(page), sale)


def _opens(page: Page, known_as: str, number: int) -> None:
    """Somebody says who they are and types their code."""
    pane(page, "who").get_by_role("button", name=known_as).click()
    expect(pane(page, "unlock")).to_contain_text(known_as)
    try_code(page, _CODES[number])
    expect(page.locator("[data-lock]")).to_be_hidden()
    home_of_the_tablet(page)


def _sees_only_their_own(page: Page, number: int, *, greets: str) -> None:
    expect(page.get_by_role("link", name=_CUSTOMERS[number])).to_be_visible()
    expect(page.locator("h1")).to_contain_text(greets)
    assert _CUSTOMERS[1 - number] not in page.content()
    assert not [text for _, _, text in kept(page) if any(one in text for one in _CUSTOMERS)]
    assert not page.evaluate("JSON.stringify(localStorage)").count(_CUSTOMERS[1 - number])


def _tries(page: Page) -> dict[str, int]:
    return {one["person"]: one["tries"] for one in entries(page)}


def _both_work_here(
    context: BrowserContext, sign_in: SignIn, at_home: AtHome, names: list[tuple[str, str]]
) -> tuple[Worked, Worked]:
    """Both have worked and have a code; the first is signed in, and everything is locked."""
    page = at_home(context)
    first = _works_here(page, 0)
    page.locator("[popovertarget=person-menu]").click()
    page.get_by_role("button", name="Se déconnecter").click()
    page = sign_in(context, names[1][0])
    ready(page)
    second = _works_here(page, 1)
    context.clear_cookies()
    ready(sign_in(context, ADVISER))
    _hours_later(context)
    return first, second


def _hours_later(context: BrowserContext) -> None:
    """The keys' time is over, and no page is open that would have the server open them again."""
    page = context.new_page()
    page.goto("/account")
    for other in context.pages:
        if other is not page:
            other.close()
    let_time_pass(page)


def test_row_07_two_people_without_a_network_each_open_their_own(
    tablet: Tablet,
    gate: Gate,
    at_home: AtHome,
    sign_in: SignIn,
    names: list[tuple[str, str]],
) -> None:
    (_, first_name), (_, second_name) = names
    with tablet() as context:
        worked = _both_work_here(context, sign_in, at_home, names)
        first, second = (one.person for one in worked)
    gate.become("cut")

    with tablet() as context:
        page = context.new_page()
        page.goto("/")
        who = pane(page, "who").locator("[data-lock-people] button")
        expect(who).to_have_text([first_name, second_name])
        expect(who.first).to_be_focused()
        who.last.click()
        try_code(page, _CODES[0])
        refused(page)
        assert _tries(page) == {first: 0, second: 1}
        page.get_by_role("button", name="Changer de personne").click()
        _opens(page, second_name, 1)
        _sees_only_their_own(page, 1, greets=second_name.split()[0])
        assert {one["person"]: one["open"] for one in entries(page)} == {
            first: False,
            second: True,
        }

        page.get_by_role("link", name=_CUSTOMERS[1]).click()
        Booklet(page).at("customer")
        page.goto("/")
        home_of_the_tablet(page)
        open_settings(page).get_by_role("button", name="Verrouiller maintenant").click()
        _opens(page, first_name, 0)
        _sees_only_their_own(page, 0, greets=first_name.split()[0])
        assert _tries(page) == {first: 0, second: 0}


@pytest.mark.parametrize("wanted", ["their sale", "a desk page"])
def test_the_session_of_who_had_the_tablet_before_ends_and_shows_nothing(
    tablet: Tablet,
    gate: Gate,
    at_home: AtHome,
    sign_in: SignIn,
    names: list[tuple[str, str]],
    wanted: str,
) -> None:
    with tablet() as context:
        first, _ = _both_work_here(context, sign_in, at_home, names)
        gate.become("cut")
        page = context.new_page()
        page.goto("/")
        _opens(page, names[1][1], 1)
        booklet = Booklet(page).open()
        booklet.fill_cart()
        sale = booklet.sale
        # An open page ends the session as soon as it reaches the server: here none is.
        page.close()
        gate.become("open")
        assert context.request.get("/me.json").ok, "the first one's session goes on"

        page = context.new_page()
        booklet = Booklet(page)
        if wanted == "their sale":
            booklet.open(first.sale).at("sign-in")
        else:
            page.goto("/sales")
            expect(page.get_by_text("Palier répond de nouveau")).to_be_visible()
            expect(page.get_by_text("Palier n’a pas pu être joint")).to_be_hidden()
        expect(page.locator("[data-strip]")).to_have_attribute("data-state", "sign_in")
        assert _CUSTOMERS[0] not in page.content()
        assert context.request.get("/me.json").status == 401
        assert known_to_server(context, sale) == {}

        sign_in(context, names[1][0])
        booklet.open(sale).at("customer").all_sent()
        assert set(known_to_server(context, sale)) == {"products"}


def test_who_has_no_code_is_told_to_sign_in_and_another_still_opens(
    tablet: Tablet,
    gate: Gate,
    at_home: AtHome,
    sign_in: SignIn,
    names: list[tuple[str, str]],
) -> None:
    with tablet() as context:
        at_home(context)
        context.clear_cookies()
        page = sign_in(context, names[1][0])
        ready(page)
        settings = open_settings(page)
        fill_code(settings, _CODES[1], _CODES[1])
        expect(settings.locator("[data-lock-state]")).to_contain_text("Un code ouvre")
        _hours_later(context)
        gate.become("cut")
        page = context.new_page()
        page.goto("/")

        pane(page, "who").get_by_role("button", name=names[0][1]).click()
        closed = pane(page, "closed")
        expect(closed).to_contain_text("Connectez-vous avec du réseau")
        closed.get_by_role("button", name="Changer de personne").click()
        _opens(page, names[1][1], 1)
