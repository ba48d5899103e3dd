"""A sale given up on the tablet: kept until the server has it, stored once, and never half."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from e2e.booklet import Booklet
from e2e.installation import Installation
from e2e.seller import rows

KEPT = """async () => {
  const words = {};
  for (const { name } of await indexedDB.databases()) {
    if (!/^palier-(?!keys)/.test(name)) continue;
    const database = await new Promise((opened) => {
      indexedDB.open(name).onsuccess = ({ target }) => opened(target.result);
    });
    for (const shelf of ["answers", "outbox", "attention", "sales"]) {
      words[shelf] = await new Promise((counted) => {
        const counting = database.transaction(shelf).objectStore(shelf).count();
        counting.onsuccess = () => counted(counting.result);
      });
    }
    database.close();
  }
  return words;
}"""
"""How many rows each shelf of the tablet's store holds."""
REFUSE = """
INSERT INTO refused_address (id, line1, postcode, city, source, added_by, until)
SELECT gen_random_uuid(), '12 bis rue de l’Église', '75011', 'Paris', 'door', id, current_date + 9
FROM person LIMIT 1
"""
"""The address of `Booklet.fill_address` comes onto the list; this tablet has not heard of it."""


def state_of(installation: Installation, sale: str) -> str:
    return str(rows(installation, "SELECT state FROM sale WHERE id = $1", sale)[0]["state"])


def steps_of(installation: Installation, sale: str) -> list[str]:
    stored = "SELECT step FROM submission WHERE sale_id = $1 ORDER BY seq"
    return [row["step"] for row in rows(installation, stored, sale)]


def test_it_asks_once_and_waits_where_there_is_no_network(
    tablet: BrowserContext, booklet: Booklet, installation: Installation
) -> None:
    page = booklet.page
    booklet.fill_cart()
    booklet.all_sent()
    tablet.set_offline(True)
    booklet.open_give_up().get_by_role("button", name="Garder la vente").click()
    booklet.at("customer")

    booklet.give_up()
    expect(page.locator("[data-given-up-words]")).to_contain_text("gardé sur cette tablette")
    expect(page.locator("[data-bar-give-up]")).to_be_hidden()
    page.locator("[data-given-up-new]").click()
    booklet.at("products")
    tablet.set_offline(False)
    booklet.all_sent()
    sale = rows(installation, "SELECT id FROM sale ORDER BY opened_at DESC LIMIT 1")[0]["id"]
    assert steps_of(installation, str(sale)) == ["products", "give_up"]
    assert state_of(installation, str(sale)) == "dropped"


@pytest.fixture
def nobody_refuses(installation: Installation) -> Iterator[None]:
    """At the end the refusal list is empty again."""
    yield
    rows(installation, "DELETE FROM refused_address")


@pytest.mark.usefixtures("nobody_refuses")
def test_what_was_refused_goes_with_the_receipt_and_not_before(
    tablet: BrowserContext, booklet: Booklet, installation: Installation
) -> None:
    """The first try commits and its reply is swallowed: the tablet still holds everything."""
    page, sale = booklet.page, booklet.sale
    booklet.fill_cart()
    booklet.fill_customer()
    booklet.all_sent()
    rows(installation, REFUSE)
    booklet.fill_address()
    booklet.tablet_says("attention")

    def swallow(route: Route) -> None:
        route.fetch(max_retries=2)
        route.abort()

    tablet.route("**/outbox", swallow)
    booklet.give_up()
    booklet.tablet_says("offline")
    held = page.evaluate(KEPT)
    assert (held["outbox"], held["attention"], held["answers"]) == (2, 1, 3)
    assert steps_of(installation, sale) == ["products", "customer", "give_up"]

    tablet.unroute("**/outbox")
    page.locator("[data-strip-send]").click()
    expect(page.locator("[data-given-up-words]")).to_contain_text("C’est fait")
    held = page.evaluate(KEPT)
    assert (held["outbox"], held["attention"]) == (0, 0)
    assert steps_of(installation, sale) == ["products", "customer", "give_up"]
    journal = "SELECT act FROM entry WHERE object_id = $1 AND act IN ('sale:drop', 'sale:give_up')"
    assert sorted(row["act"] for row in rows(installation, journal, sale)) == [
        "sale:drop",
        "sale:give_up",
    ]


def test_a_sale_that_is_being_signed_is_kept_and_can_be_kept_here_too(
    tablet: BrowserContext, booklet: Booklet, installation: Installation
) -> None:
    page, sale = booklet.page, booklet.sale
    booklet.fill_to_review()
    booklet.all_sent()
    other = tablet.new_page()
    booklet.go_on()
    page.wait_for_url(f"**/sales/{sale}/signature")
    there = Booklet(other).open(f"{sale}/customer").at("customer")
    tablet.set_offline(True)
    there.give_up()
    set_state(installation, sale, "out_for_signature")
    tablet.set_offline(False)
    expect(other.locator("[data-given-up-title]")).to_have_text("Cette vente n’est pas abandonnée")
    expect(other.locator("[data-given-up-words]")).to_contain_text("en train de signer")
    other.locator("[data-given-up-keep]").click()
    other.wait_for_url(f"**/sales/{sale}")
    assert state_of(installation, sale) == "out_for_signature"
    assert "give_up" not in steps_of(installation, sale)
    there.open().at("products").all_answered()


def test_a_sale_of_which_nothing_was_submitted_simply_goes(
    tablet: BrowserContext, booklet: Booklet
) -> None:
    page = booklet.page
    booklet.product(exempt=True).locator("[data-more]").click()
    booklet.open_give_up().get_by_role("button", name="Abandonner la vente").click()
    page.wait_for_url("**/")
    booklet.tablet_says("done")
    assert page.evaluate(KEPT) == {"answers": 0, "outbox": 0, "attention": 0, "sales": 0}


def test_another_tab_turns_to_the_leaf_that_says_so(
    tablet: BrowserContext, booklet: Booklet, installation: Installation
) -> None:
    booklet.fill_cart()
    other = Booklet(tablet.new_page()).open(f"{booklet.sale}/customer").at("customer")
    tablet.set_offline(True)
    booklet.give_up()
    other.at("given-up")
    tablet.set_offline(False)
    booklet.all_answered()
    assert steps_of(installation, booklet.sale) == ["products", "give_up"]


def set_state(installation: Installation, sale: str, state: str) -> None:
    """As the ceremony on the customer's phone leaves it."""
    rows(installation, "UPDATE sale SET state = $2 WHERE id = $1", sale, state)
