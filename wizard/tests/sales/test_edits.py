"""Answers given again: what they open, void and hand over anew, and when it is too late."""

from uuid import UUID

import pytest

from extranet.core.database import pool, unit_of_work
from extranet.testing.cast import Cast
from wizard.states import SaleState, move
from wizard.tests.sales.stored import codes, count, hand_over_and_draw, sale_of
from wizard.tests.selling import Tablet, answers


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


async def waiting_jobs() -> list[str]:
    """The payloads of the jobs that hand the sheet over."""
    rows = await pool().fetch(
        "SELECT payload FROM pgqueuer WHERE entrypoint = 'hand_over_information'"
    )
    return [str(UUID(row["payload"].decode())) for row in rows]
