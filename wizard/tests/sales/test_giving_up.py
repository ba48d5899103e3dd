"""A sale given up on the tablet: dropped once, whatever arrives twice, never once it is signed."""

from typing import Any

import anyio
import pytest

from extranet.core.access import worker
from extranet.core.database import unit_of_work
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit
from wizard.journey import GIVE_UP
from wizard.states import SaleState, move
from wizard.tests.sales.stored import codes, count, outcomes, sale_of
from wizard.tests.selling import IBAN, Tablet, answers

LETTERBOX = [{"sha256": "ab" * 32, "bytes": 1000, "type": "image/jpeg"}]


async def acts(cast: Cast, tablet: Tablet) -> list[str]:
    async with unit_of_work(cast.back_office) as work:
        rows = await work.all(
            "SELECT act FROM entry WHERE object_id = $1 ORDER BY seq", tablet.sale
        )
    return [row["act"] for row in rows]


async def bring_to(cast: Cast, tablet: Tablet, *states: SaleState) -> None:
    async with unit_of_work(cast.adviser) as work:
        for state in states:
            await move(work, tablet.sale, state)
        work.record("sale:sign", "sale", tablet.sale)


async def photos_of(tablet: Tablet) -> list[bool]:
    """Whether each photo of the sale was dropped."""
    async with unit_of_work(worker("test")) as work:
        rows = await work.all("SELECT dropped_at FROM photo WHERE sale_id = $1", tablet.sale)
    return [row["dropped_at"] is not None for row in rows]


async def test_it_drops_the_sale_with_its_secrets_and_photos_and_is_journalled(
    tablet: Tablet, shop: Cast
) -> None:
    steps = answers() | {"address": answers()["address"] | {"letterbox": LETTERBOX}}
    for name in ("products", "customer", "address", "contact", "payment"):
        await tablet.send(tablet.write(name, steps[name], version=2))
    assert "iban" in (await sale_of(tablet))["steps"]["payment"]
    receipt = await tablet.submit(GIVE_UP, {})

    assert receipt["outcome"] == "stored"
    sale = await sale_of(tablet)
    assert receipt["sale"] == {
        "id": str(tablet.sale),
        "state": "dropped",
        "number": sale["number"],
    }
    assert sale["state"] == "dropped"
    assert "iban" not in sale["steps"]["payment"]
    assert GIVE_UP not in sale["steps"]
    assert await photos_of(tablet) == [True]
    assert (await acts(shop, tablet))[-2:] == ["sale:drop", "sale:give_up"]
    (late,) = await tablet.send(tablet.write("customer", steps["customer"], version=2))
    assert codes(late) == [("", "sale_closed")]


async def test_it_is_stored_once_however_often_it_arrives(tablet: Tablet, shop: Cast) -> None:
    await tablet.sell(until="customer")
    sent = tablet.write(GIVE_UP, {})
    receipts: list[dict[str, Any]] = []

    async def send() -> None:
        receipts.extend(await tablet.send(sent))

    async with anyio.create_task_group() as tasks:
        for _ in range(4):
            tasks.start_soon(send)
    told = sorted(receipt["outcome"] for receipt in receipts)
    assert told == ["already_stored"] * 3 + ["stored"]
    assert await count("submission") == 3
    assert (await acts(shop, tablet)).count("sale:give_up") == 1


async def test_a_sale_dropped_already_is_given_up_all_the_same(tablet: Tablet, shop: Cast) -> None:
    await tablet.sell(until="customer")
    await bring_to(shop, tablet, SaleState.DROPPED)
    assert (await tablet.submit(GIVE_UP, {}))["outcome"] == "stored"
    assert (await acts(shop, tablet))[-1] == "sale:give_up"
    assert (await tablet.submit(GIVE_UP, {}))["outcome"] == "stored"


async def test_a_sale_whose_steps_were_all_refused_is_kept_as_given_up(
    tablet: Tablet, shop: Cast, visit: Visit
) -> None:
    refused = await tablet.submit("products", {"lines": [], "catalogue": "v1"})
    assert refused["outcome"] == "needs_attention"
    late = tablet.write("products", answers()["products"])
    receipt = await tablet.submit(GIVE_UP, {})
    assert (receipt["outcome"], receipt["sale"]["state"]) == ("stored", "dropped")
    sale = await sale_of(tablet)
    assert (sale["state"], sale["steps"], sale["number"]) == (
        "dropped",
        {},
        receipt["sale"]["number"],
    )
    assert [codes(one) for one in await tablet.send(late)] == [[("", "sale_closed")]]
    browser = await visit(shop.adviser)
    for address in ("/", "/sales", f"/sales/{tablet.sale}"):
        assert (await browser.get(address)).status_code == 200
    assert "Abandonnée sur la tablette" in (await browser.get(f"/sales/{tablet.sale}")).text


@pytest.mark.parametrize(
    ("states", "code"),
    [
        ((SaleState.OUT_FOR_SIGNATURE,), "being_signed"),
        ((SaleState.OUT_FOR_SIGNATURE, SaleState.SIGNED), "signed_not_dropped"),
        ((SaleState.TO_PRINT,), "signed_not_dropped"),
    ],
)
async def test_a_sale_that_is_being_signed_or_is_signed_is_never_dropped(
    tablet: Tablet, shop: Cast, states: tuple[SaleState, ...], code: str
) -> None:
    await tablet.sell()
    await bring_to(shop, tablet, *states)
    receipt = await tablet.submit(GIVE_UP, {})
    assert codes(receipt) == [("", code)]
    assert receipt["sale"]["state"] == states[-1]
    assert (await sale_of(tablet))["state"] == states[-1]
    assert "sale:drop" not in await acts(shop, tablet)


async def test_nobody_gives_up_the_sale_of_another(tablet: Tablet, shop: Cast) -> None:
    await tablet.sell(until="customer")
    colleague = Tablet(shop.colleague, sale=tablet.sale)
    assert codes(await colleague.submit(GIVE_UP, {})) == [("", "not_yours")]
    assert (await sale_of(tablet))["state"] == "open"


async def test_it_carries_no_answers(tablet: Tablet, shop: Cast) -> None:
    await tablet.sell(until="customer")
    receipt = await tablet.submit(GIVE_UP, {"iban": IBAN})
    assert codes(receipt) == [("", "unreadable")]
    assert outcomes([await tablet.submit("address", answers()["address"])]) == {"stored"}
