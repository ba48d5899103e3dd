"""Which word counts: two tablets, clocks that are wrong, prices that changed meanwhile."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Browser, BrowserContext, expect

from e2e.booklet import ADVISER, Booklet, known_to_server
from e2e.conftest import SignIn
from e2e.installation import Installation
from e2e.seller import rows

YEAR = timedelta(days=365)
WRONG = "L’heure de cette tablette est fausse"
WRONG_CLOCK = """days => {
  const Before = Date;
  const off = days * 24 * 3600 * 1000;
  window.Date = class extends Before {
    constructor(...given) {
      super(...(given.length ? given : [Before.now() + off]));
    }
    static now() {
      return Before.now() + off;
    }
  };
}"""


def rename(booklet: Booklet, first_name: str) -> None:
    """Change the customer's first name, wherever the booklet is open."""
    booklet.page.evaluate("at => { location.hash = at }", f"{booklet.sale}/customer")
    booklet.at("customer").field("customer.first_name").fill(first_name)
    booklet.go_on()
    booklet.at("address")


@contextmanager
def elsewhere(
    browser: Browser, installation: Installation, enter: SignIn, sale: str
) -> Iterator[Booklet]:
    """The same sale on the adviser's other tablet."""
    with browser.new_context(locale="fr-FR", base_url=installation.url) as context:
        yield Booklet(enter(context, ADVISER)).open(sale).at("address")


def test_row_12_what_was_typed_here_last_is_not_overwritten_by_the_server(
    chromium_browser: Browser,
    installation: Installation,
    tablet: BrowserContext,
    booklet: Booklet,
    enter: SignIn,
) -> None:
    booklet.fill_cart()
    booklet.fill_customer()
    booklet.all_sent()
    sale = booklet.sale
    with elsewhere(chromium_browser, installation, enter, sale) as other:
        rename(other, "Inès")
        other.all_sent()
    tablet.set_offline(True)
    rename(booklet, "Zoé")
    tablet.set_offline(False)
    booklet.all_sent()

    booklet.open(f"{sale}/customer").at("customer")
    expect(booklet.field("customer.first_name")).to_have_value("Zoé")
    assert known_to_server(tablet, sale)["customer"]["answers"]["first_name"] == "Zoé"


def test_row_12_an_older_word_that_arrives_late_does_not_overwrite_a_newer_one(
    chromium_browser: Browser,
    installation: Installation,
    tablet: BrowserContext,
    booklet: Booklet,
    enter: SignIn,
) -> None:
    booklet.fill_cart()
    booklet.fill_customer()
    booklet.all_sent()
    tablet.set_offline(True)
    rename(booklet, "Zoé")
    with elsewhere(chromium_browser, installation, enter, booklet.sale) as other:
        rename(other, "Inès")
        other.all_sent()
    tablet.set_offline(False)
    booklet.all_sent()

    assert known_to_server(tablet, booklet.sale)["customer"]["answers"]["first_name"] == "Inès"
    kept = "SELECT answers FROM submission WHERE sale_id = $1 AND step = 'customer'"
    names = [row["answers"]["first_name"] for row in rows(installation, kept, booklet.sale)]
    assert sorted(names) == ["Inès", "Zoé", "Élodie"]


def test_row_13_a_clock_that_is_wrong_orders_nothing(
    installation: Installation, tablet: BrowserContext, booklet: Booklet
) -> None:
    booklet.page.evaluate(WRONG_CLOCK, 5 * 365)
    booklet.fill_cart()
    booklet.fill_customer()
    expect(booklet.tablet_says("done")).to_contain_text(f"{WRONG} : elle avance de 5 ans")
    booklet.page.evaluate(WRONG_CLOCK, -12 * 365)
    rename(booklet, "Zoé")
    booklet.all_sent()
    expect(booklet.tablet_says("done")).to_contain_text(f"{WRONG} : elle retarde de 7 ans")

    assert known_to_server(tablet, booklet.sale)["customer"]["answers"]["first_name"] == "Zoé"
    both = "SELECT captured_at, received_at FROM submission WHERE sale_id = $1 ORDER BY seq"
    times = rows(installation, both, booklet.sale)
    now = datetime.now(UTC)
    assert [round((row["captured_at"] - now) / YEAR) for row in times] == [5, 5, -7]
    assert all(now - row["received_at"] < timedelta(minutes=5) for row in times)


def test_row_16_a_price_that_changed_meanwhile_comes_back_with_both_figures(
    installation: Installation, tablet: BrowserContext, booklet: Booklet
) -> None:
    code = booklet.product(exempt=True).get_attribute("data-product")
    tablet.set_offline(True)
    booklet.fill_cart()
    with another_price(installation, str(code)) as (before, now):
        tablet.set_offline(False)
        booklet.tablet_says("attention")
        assert known_to_server(tablet, booklet.sale) == {}
        booklet.page.locator("[data-strip-problem]").click()
        summary = booklet.at("products").page.locator("[data-leaf=products] [data-errors]")
        expect(summary).to_contain_text(re.compile(f"{euros(before)}.*{euros(now)}"))

        booklet.go_on()

        booklet.at("customer").all_sent()
        (line,) = known_to_server(tablet, booklet.sale)["products"]["answers"]["lines"]
        assert line["unit_price_cents"] == now


@contextmanager
def another_price(installation: Installation, code: str) -> Iterator[tuple[int, int]]:
    """Give a product another price for a while; yields the price before and the price now."""
    change = (
        "UPDATE product SET price_cents = price_cents + $2, changed_at = now() WHERE code = $1 "
        "RETURNING price_cents"
    )
    now = rows(installation, change, code, 110)[0]["price_cents"]
    try:
        yield now - 110, now
    finally:
        rows(installation, change, code, -110)


def euros(cents: int) -> str:
    """A price as the leaf writes it."""
    return f"{cents // 100},{cents % 100:02}"
