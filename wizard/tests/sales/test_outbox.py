"""The tablet's outbox over HTTP: who may send, what is a batch, what it costs."""

import json

import pytest

from extranet.core.ids import new_id
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit
from wizard import outbox_turn
from wizard.tests.sales.over_http import post, round_trips
from wizard.tests.selling import Tablet, answers, cart


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


async def test_who_gets_no_turn_is_told_to_come_back_and_does(
    tablet: Tablet, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox_turn, "PATIENCE", 0.01)
    browser = await visit(tablet.actor)
    sent = tablet.write("products", cart(daily=1))
    async with outbox_turn.turn():
        assert (await post(browser, sent)).status_code == 200
        async with outbox_turn.turn():
            answer = await post(browser, again := tablet.write("products", cart(daily=2)))
            assert (answer.status_code, answer.json()) == (503, {"error": "crowded"})
            assert int(answer.headers["retry-after"]) > 0
    assert (await post(browser, again)).json()["receipts"][0]["outcome"] == "stored"


async def test_a_step_costs_six_round_trips_and_the_cart_eight(
    tablet: Tablet, visit: Visit
) -> None:
    await tablet.sell(until="customer")
    browser = await visit(tablet.actor)
    await browser.get("/")
    async with round_trips() as queries:
        await post(browser, tablet.write("address", answers()["address"]))
    assert len(queries) <= 6, queries
    async with round_trips() as queries:
        await post(browser, tablet.write("products", cart(daily=2)))
    assert len(queries) <= 8, queries
