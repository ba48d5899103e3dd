"""A sale, step by step: what is stored, what follows from it, what is refused."""

import json
import re
from typing import Any
from uuid import UUID

import pytest

from extranet.core.access import worker
from extranet.core.clock import today
from extranet.core.database import pool, unit_of_work
from extranet.testing.cast import Cast
from wizard.records import load_record
from wizard.states import SaleState, move
from wizard.tests.selling import IBAN, Tablet, answers, cart, change_product


async def sale_of(tablet: Tablet) -> dict[str, Any]:
    """The row of the tablet's sale, with its lines and its newest answers."""
    async with unit_of_work(worker("test")) as work:
        row = await work.one_or_404("SELECT * FROM sale WHERE id = $1", tablet.sale)
        lines = await work.all(
            "SELECT p.code, l.quantity, l.total_cents FROM sale_line l "
            "JOIN product p ON p.id = l.product_id WHERE sale_id = $1 ORDER BY position",
            tablet.sale,
        )
        steps = await work.all("SELECT * FROM sale_step WHERE sale_id = $1", tablet.sale)
    return {
        **row,
        "lines": [tuple(line) for line in lines],
        "steps": {step["step"]: json.loads(step["answers"]) for step in steps},
    }


async def count(table: str) -> int:
    """How many rows a table holds."""
    async with unit_of_work(worker("test")) as work:
        return int(await work.value(f"SELECT count(*) FROM {table}"))  # noqa: S608


def outcomes(receipts: list[dict[str, Any]]) -> set[str]:
    """The different outcomes among receipts."""
    return {receipt["outcome"] for receipt in receipts}


def codes(receipt: dict[str, Any]) -> list[tuple[str, str]]:
    """What a receipt complains of."""
    return [(error["field"], error["code"]) for error in receipt["errors"]]


async def test_a_whole_sale_becomes_ready_to_sign(tablet: Tablet) -> None:
    receipts = await tablet.sell()
    assert outcomes(receipts) == {"stored"}
    assert [one["sale"]["state"] for one in receipts] == ["open"] * 7 + ["ready_to_sign"]
    sale = await sale_of(tablet)
    assert {one["sale"]["number"] for one in receipts} == {sale["number"]}
    assert re.fullmatch(rf"V-{today().year}-\d{{6}}", sale["number"])
    assert sale["customer_name"] == "Jeanne Moreau"
    assert sale["step"] == "signature"
    assert sale["steps"]["contact"]["phone"] == "+33612345678"


async def test_the_server_prices_the_cart(tablet: Tablet) -> None:
    await tablet.submit("products", cart(filter=2, magazine=1, weekend=1, box=1))
    sale = await sale_of(tablet)
    assert sale["lines"] == [
        ("filter", 2, 3980),
        ("magazine", 1, 2500),
        ("weekend", 1, 9900),
        ("box", 1, 4900),
    ]
    # 39,80 a month, 25,00 a quarter and 99,00 a year; the box is paid once and not spread.
    assert sale["month_cents"] == round(3980 + 2500 / 3 + 9900 / 12)
    assert sale["today_cents"] == 0


async def test_an_exempt_cart_may_be_paid_today(tablet: Tablet) -> None:
    await tablet.submit("products", cart(daily=1, weekend=1))
    assert (await sale_of(tablet))["today_cents"] == 2990 + 9900


async def test_a_changed_cart_takes_the_place_of_the_old_one(tablet: Tablet) -> None:
    await tablet.submit("products", cart(daily=1, weekend=2))
    await tablet.submit("products", cart(weekend=1))
    assert (await sale_of(tablet))["lines"] == [("weekend", 1, 9900)]


async def test_a_price_changed_by_hand_is_refused_with_both_figures(tablet: Tablet) -> None:
    asked = cart(daily=1)
    asked["lines"][0]["unit_price_cents"] = 1
    receipt = await tablet.submit("products", asked)
    assert codes(receipt) == [("lines.0.unit_price_cents", "price_changed")]
    assert "29,90" in receipt["errors"][0]["message"]["fr"]
    assert await count("sale") == await count("submission") == 0


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"lines": [], "catalogue": "v1"}, "empty_cart"),
        (cart(daily=-1), "quantity_out_of_range"),
        (cart(daily=0), "quantity_out_of_range"),
        (cart(daily=10**6), "quantity_out_of_range"),
        ({"lines": "daily", "catalogue": "v1"}, "format"),
        (
            {"lines": [{"product": "d\x00", "quantity": 1, "unit_price_cents": 1}]},
            "unknown_product",
        ),
    ],
)
async def test_carts_that_make_no_sense(tablet: Tablet, asked: dict[str, Any], code: str) -> None:
    receipt = await tablet.submit("products", asked)
    assert code in [error["code"] for error in receipt["errors"]]
    assert all(error["message"]["fr"] and error["message"]["en"] for error in receipt["errors"])
    assert await count("sale") == 0


@pytest.mark.parametrize(
    ("step", "field", "value", "code"),
    [
        ("customer", "last_name", "x" * 10_000, "too_long"),
        ("customer", "last_name", "<script>alert(1)</script>", "characters"),
        ("customer", "birth_date", "2026-02-30", "impossible_date"),
        ("customer", "birth_date", "2015-02-03", "under_age"),
        ("contact", "phone", "+1 202 555 0100", "foreign_phone"),
        ("payment", "iban", "FR7630006000011234567890188", "iban_checksum"),
        ("payment", "iban", "US7630006000011234567890188", "not_sepa"),
        ("customer", "last_name", {"a": [1]}, "format"),
    ],
)
async def test_answers_that_do_not_fit_store_nothing(
    tablet: Tablet, step: str, field: str, value: object, code: str
) -> None:
    names = list(answers())
    await tablet.sell(until=names[names.index(step) - 1])
    stored = await count("submission")
    receipt = await tablet.submit(step, {**answers()[step], field: value})
    assert codes(receipt) == [(field, code)]
    assert receipt["sale"]["state"] == "open"
    assert await count("submission") == stored


async def test_steps_in_the_wrong_place(tablet: Tablet) -> None:
    for step, code in (
        ("customer", "out_of_order"),
        ("nowhere", "unknown_step"),
        ("signature", "unknown_step"),
        ("code", "unknown_step"),
        ("done", "unknown_step"),
    ):
        assert codes(await tablet.submit(step, {})) == [("", code)]
    assert await count("sale") == 0


async def test_journeys_nobody_published(tablet: Tablet) -> None:
    asked = cart(daily=1)
    for other in ({"journey": "moon_sale"}, {"version": 2}):
        (receipt,) = await tablet.send(tablet.write("products", asked, **other))
        assert codes(receipt) == [("", "unknown_journey")]
    assert await count("sale") == 0


async def test_an_account_is_refused_where_the_law_forbids_to_ask(tablet: Tablet) -> None:
    """C. conso. L221-10: one line that is not exempt, and no account is asked for seven days."""
    receipts = await tablet.sell(until="payment", products=cart(daily=1, filter=1))
    assert codes(receipts[-1]) == [("iban", "not_asked")]
    assert "payment" not in (await sale_of(tablet))["steps"]
    assert await everything_holds(IBAN) == []


async def test_an_account_lies_sealed_and_nowhere_else(tablet: Tablet, shop: Cast) -> None:
    await tablet.sell()
    assert await everything_holds(IBAN) == []
    assert await everything_holds(IBAN[-10:]) == []
    async with unit_of_work(shop.adviser) as work:
        record = await load_record(work, tablet.sale)
    assert record.masked_iban == "FR76 •••• 0189"
    assert record.open_iban() == IBAN


async def test_losing_the_right_to_the_mandate_takes_the_account_away(
    tablet: Tablet, shop: Cast
) -> None:
    await tablet.sell()
    await hand_over_and_draw(tablet, shop)
    receipt = await tablet.submit("products", cart(daily=1, filter=1))
    assert (receipt["outcome"], receipt["sale"]["state"]) == ("stored", "open")
    sale = await sale_of(tablet)
    assert "iban" not in sale["steps"]["payment"]
    assert sale["today_cents"] == 0
    assert await count("handover") == await count("signature") == 0
    # What a signature needs is still there, so the review alone makes it ready again.
    assert (await tablet.submit("review", {}))["sale"]["state"] == "ready_to_sign"


async def test_a_product_that_loses_its_flag_takes_the_account_away(
    tablet: Tablet, shop: Cast
) -> None:
    await tablet.sell(until="information")
    await change_product(shop, "daily", "exempt_39bis", False)
    assert (await tablet.submit("review", {}))["sale"]["state"] == "ready_to_sign"
    sale = await sale_of(tablet)
    assert "iban" not in sale["steps"]["payment"]
    assert sale["today_cents"] == 0


async def test_an_edit_opens_the_sale_again_and_voids_what_was_given(
    tablet: Tablet, shop: Cast
) -> None:
    await tablet.sell()
    await hand_over_and_draw(tablet, shop)
    changed = answers()["customer"] | {"first_name": "Zoé"}
    assert (await tablet.submit("customer", changed))["sale"]["state"] == "open"
    assert await count("handover") == await count("signature") == 0
    assert (await sale_of(tablet))["customer_name"] == "Zoé Moreau"
    assert (await tablet.submit("review", {}))["sale"]["state"] == "ready_to_sign"


async def test_the_same_answers_again_void_nothing(tablet: Tablet, shop: Cast) -> None:
    await tablet.sell()
    await hand_over_and_draw(tablet, shop)
    await tablet.submit("customer", answers()["customer"])
    assert await count("handover") == await count("signature") == 1


async def test_a_review_said_again_keeps_the_signature_under_way(
    tablet: Tablet, shop: Cast
) -> None:
    await tablet.sell()
    async with unit_of_work(shop.adviser) as work:
        await move(work, tablet.sale, SaleState.OUT_FOR_SIGNATURE)
        work.record("sale:sign", "sale", tablet.sale)
    receipt = await tablet.submit("review", {})
    assert receipt["sale"]["state"] == "out_for_signature"


async def test_a_doubt_stops_the_sale_before_the_signature(tablet: Tablet) -> None:
    """C. conso. L121-8: nothing is signed until a person has called the customer."""
    doubtful = answers()["customer"] | {"doubt": True}
    paid = {"method": "direct_debit"}
    receipts = await tablet.sell(customer=doubtful, payment=paid)
    assert receipts[-1]["sale"]["state"] == "stalled"
    await tablet.submit("customer", answers()["customer"])
    assert (await tablet.submit("payment", answers()["payment"]))["outcome"] == "stored"
    assert (await tablet.submit("review", {}))["sale"]["state"] == "ready_to_sign"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ((SaleState.OUT_FOR_SIGNATURE, SaleState.SIGNED), "already_signed"),
        ((SaleState.TO_PRINT,), "already_signed"),
        ((SaleState.DROPPED,), "sale_closed"),
    ],
)
async def test_what_is_over_is_not_edited(
    tablet: Tablet, shop: Cast, path: tuple[SaleState, ...], code: str
) -> None:
    await tablet.sell()
    async with unit_of_work(shop.adviser) as work:
        for state in path:
            await move(work, tablet.sale, state)
        work.record("sale:end", "sale", tablet.sale)
    receipt = await tablet.submit("customer", answers()["customer"])
    assert codes(receipt) == [("", code)]
    assert receipt["sale"]["state"] == path[-1].value


async def test_the_sheet_is_handed_over_once_and_again_when_it_changed(
    tablet: Tablet, shop: Cast
) -> None:
    await tablet.sell()
    assert await waiting_jobs() == [str(tablet.sale)]
    await pool().execute("DELETE FROM pgqueuer")
    await hand_over_and_draw(tablet, shop)
    await tablet.submit("review", {})
    assert await waiting_jobs() == []
    await tablet.submit("customer", answers()["customer"] | {"first_name": "Zoé"})
    await tablet.submit("review", {})
    assert await waiting_jobs() == [str(tablet.sale)]


async def test_every_submission_is_journalled_without_a_personal_value(
    tablet: Tablet, shop: Cast
) -> None:
    await tablet.sell()
    async with unit_of_work(shop.back_office) as work:
        entries = await work.all(
            "SELECT act, facts FROM entry WHERE object_id = $1 ORDER BY seq", tablet.sale
        )
        names = await work.value(
            "SELECT count(*) FROM entry_details WHERE content ->> 'personal' LIKE '%Moreau%'"
        )
    assert [entry["act"] for entry in entries] == ["sale:open", *["sale:step"] * 8, "sale:ready"]
    assert names == 1
    for value in ("Moreau", "Lilas", "612345678", "0189"):
        assert value not in "".join(entry["facts"] for entry in entries)


async def hand_over_and_draw(tablet: Tablet, shop: Cast) -> None:
    """What the signature room stores while the customer reads and signs."""
    async with unit_of_work(shop.adviser) as work:
        whose = (tablet.sale, shop.adviser.person_id, shop.adviser.agency_id)
        await work.run(
            "INSERT INTO handover VALUES ($1, $2, $3, $1, 'sha', 'sms', '06 •• 78')", *whose
        )
        await work.run(
            "INSERT INTO signature VALUES ($1, $2, $3, $1, 'sha', 'SES', 'drawn', '')", *whose
        )
        work.record("sale:sign", "sale", tablet.sale)


async def waiting_jobs() -> list[str]:
    """The payloads of the jobs that hand the sheet over."""
    rows = await pool().fetch(
        "SELECT payload FROM pgqueuer WHERE entrypoint = 'hand_over_information'"
    )
    return [str(UUID(row["payload"].decode())) for row in rows]


async def everything_holds(text: str) -> list[str]:
    """The tables of this room and the journal's in which `text` can be read."""
    tables = ("sale", "submission", "sale_step", "sale_line")
    async with unit_of_work(worker("test")) as work:
        kept = {table: await work.all(f"SELECT t::text FROM {table} t") for table in tables}  # noqa: S608
    return [table for table, rows in kept.items() if any(text in row["t"] for row in rows)]
