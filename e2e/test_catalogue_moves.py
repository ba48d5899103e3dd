"""Row 16: the catalogue moves on while a tablet is away; the real server says so, with figures."""

from collections.abc import Callable, Iterator

import asyncpg
import pytest
from playwright.sync_api import BrowserContext, expect

from e2e.booklet import ADVISER, Booklet, known_to_server
from e2e.conftest import SignIn
from e2e.installation import Installation
from extranet.testing.plugin import run_apart

Change = Callable[[str, str], None]


@pytest.fixture
def change(installation: Installation) -> Iterator[Change]:
    """Change every product as the back office might; it is undone after the test."""

    async def do(change: str) -> None:
        connection = await asyncpg.connect(installation.owner_url)
        try:
            await connection.execute(f"UPDATE product SET {change}, changed_at = now()")  # noqa: S608 (our own names)
        finally:
            await connection.close()

    undone = []

    def run(there: str, back: str) -> None:
        undone.append(back)
        run_apart(do(there))

    yield run
    for back in undone:
        run_apart(do(back))


@pytest.mark.parametrize(
    ("there", "back", "said", "also"),
    [
        (
            "price_cents = price_cents + 100",
            "price_cents = price_cents - 100",
            "Le prix a changé",
            "aujourd’hui",
        ),
        ("active = false", "active = true", "n’est plus vendu", "Retirez-le du panier"),
    ],
    ids=["price", "gone"],
)
def test_row_16_a_cart_of_yesterday_comes_back_with_what_changed_and_what_to_do(
    tablet: BrowserContext,
    enter: SignIn,
    change: Change,
    there: str,
    back: str,
    said: str,
    also: str,
) -> None:
    booklet = Booklet(enter(tablet, ADVISER)).open().at("products")
    tablet.route("**/outbox", lambda route: route.abort("internetdisconnected"))
    booklet.fill_cart()
    booklet.fill_customer()
    change(there, back)
    tablet.unroute("**/outbox")
    booklet.page.locator("[data-strip-send]").click()
    booklet.tablet_says("attention")
    assert known_to_server(tablet, booklet.sale) == {}

    booklet.page.locator("[data-strip-problem]").click()
    summary = booklet.at("products").page.locator("[data-leaf=products] [data-errors]")
    expect(summary).to_contain_text(said)
    words = (summary.text_content() or "").replace("'", "’")
    assert also in words
    assert words.count("€") == (2 if "price" in there else 0), words
