"""The customer’s account: asked for where the law lets it be, sealed, taken away otherwise."""

from extranet.core.database import unit_of_work
from extranet.testing.cast import Cast
from wizard.records import load_record
from wizard.tests.sales.stored import codes, count, everything_holds, hand_over_and_draw, sale_of
from wizard.tests.selling import IBAN, Tablet, cart, change_product


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
