"""A sale that was erased is not brought back by a tablet: it is told so, and nothing is stored."""

from typing import Any

import asyncpg

from extranet.privacy.tests.customers import ELODIE, sell
from extranet.privacy.tests.dump import dump
from extranet.privacy.tests.test_erasing import erase
from extranet.testing.cast import Cast
from extranet.testing.pictures import photo
from extranet.testing.plugin import Visit
from wizard.journey import GIVE_UP
from wizard.tests.sales.stored import codes
from wizard.tests.sales.test_photos import send, url
from wizard.tests.selling import Tablet, answers

JOURNAL = {"entry", "entry_details"}
"""What a refusal is written down in."""


async def late(tablet: Tablet) -> list[dict[str, Any]]:
    """Every step of the sale once more, as a tablet that was away sends it."""
    steps = answers()
    steps["customer"] |= {"first_name": ELODIE.first_name, "last_name": ELODIE.last_name}
    return await tablet.send(*(tablet.write(name, given) for name, given in steps.items()))


async def test_what_a_tablet_still_holds_is_refused_in_words_and_not_stored(
    shop: Cast, superuser: asyncpg.Connection
) -> None:
    tablet = Tablet(shop.adviser, await sell(shop.adviser, ELODIE), seq=100)
    await erase(tablet.sale)
    before = await dump(superuser)
    receipts = await late(tablet)
    assert {codes(receipt)[0][1] for receipt in receipts} == {"erased"}
    assert {receipt["outcome"] for receipt in receipts} == {"needs_attention"}
    assert "effacées" in receipts[0]["errors"][0]["message"]["fr"]
    after = await dump(superuser)
    assert [needle for needle in ELODIE.needles() if after.places_of(needle)] == []
    assert {name for name, rows in after.rows.items() if rows != before.rows[name]} <= JOURNAL
    assert (after.files, after.opened) == (before.files, before.opened)


async def test_the_adviser_gives_it_up_and_the_tablet_is_done_with_it(
    shop: Cast, superuser: asyncpg.Connection
) -> None:
    tablet = Tablet(shop.adviser, await sell(shop.adviser, ELODIE), seq=100)
    await erase(tablet.sale)
    before = await dump(superuser)
    given_up = tablet.write(GIVE_UP, {})
    for _ in range(2):
        (receipt,) = await tablet.send(given_up)
        assert receipt["outcome"] == "stored"
        assert receipt["sale"]["state"] == "dropped"
    assert await dump(superuser) == before


async def test_a_photo_of_it_is_wanted_no_more(
    shop: Cast, superuser: asyncpg.Connection, visit: Visit
) -> None:
    content = photo()
    sale = await sell(shop.adviser, ELODIE, photo=content)
    await erase(sale)
    browser = await visit(shop.adviser)
    assert (await browser.head(url(content))).status_code == 404
    await send(browser, content)
    assert await superuser.fetchval("SELECT count(*) FROM photo_piece") == 0


async def test_the_pages_of_an_erased_sale_still_open(
    shop: Cast, superuser: asyncpg.Connection, visit: Visit
) -> None:
    sale = await sell(shop.adviser, ELODIE)
    await erase(sale)
    for actor in (shop.adviser, shop.manager, shop.back_office):
        browser = await visit(actor)
        shown = await browser.get(f"/sales/{sale}")
        assert shown.status_code == 200
        assert "Client effacé" in shown.text
        assert "Client effacé" in (await browser.get("/sales")).text
    browser = await visit(shop.adviser)
    for path in ("answers", "signature", "code", "done"):
        assert (await browser.get(f"/sales/{sale}/{path}")).status_code < 500, path
