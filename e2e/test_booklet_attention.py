"""Refused steps, sales taken up elsewhere, tablets that are shared."""

import json
import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Route, expect

from e2e.booklet import ADVISER, Booklet, Posts, known_to_server, submissions_of
from e2e.conftest import SignIn
from e2e.installation import Installation
from e2e.seller import rows

WORDS = {"fr": "Le prix a changé : montrez-le au client.", "en": "The price has changed."}


def refuse(route: Route, step: str) -> None:
    """Let the server answer, and refuse one step in its place."""
    refuse_where(route, lambda one: one["step"] == step)


def refuse_named(route: Route, first_name: str) -> None:
    """Let the server answer, and refuse a customer of that name in its place."""
    refuse_where(route, lambda one: one["answers"].get("first_name") == first_name)


def refuse_where(route: Route, chosen: Callable[[dict[str, Any]], bool]) -> None:
    """Let the server answer, and refuse the chosen submissions in its place."""
    submissions = submissions_of(route)
    kept = [one for one in submissions if not chosen(one)]
    receipts = []
    if kept:
        body = json.dumps({"submissions": kept})
        receipts = route.fetch(post_data=body).json()["receipts"]
    error = {"field": "lines.0.unit_price_cents", "code": "price_changed", "message": WORDS}
    for one in submissions:
        if chosen(one):
            refusal = {"id": one["id"], "outcome": "needs_attention", "errors": [error]}
            receipts.append({**refusal, "sale": None})
    route.fulfill(json={"receipts": receipts})


def test_a_refused_step_is_shown_on_its_leaf_and_goes_once_corrected(
    tablet: BrowserContext, booklet: Booklet
) -> None:
    tablet.route("**/outbox", lambda route: refuse(route, "products"))
    booklet.fill_cart()
    expect(booklet.tablet_says("attention")).to_contain_text("1 étape demande votre attention")

    booklet.page.locator("[data-strip-problem]").click()
    summary = booklet.at("products").page.locator("[data-leaf=products] [data-errors]")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Le prix a changé")
    expect(booklet.page).to_have_title(re.compile("^Erreur"))

    tablet.unroute("**/outbox")
    booklet.go_on()

    booklet.all_sent()
    assert set(known_to_server(tablet, booklet.sale)) == {"products"}


def test_steps_that_only_came_too_early_follow_once_the_refused_one_is_corrected(
    tablet: BrowserContext, booklet: Booklet
) -> None:
    booklet.fill_cart()
    booklet.all_sent()
    tablet.route("**/outbox", lambda route: refuse(route, "customer"))
    tablet.set_offline(True)
    booklet.fill_customer()
    booklet.fill_address()
    tablet.set_offline(False)
    expect(booklet.tablet_says("attention")).to_contain_text("2 étapes demandent votre attention")
    assert set(known_to_server(tablet, booklet.sale)) == {"products"}

    tablet.unroute("**/outbox")
    booklet.page.locator("[data-strip-problem]").click()
    booklet.at("customer").field("customer.first_name").fill("Éloïse")
    booklet.go_on()

    booklet.all_sent()
    assert set(known_to_server(tablet, booklet.sale)) == {"products", "customer", "address"}


def test_row_05_a_refused_step_does_not_hold_up_another_sale(
    tablet: BrowserContext, booklet: Booklet
) -> None:
    tablet.route("**/outbox", lambda route: refuse(route, "customer"))
    tablet.set_offline(True)
    booklet.fill_cart()
    booklet.fill_customer()
    first = booklet.sale
    booklet.page.evaluate("location.hash = '#new'")
    booklet.fill_cart()
    tablet.set_offline(False)

    expect(booklet.tablet_says("attention")).to_contain_text("1 étape demande votre attention")
    booklet.all_answered()
    assert set(known_to_server(tablet, first)) == {"products"}
    assert set(known_to_server(tablet, booklet.sale)) == {"products"}


def test_row_05_a_batch_the_server_cannot_read_goes_one_by_one(
    tablet: BrowserContext, booklet: Booklet
) -> None:
    def choke(route: Route) -> None:
        steps = {one["step"] for one in submissions_of(route)}
        if "customer" in steps:
            route.fulfill(status=400)
        else:
            route.continue_()

    tablet.set_offline(True)
    booklet.fill_cart()
    booklet.fill_customer()
    tablet.route("**/outbox", choke)
    tablet.set_offline(False)

    booklet.tablet_says("attention")
    assert set(known_to_server(tablet, booklet.sale)) == {"products"}
    booklet.page.locator("[data-strip-problem]").click()
    summary = booklet.at("customer").page.locator("[data-leaf=customer] [data-errors]")
    expect(summary).to_contain_text("code 400")


def test_a_step_turned_away_on_its_way_is_sent_again_though_it_was_changed_meanwhile(
    tablet: BrowserContext, booklet: Booklet, installation: Installation
) -> None:
    booklet.fill_cart()
    booklet.all_sent()
    tablet.route("**/outbox", lambda route: route.fulfill(status=413))
    booklet.fill_customer()
    expect(booklet.tablet_says("attention")).to_contain_text("1 étape demande votre attention")
    booklet.page.locator("[data-strip-problem]").click()
    booklet.at("customer").field("customer.first_name").fill("Éloïse")
    tablet.unroute("**/outbox")
    booklet.go_on()

    booklet.all_answered()
    booklet.all_sent()
    names = "SELECT answers->>'first_name' AS name FROM submission WHERE sale_id = $1 ORDER BY seq"
    told = [row["name"] for row in rows(installation, names, booklet.sale)]
    assert told[1:] == ["Élodie", "Éloïse"]
    kept = known_to_server(tablet, booklet.sale)["customer"]
    assert kept["answers"]["first_name"] == "Éloïse"


def test_a_step_judged_after_its_correction_left_is_no_longer_shown(
    tablet: BrowserContext, booklet: Booklet
) -> None:
    """The older of two edits was turned away on its way, and refused once the newer one was in."""
    booklet.fill_cart()
    booklet.all_sent()
    tablet.route("**/outbox", lambda route: route.fulfill(status=413))
    booklet.fill_customer()
    booklet.tablet_says("attention")
    booklet.page.locator("[data-strip-problem]").click()
    booklet.at("customer").field("customer.first_name").fill("Éloïse")
    tablet.unroute("**/outbox")
    tablet.route("**/outbox", lambda route: refuse_named(route, "Élodie"))
    booklet.go_on()

    booklet.all_answered()
    booklet.all_sent()
    assert known_to_server(tablet, booklet.sale)["customer"]["answers"]["first_name"] == "Éloïse"


def test_a_sale_goes_on_on_another_tablet_once_it_was_sent(
    chromium_browser: Browser, installation: Installation, booklet: Booklet, enter: SignIn
) -> None:
    booklet.fill_cart()
    booklet.all_sent()
    with chromium_browser.new_context(locale="fr-FR", base_url=installation.url) as elsewhere:
        other = Booklet(enter(elsewhere, ADVISER)).open(booklet.sale).at("customer")
        other.open(f"{booklet.sale}/products").at("products")
        expect(other.page.locator("[data-product][data-chosen]")).to_have_count(1)


def test_a_sale_of_another_device_says_what_it_needs_and_opens_on_a_second_try(
    tablet: BrowserContext, booklet: Booklet
) -> None:
    address = "**/sales/*/answers"
    tablet.route(address, lambda route: route.abort("internetdisconnected"))
    elsewhere = "01900000-0000-7000-8000-000000000001"
    booklet.page.evaluate("fragment => { location.hash = fragment }", elsewhere)
    expect(booklet.page.locator("[data-leaf=sale-elsewhere] h1")).to_be_focused()

    tablet.unroute(address)
    booklet.page.locator("[data-retry]").click()

    expect(booklet.page.locator("[data-leaf=unknown-sale] h1")).to_be_focused()


def test_a_sale_of_another_device_opens_by_itself_once_the_server_is_reached(
    tablet: BrowserContext, booklet: Booklet
) -> None:
    booklet.page.clock.install()
    booklet.open()
    address = "**/sales/*/answers"
    asked: list[str] = []

    def cut(route: Route) -> None:
        asked.append(route.request.url)
        route.abort("internetdisconnected")

    tablet.route(address, cut)
    elsewhere = "01900000-0000-7000-8000-000000000001"
    booklet.page.evaluate("fragment => { location.hash = fragment }", elsewhere)
    expect(booklet.page.locator("[data-leaf=sale-elsewhere] h1")).to_be_focused()
    booklet.page.locator("[data-leaf=sale-elsewhere] [data-retry]").focus()

    # The page's own time goes on besides: on a busy machine it may have asked by itself by now.
    before = len(asked)
    with booklet.page.expect_request(address):
        booklet.page.clock.fast_forward(10_000)
    expect(booklet.page.locator("[data-leaf=sale-elsewhere] [data-retry]")).to_be_focused()
    assert len(asked) == before + 1

    tablet.unroute(address)
    booklet.page.clock.fast_forward(10_000)
    expect(booklet.page.locator("[data-leaf=unknown-sale] h1")).to_be_focused()


def test_a_new_sale_that_is_still_beginning_takes_nobody_back_from_another(
    booklet: Booklet,
) -> None:
    first = booklet.sale
    booklet.page.evaluate(
        """(first) => new Promise((gone) => {
          // Heard after the page has heard it, and before what it then writes is written.
          addEventListener("hashchange", () => { location.hash = first; gone(); }, { once: true });
          location.hash = "new";
        })""",
        first,
    )
    booklet.at("products").fill_cart()
    assert booklet.sale == first


def test_row_07_on_a_shared_tablet_nobody_sends_what_another_typed(
    tablet: BrowserContext, booklet: Booklet
) -> None:
    tablet.set_offline(True)
    booklet.fill_cart()
    booklet.tablet_says("offline")
    somebody = {"person": "01900000-0000-7000-8000-0000000000ff", "name": "B", "locale": "fr"}
    tablet.route("**/me.json", lambda route: route.fulfill(json=somebody))
    booklet.page.close()
    tablet.set_offline(False)
    first = Booklet(tablet.new_page()).open()  # hears who has signed in, and starts over
    first.at("products").tablet_says("done")
    posts = Posts(tablet)

    other = Booklet(tablet.new_page()).open().at("products")

    expect(other.tablet_says("done")).to_have_text("Rien à envoyer.")
    assert posts.ids == []
