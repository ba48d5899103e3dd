"""A sale, step by step: what is stored, what follows from it, what is refused."""

import re
from typing import Any

import pytest

from extranet.core.clock import today
from extranet.core.database import unit_of_work
from extranet.testing.cast import Cast
from wizard.tests.sales.stored import codes, count, outcomes, sale_of
from wizard.tests.selling import Tablet, answers, cart


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
        ("signature", "out_of_order"),
        ("code", "unknown_step"),
        ("done", "unknown_step"),
    ):
        assert codes(await tablet.submit(step, {})) == [("", code)]
    assert await count("sale") == 0


async def test_journeys_nobody_published(tablet: Tablet) -> None:
    asked = cart(daily=1)
    for other in ({"journey": "moon_sale"}, {"version": 99}):
        (receipt,) = await tablet.send(tablet.write("products", asked, **other))
        assert codes(receipt) == [("", "unknown_journey")]
    assert await count("sale") == 0


async def test_a_doubt_stops_the_sale_before_the_signature(tablet: Tablet) -> None:
    """C. conso. L121-8: nothing is signed until a person has called the customer."""
    doubtful = answers()["customer"] | {"doubt": True}
    paid = {"method": "direct_debit"}
    receipts = await tablet.sell(customer=doubtful, payment=paid)
    assert receipts[-1]["sale"]["state"] == "stalled"
    await tablet.submit("customer", answers()["customer"])
    assert (await tablet.submit("payment", answers()["payment"]))["outcome"] == "stored"
    assert (await tablet.submit("review", {}))["sale"]["state"] == "ready_to_sign"


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
