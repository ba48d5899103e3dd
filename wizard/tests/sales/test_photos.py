"""Photos of a sale: named by a step, sent in pieces, kept once, shown to few, forgotten in time."""

from datetime import timedelta
from typing import Any

import pytest
from httpx import AsyncClient, Response

from extranet.core.access import worker
from extranet.core.clock import now
from extranet.core.database import unit_of_work
from extranet.core.ids import new_id
from extranet.documents.jobs import forget_photos
from extranet.documents.keeping import document_store
from extranet.testing.cast import Cast
from extranet.testing.pictures import camera_file, named, photo
from extranet.testing.plugin import Visit
from wizard.tests.sales.stored import count
from wizard.tests.selling import Tablet, answers

PIECE = 4000


def address(*photos: bytes) -> dict[str, Any]:
    """The answers of the step, with these photos of the letterbox."""
    return {**answers()["address"], "letterbox": [named(one) for one in photos]}


async def sell(tablet: Tablet, *photos: bytes) -> None:
    """Send a sale up to the address, which names these photos."""
    steps = {**answers(), "address": address(*photos)}
    for name in ("products", "customer", "address"):
        receipt = (await tablet.send(tablet.write(name, steps[name], version=2)))[0]
        assert receipt["outcome"] == "stored", receipt


def url(content: bytes) -> str:
    return f"/attachments/{named(content)['sha256']}"


async def put(browser: AsyncClient, content: bytes, start: int, stop: int, **more: str) -> Response:
    """Send the bytes from `start` to `stop`, as the tablet does."""
    return await browser.put(
        url(content),
        content=content[start:stop],
        headers={"content-range": f"bytes {start}-{stop - 1}/{len(content)}", **more},
    )


async def send(browser: AsyncClient, content: bytes) -> dict[str, Any]:
    """Send a photo whole, piece by piece; the last answer."""
    for start in range(0, len(content), PIECE):
        reply = await put(browser, content, start, min(start + PIECE, len(content)))
    told: dict[str, Any] = reply.json()
    return told


async def rows(tablet: Tablet) -> list[dict[str, Any]]:
    """The photos of the tablet's sale as they lie in the database."""
    async with unit_of_work(worker("test")) as work:
        found = await work.all("SELECT * FROM photo WHERE sale_id = $1 ORDER BY id", tablet.sale)
    return [dict(row) for row in found]


async def test_a_photo_comes_in_pieces_and_is_shown(
    tablet: Tablet, shop: Cast, visit: Visit
) -> None:
    content = photo()
    await sell(tablet, content)
    browser = await visit(shop.adviser)
    page = await browser.get(f"/sales/{tablet.sale}")
    assert "Photo en attente" in page.text

    first = await put(browser, content, 0, PIECE)
    assert (first.status_code, first.json()) == (202, {"outcome": "more", "offset": PIECE})
    held = await browser.head(url(content))
    assert (held.headers["upload-offset"], held.headers["upload-complete"]) == (str(PIECE), "?0")
    assert (await send(browser, content)) == {"outcome": "kept", "offset": len(content)}
    held = await browser.head(url(content))
    assert held.headers["upload-complete"] == "?1"

    page = await browser.get(f"/sales/{tablet.sale}")
    assert "Photo en attente" not in page.text
    shown = await browser.get(f"/sales/{tablet.sale}/photos/{(await rows(tablet))[0]['id']}")
    assert shown.content == content
    assert shown.headers["content-type"] == "image/jpeg"
    assert shown.headers["cache-control"] == "no-store"
    assert await count("photo_piece") == 0


async def test_pieces_that_come_early_twice_or_again_change_nothing(
    tablet: Tablet, shop: Cast, visit: Visit
) -> None:
    content = photo()
    await sell(tablet, content)
    browser = await visit(shop.adviser)
    early = await put(browser, content, PIECE, 2 * PIECE)
    assert (early.status_code, early.json()) == (409, {"outcome": "gap", "offset": 0})
    for _ in range(2):
        assert (await put(browser, content, 0, PIECE)).json()["offset"] == PIECE
    assert (await put(browser, content, 100, PIECE + 100)).json()["offset"] == PIECE + 100
    assert (await send(browser, content))["outcome"] == "kept"
    again = await put(browser, content, len(content) - 10, len(content))
    assert (again.status_code, again.json()["outcome"]) == (200, "kept")


async def test_a_photo_nobody_named_is_not_taken(tablet: Tablet, shop: Cast, visit: Visit) -> None:
    content = photo()
    browser = await visit(shop.adviser)
    assert (await put(browser, content, 0, PIECE)).status_code == 404
    assert (await browser.head(url(content))).status_code == 404
    await sell(tablet, content)
    colleague = await visit(shop.colleague)
    assert (await put(colleague, content, 0, PIECE)).status_code == 404
    assert (await colleague.head(url(content))).status_code == 404
    assert (await put(await visit(shop.back_office), content, 0, PIECE)).status_code == 403
    assert (await put(await visit(), content, 0, PIECE)).status_code == 401
    stranger = {"palier-person": str(shop.colleague.person_id)}
    assert (await put(browser, content, 0, PIECE, **stranger)).status_code == 403
    stranger = {"palier-tablet": str(new_id())}
    assert (await put(browser, content, 0, PIECE, **stranger)).status_code == 401
    assert await count("photo_piece") == 0


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (camera_file(640, 480), "metadata"),
        (photo(1604, 400), "too_large"),
        (b"%PDF-1.7 " + bytes(5000), "not_jpeg"),
    ],
    ids=["metadata", "too_large", "not_jpeg"],
)
async def test_what_is_no_photo_is_refused_and_forgotten(
    content: bytes, why: str, tablet: Tablet, shop: Cast, visit: Visit
) -> None:
    await sell(tablet, content)
    browser = await visit(shop.adviser)
    assert await send(browser, content) == {"outcome": "refused", "error": why}
    assert await count("photo_piece") == 0
    assert (await rows(tablet))[0]["kept_at"] is None


async def test_bytes_spoilt_on_their_way_begin_again(
    tablet: Tablet, shop: Cast, visit: Visit
) -> None:
    content = photo()
    await sell(tablet, content)
    browser = await visit(shop.adviser)
    spoilt = bytearray(content)
    spoilt[PIECE] ^= 1
    for start in range(0, len(content), PIECE):
        stop = min(start + PIECE, len(content))
        reply = await browser.put(
            url(content),
            content=bytes(spoilt[start:stop]),
            headers={"content-range": f"bytes {start}-{stop - 1}/{len(content)}"},
        )
    assert (reply.status_code, reply.json()["error"]) == (422, "hash")
    assert (await browser.head(url(content))).headers["upload-offset"] == "0"
    assert (await send(browser, content))["outcome"] == "kept"


async def test_another_size_than_named_and_no_range_are_refused(
    tablet: Tablet, shop: Cast, visit: Visit
) -> None:
    content = photo()
    await sell(tablet, content)
    browser = await visit(shop.adviser)
    headers = {"content-range": f"bytes 0-9/{len(content) + 1}"}
    reply = await browser.put(url(content), content=content[:10], headers=headers)
    assert (reply.status_code, reply.json()["error"]) == (422, "size")
    assert (await browser.put(url(content), content=content)).status_code == 400
    assert (await browser.put("/attachments/abc", content=b"")).status_code in (400, 404)


async def test_the_same_photo_is_stored_once(tablet: Tablet, shop: Cast, visit: Visit) -> None:
    content = photo()
    await sell(tablet, content)
    browser = await visit(shop.adviser)
    await send(browser, content)
    second = Tablet(shop.adviser)
    await sell(second, content)
    (first_row,), (second_row,) = await rows(tablet), await rows(second)
    assert second_row["kept_at"] is not None
    assert first_row["storage_key"] == second_row["storage_key"]
    third = Tablet(shop.colleague)
    await sell(third, content)
    assert (await rows(third))[0]["kept_at"] is None, "what others sent is not known here"


async def test_who_may_see_a_photo_and_who_may_not(
    tablet: Tablet, shop: Cast, visit: Visit
) -> None:
    content = photo()
    await sell(tablet, content)
    await send(await visit(shop.adviser), content)
    place = f"/sales/{tablet.sale}/photos/{(await rows(tablet))[0]['id']}"
    for actor in shop.everyone():
        reply = await (await visit(actor)).get(place)
        if actor in (shop.adviser, shop.manager, shop.back_office, shop.lead, shop.administrator):
            assert reply.content == content
        else:
            assert reply.status_code == (403 if actor == shop.auditor else 404)
    other = f"/sales/{new_id()}/photos/{(await rows(tablet))[0]['id']}"
    assert (await (await visit(shop.adviser)).get(other)).status_code == 404
    async with unit_of_work(shop.auditor) as work:
        seen = await work.value("SELECT count(*) FROM entry WHERE act = 'photo:view'")
        kept = await work.value("SELECT count(*) FROM entry WHERE act = 'photo:keep'")
    assert (seen, kept) == (5, 1)


async def test_a_photo_no_step_names_any_more_is_gone(
    tablet: Tablet, shop: Cast, visit: Visit
) -> None:
    first, second = photo(seed=1), photo(seed=2)
    await sell(tablet, first, second)
    browser = await visit(shop.adviser)
    await send(browser, first)
    await tablet.send(tablet.write("address", address(second), version=2))
    assert (await put(browser, first, 0, PIECE)).status_code == 410
    assert (await browser.head(url(first))).status_code == 410
    assert (await send(browser, second))["outcome"] == "kept"
    page = await browser.get(f"/sales/{tablet.sale}")
    assert page.text.count("photos__thumb") == 1
    await tablet.send(tablet.write("address", address(first, second), version=2))
    assert (await browser.head(url(first))).headers["upload-complete"] == "?1"


async def test_gdpr_5_an_identity_paper_is_kept_for_a_mandate_only(
    tablet: Tablet, shop: Cast
) -> None:
    paper = named(photo())
    steps = {**answers()}
    steps["payment"] = {**steps["payment"], "identity_paper": [paper]}
    for name in ("products", "customer", "address", "contact", "payment"):
        await tablet.send(tablet.write(name, steps[name], version=2))
    assert [row["dropped_at"] for row in await rows(tablet)] == [None]
    cheque = {"method": "cheque", "identity_paper": [paper]}
    await tablet.send(tablet.write("payment", cheque, version=2))
    assert [row["dropped_at"] is None for row in await rows(tablet)] == [False]


async def test_gdpr_5_photos_are_forgotten_in_time(
    tablet: Tablet, shop: Cast, visit: Visit
) -> None:
    due, dropped, staying = (photo(seed=seed) for seed in range(3))
    browser = await visit(shop.adviser)
    await sell(tablet, due, dropped)
    second = Tablet(shop.adviser)
    await sell(second, staying, due)
    for content in (due, dropped, staying):
        await send(browser, content)
    keys = {row["sha256"]: row["storage_key"] for row in [*await rows(tablet), *await rows(second)]}
    assert {row["keep_until"].date() for row in await rows(tablet)} == {
        (now() + timedelta(days=90)).date()
    }
    async with unit_of_work(worker("test")) as work:
        await work.run("UPDATE photo SET keep_until = now() WHERE sale_id = $1", tablet.sale)
        work.record("photo:forget", "sale", tablet.sale)
    await browser.post(f"/sales/{second.sale}/close")
    await forget_photos()
    assert await rows(tablet) == []
    assert len(await rows(second)) == 2, "dropped today: it can still be named again"
    assert await document_store().exists(keys[str(named(due)["sha256"])]), "named elsewhere still"
    assert not await document_store().exists(keys[str(named(dropped)["sha256"])])
    async with unit_of_work(worker("test")) as work:
        await work.run("UPDATE photo SET dropped_at = now() - interval '2 days'")
        work.record("photo:forget", "sale", tablet.sale)
    await forget_photos()
    assert await rows(second) == []
    assert not await document_store().exists(keys[str(named(due)["sha256"])])
    assert not await document_store().exists(keys[str(named(staying)["sha256"])])
