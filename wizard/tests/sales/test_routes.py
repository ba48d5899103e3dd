"""The room over HTTP: who gets what, in which form, at what cost."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from asyncpg.connection import LoggedQuery
from httpx import AsyncClient

from extranet.core.access import Actor
from extranet.core.database import pool, unit_of_work
from extranet.core.ids import new_id
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit
from wizard.states import SaleState, move
from wizard.tests.selling import IBAN, Tablet, answers, cart, change_product, in_english

PAGES_OF_A_SALE = ("/sales/{}", "/sales/{}/answers")


async def post(browser: AsyncClient, *submissions: dict[str, Any], **headers: str) -> Any:
    """Post a batch as the tablet does and return the answer."""
    return await browser.post("/outbox", json={"submissions": submissions}, headers=headers)


async def test_a_tablet_sells_over_http(tablet: Tablet, visit: Visit) -> None:
    browser = await visit(tablet.actor)
    batch = [tablet.write(step, values) for step, values in answers().items()]
    answer = await post(browser, *batch, **{"palier-person": str(tablet.actor.person_id)})
    assert answer.status_code == 200
    receipts = answer.json()["receipts"]
    assert [one["id"] for one in receipts] == [one["id"] for one in batch]
    assert receipts[-1]["sale"]["state"] == "ready_to_sign"


async def test_nobody_and_the_desk_do_not_sell(shop: Cast, visit: Visit) -> None:
    tablet = Tablet(shop.adviser)
    for actor, status in ((None, 401), (shop.manager, 403), (shop.back_office, 403)):
        answer = await post(await visit(actor), tablet.write("products", cart(daily=1)))
        assert answer.status_code == status
        assert "error" in answer.json()


async def test_another_persons_store_is_refused_whole(tablet: Tablet, visit: Visit) -> None:
    browser = await visit(tablet.actor)
    sent = tablet.write("products", cart(daily=1))
    answer = await post(browser, sent, **{"palier-person": str(new_id())})
    assert (answer.status_code, answer.json()) == (403, {"error": "other_person"})


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"submissions": {}}',
        b'{"submissions": []}',
        b'{"submissions": ["x"]}',
        b'{"submissions": [{"sale": "x"}]}',
        b'{"submissions": [{"id": ""}]}',
        b'{"submissions": [{"id": 7}]}',
        b'{"submissions": [{"id": "\\ud800"}]}',
        b'{"submissions": [NaN]}',
        b'{"submissions": ' + b"[" * 100_000,
        b'{"submissions": [{"id": "' + b"9" * 200 + b'"}]}',
        b'{"submissions": [1' + b"0" * 5000 + b"]}",
        b"\xff\xfe",
        json.dumps({"submissions": [{"id": str(number)} for number in range(51)]}).encode(),
    ],
)
async def test_bodies_that_are_no_batch(shop: Cast, visit: Visit, body: bytes) -> None:
    answer = await (await visit(shop.adviser)).post("/outbox", content=body)
    assert answer.status_code == 400
    assert answer.json()["error"]


async def test_a_body_that_is_too_large(shop: Cast, visit: Visit) -> None:
    answer = await (await visit(shop.adviser)).post("/outbox", content=b" " * 1_000_001)
    assert answer.status_code == 413
    assert answer.json()["error"]


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("sale", "x"),
        ("sale", None),
        ("journey", ["home_sale"]),
        ("journey", ""),
        ("version", "1"),
        ("version", True),
        ("version", 2**40),
        ("step", {}),
        ("step", "x" * 101),
        ("seq", 0),
        ("seq", -1),
        ("seq", 1.5),
        ("seq", 2**64),
        ("answers", None),
        ("answers", []),
        ("captured_at", "yesterday"),
        ("captured_at", "2026-11-21T10:00:00"),
        ("captured_at", "0001-01-01T00:00:00+14:00"),
    ],
)
async def test_parts_of_the_wrong_kind_are_named(
    tablet: Tablet, visit: Visit, part: str, value: object
) -> None:
    sent = tablet.write("products", cart(daily=1)) | {part: value}
    answer = await post(await visit(tablet.actor), sent)
    (receipt,) = answer.json()["receipts"]
    (error,) = receipt["errors"]
    assert (receipt["id"], receipt["outcome"]) == (sent["id"], "needs_attention")
    assert (error["code"], error["params"]) == ("unreadable", {"part": part})
    assert part in error["message"]["fr"]
    assert part in error["message"]["en"]


async def test_a_sale_does_not_exist_for_others(tablet: Tablet, shop: Cast, visit: Visit) -> None:
    await tablet.sell()
    may_see = {shop.adviser, shop.manager, shop.back_office, shop.administrator}
    for actor in shop.everyone():
        browser = await visit(actor)
        page = await browser.get(f"/sales/{tablet.sale}")
        listed = await browser.get("/sales")
        if actor == shop.auditor:
            assert (page.status_code, listed.status_code) == (403, 403)
        elif actor in may_see:
            assert page.status_code == 200
            assert "Jeanne Moreau" in page.text
            assert "Jeanne Moreau" in listed.text
        else:
            assert page.status_code == 404
            assert "Moreau" not in page.text + listed.text
        assert IBAN not in page.text
        resumed = await browser.get(f"/sales/{tablet.sale}/answers")
        sells = actor in (shop.adviser, shop.colleague, shop.newcomer, shop.outsider)
        expected = 200 if actor == shop.adviser else 404 if sells else 403
        assert resumed.status_code == expected
        if actor != shop.adviser:
            closed = await browser.post(f"/sales/{tablet.sale}/close")
            assert closed.status_code == (404 if sells else 403)


async def test_sales_that_are_not_there(shop: Cast, visit: Visit) -> None:
    browser = await visit(shop.adviser)
    for path in PAGES_OF_A_SALE:
        assert (await browser.get(path.format(new_id()))).status_code == 404
        assert (await browser.get(path.format("x"))).status_code == 404


async def test_another_tablet_takes_the_sale_up(tablet: Tablet, shop: Cast, visit: Visit) -> None:
    await tablet.sell()
    told = (await (await visit(shop.adviser)).get(f"/sales/{tablet.sale}/answers")).json()
    assert told["sale"] == {
        "id": str(tablet.sale),
        "journey": "home_sale",
        "version": 1,
        "state": "ready_to_sign",
    }
    assert told["steps"]["payment"]["answers"]["iban"] == IBAN
    assert {name: step["seq"] for name, step in told["steps"].items()} == {
        name: number for number, name in enumerate(answers(), start=1)
    }
    assert await acts(shop) == ["sale:reveal_secrets"]


async def test_after_the_signature_no_secret_comes_back(
    tablet: Tablet, shop: Cast, visit: Visit
) -> None:
    await tablet.sell()
    await sign(shop.adviser, tablet)
    told = (await (await visit(shop.adviser)).get(f"/sales/{tablet.sale}/answers")).json()
    assert "iban" not in told["steps"]["payment"]["answers"]
    assert await acts(shop) == ["sale:resume"]


async def test_the_catalogue_is_sent_once_per_version(shop: Cast, visit: Visit) -> None:
    browser = await visit(shop.adviser)
    first = await browser.get("/catalogue.json")
    assert {one["code"] for one in first.json()["products"]} >= {"daily", "filter"}
    assert "private" in first.headers["cache-control"]
    tag = {"if-none-match": first.headers["etag"]}
    assert (await browser.get("/catalogue.json", headers=tag)).status_code == 304
    await change_product(shop, "daily", "price_cents", 3190)
    second = await browser.get("/catalogue.json", headers=tag)
    assert second.status_code == 200
    assert second.json()["version"] != first.json()["version"]


async def test_the_booklet_is_blank_and_kept(shop: Cast, visit: Visit) -> None:
    browser = await visit(shop.adviser)
    first = await browser.get("/booklets/home_sale/1")
    assert first.status_code == 200
    for personal in ("Alice", "Martin", str(shop.adviser.person_id)):
        assert personal not in first.text
    tag = {"if-none-match": first.headers["etag"]}
    assert (await browser.get("/booklets/home_sale/1", headers=tag)).status_code == 304
    for missing in ("/booklets/home_sale/99", "/booklets/moon_sale/1", "/booklets/home_sale/x"):
        assert (await browser.get(missing)).status_code == 404
    assert (await (await visit(shop.manager)).get("/booklets/home_sale/1")).status_code == 403


async def test_everybody_starts_on_their_own_page(shop: Cast, visit: Visit) -> None:
    for actor, where in (
        (shop.manager, "/contracts"),
        (shop.back_office, "/contracts"),
        (shop.administrator, "/contracts"),
        (shop.auditor, "/journal"),
        (None, "/sign-in"),
    ):
        answer = await (await visit(actor)).get("/")
        assert (answer.status_code, answer.headers["location"]) == (303, where)


async def test_home_shows_what_is_under_way_and_what_was_signed(
    tablet: Tablet, shop: Cast, visit: Visit
) -> None:
    await tablet.sell()
    signed = Tablet(shop.adviser)
    await signed.sell(customer=answers()["customer"] | {"last_name": "Vernet"})
    await sign(shop.adviser, signed)
    page = (await (await visit(shop.adviser)).get("/")).text
    assert "/booklets/home_sale/1#new" in page
    assert "Jeanne Moreau" in page
    assert "Vernet" not in page
    assert page.count("29,90") == 2
    assert "Moreau" not in (await (await visit(shop.colleague)).get("/")).text


async def test_the_list_filters_sorts_and_pages(shop: Cast, visit: Visit) -> None:
    sales = [Tablet(shop.adviser) for _ in range(52)]
    for tablet in sales:
        await tablet.submit("products", cart(daily=1))
    await sales[30].submit("customer", answers()["customer"])
    browser = await visit(shop.adviser)
    first = (await browser.get("/sales")).text
    assert first.index("Jeanne Moreau") < first.index(str(sales[51].sale))
    assert first.count('class="table__main"') == 50
    assert str(sales[0].sale) not in first
    following = next(link for link in links(first) if link.startswith("/sales?after="))
    second = (await browser.get(following)).text
    assert second.count('class="table__main"') == 2
    previous = next(link for link in links(second) if link.startswith("/sales?before="))
    back = (await browser.get(previous)).text
    assert [link for link in links(back) if "/sales/" in link] == [
        link for link in links(first) if "/sales/" in link
    ]
    oldest = (await browser.get("/sales?order=oldest")).text
    assert oldest.index(str(sales[0].sale)) < oldest.index(str(sales[1].sale))
    assert "table__main" not in (await browser.get("/sales?state=signed")).text
    for odd in ("?state=%27", "?after=x", "?after=" + str(new_id()), "?order=up&before="):
        assert (await browser.get("/sales" + odd)).status_code == 200


async def test_a_dropped_sale_keeps_no_account(tablet: Tablet, shop: Cast, visit: Visit) -> None:
    await tablet.sell()
    browser = await visit(shop.adviser)
    assert (await browser.post(f"/sales/{tablet.sale}/close")).status_code == 303
    page = (await browser.get(f"/sales/{tablet.sale}")).text
    assert "Abandonnée" in page
    assert "close-sale" not in page
    assert "FR76" not in page
    assert (await browser.post(f"/sales/{tablet.sale}/close")).status_code == 409


async def test_pages_cost_four_round_trips_and_a_step_seven(
    tablet: Tablet, shop: Cast, visit: Visit
) -> None:
    await tablet.sell(until="customer")
    browser = await visit(shop.adviser)
    for path in ("/", "/sales", f"/sales/{tablet.sale}", f"/sales/{tablet.sale}/answers"):
        await browser.get(path)
        async with round_trips() as queries:
            assert (await browser.get(path)).status_code == 200
        assert len(queries) <= 4, queries
    async with round_trips() as queries:
        await post(browser, tablet.write("address", answers()["address"]))
    assert len(queries) <= 6, queries
    async with round_trips() as queries:
        await post(browser, tablet.write("products", cart(daily=2)))
    assert len(queries) <= 8, queries


async def test_pages_speak_english(tablet: Tablet, shop: Cast, visit: Visit) -> None:
    await tablet.sell()
    async with unit_of_work(shop.adviser) as work:
        await work.run("UPDATE person SET locale = 'en' WHERE id = $1", shop.adviser.person_id)
        work.record("person:locale", "person", shop.adviser.person_id)
    browser = await visit(in_english(shop.adviser))
    page = await browser.get(f"/sales/{tablet.sale}")
    assert "Who is the customer?" in page.text
    assert "What does the customer want?" in (await browser.get("/booklets/home_sale/1")).text


@asynccontextmanager
async def round_trips() -> AsyncIterator[list[str]]:
    """The queries sent meanwhile; one client at a time uses one connection of the pool."""
    queries: list[str] = []

    def note(query: LoggedQuery) -> None:
        queries.append(query.query)

    async with pool().acquire() as connection:
        connection.add_query_logger(note)
    yield queries
    async with pool().acquire() as connection:
        connection.remove_query_logger(note)


async def sign(actor: Actor, tablet: Tablet) -> None:
    """Bring a sale that is ready to its signature, as the signature room does."""
    async with unit_of_work(actor) as work:
        await move(work, tablet.sale, SaleState.OUT_FOR_SIGNATURE)
        await move(work, tablet.sale, SaleState.SIGNED)
        work.record("sale:sign", "sale", tablet.sale)


async def acts(shop: Cast) -> list[str]:
    """The acts of reading journalled so far."""
    async with unit_of_work(shop.back_office) as work:
        rows = await work.all(
            "SELECT act FROM entry WHERE act IN ('sale:resume', 'sale:reveal_secrets') ORDER BY seq"
        )
    return [row["act"] for row in rows]


def links(page: str) -> list[str]:
    """Every address a page links to."""
    return [part.split('"')[0].replace("&amp;", "&") for part in page.split('href="')[1:]]
