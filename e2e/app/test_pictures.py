"""What products look like: the tablet takes the pictures of its catalogue along."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from e2e.app.looking import PICTURES, AtHome, Tablet
from e2e.booklet import Booklet
from e2e.devices import PATIENCE
from e2e.gate import Gate
from e2e.installation import Installation
from e2e.seller import rows, visitor
from e2e.stop import ACCOUNTS
from extranet.testing.pictures import photo

Give = Callable[[bytes], None]

_KEPT = """async ({ cache_name, wanted, patience }) => {
  const deadline = performance.now() + patience;
  const cache = await caches.open(cache_name);
  const kept = async () => (await cache.keys()).map(({ url }) => new URL(url).pathname).sort();
  while ((await kept()).join() !== wanted.join()) {
    if (performance.now() > deadline) throw new Error(`still waiting: ${await kept()}`);
    await new Promise(requestAnimationFrame);
  }
}"""
_AT_ONCE = """() => {
  for (const img of document.querySelectorAll("[data-products] img")) img.loading = "eager";
}"""
_DRAWN = """() => [...document.querySelectorAll("[data-products] img")]
  .every((img) => img.hidden || (img.complete && img.naturalWidth > 0))"""
_PICTURES = """
SELECT i.product_id, i.content, '/product-pictures/' || i.sha256 || '.jpg' AS address
FROM product_picture i JOIN product p ON p.id = i.product_id ORDER BY p.code
"""


def named(installation: Installation) -> list[str]:
    """The addresses of all pictures of the catalogue."""
    return sorted(row["address"] for row in rows(installation, _PICTURES))


def wait_kept(page: Page, addresses: list[str]) -> None:
    """Wait until the tablet keeps these pictures, and no others."""
    page.evaluate(_KEPT, {"cache_name": PICTURES, "wanted": addresses, "patience": PATIENCE})


def test_they_are_there_without_a_network(
    tablet: Tablet, at_home: AtHome, gate: Gate, installation: Installation
) -> None:
    addresses = named(installation)
    with tablet() as context:
        wait_kept(at_home(context), addresses)
    gate.become("cut")
    with tablet() as context:
        booklet = Booklet(context.pages[0]).open()
        booklet.at("products").page.evaluate(_AT_ONCE)
        booklet.page.wait_for_function(_DRAWN)
        shown = booklet.page.locator("[data-products] img:not([hidden])")
        expect(shown).to_have_count(len(addresses))


@pytest.fixture
def give(installation: Installation) -> Iterator[Give]:
    """Give the first product another picture, at the desk; it has its own again after the test."""
    known = rows(installation, _PICTURES)[0]
    desk = visitor(installation, ACCOUNTS["back_office"])

    def do(content: bytes) -> None:
        files = {"picture": ("picture.jpg", content, "image/jpeg")}
        answer = desk.post(f"/catalogue/{known['product_id']}/picture", files=files)
        assert answer.status_code == 303, answer.text

    yield do
    do(bytes(known["content"]))
    desk.close()


def test_another_takes_the_place_of_the_one_before(
    tablet: Tablet, at_home: AtHome, installation: Installation, give: Give
) -> None:
    before = named(installation)
    with tablet() as context:
        home = at_home(context)
        wait_kept(home, before)
        give(photo(480, 480))
        after = named(installation)
        assert len(set(after) - set(before)) == 1
        home.reload()
        wait_kept(home, after)
