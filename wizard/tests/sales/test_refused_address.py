"""C. conso. L221-10-1: nobody sells at an address that is on the refusal list."""

from datetime import timedelta
from typing import Any

import pytest

from extranet.core.access import Actor
from extranet.core.clock import today
from extranet.core.database import unit_of_work
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit
from wizard.no_visit.jobs import forget_refusals
from wizard.no_visit.listing import (
    AlreadyListed,
    Removal,
    Source,
    add_refusal,
    list_refusals,
    remove_refusal,
)
from wizard.tests.sales.stored import codes, count, outcomes, sale_of
from wizard.tests.selling import Tablet, answers

LILACS = {"line1": "3 rue des Lilas", "postcode": "69003", "city": "Lyon"}


async def refuse(actor: Actor, days: int = 30, **address: str) -> None:
    async with unit_of_work(actor) as work:
        told = LILACS | address
        until = today() + timedelta(days=days)
        await add_refusal(work, **told, source=Source.DOOR, until=until)


async def forgive(actor: Actor) -> None:
    async with unit_of_work(actor) as work:
        (one,) = (await list_refusals(work, "")).addresses
        await remove_refusal(work, one.id, Removal.MISTAKE)


async def journalled(cast: Cast, act: str) -> list[dict[str, Any]]:
    async with unit_of_work(cast.back_office) as work:
        return [dict(row) for row in await work.all("SELECT * FROM entry WHERE act = $1", act)]


async def test_l221_10_1_the_address_step_needs_attention_and_the_sale_goes_no_further(
    tablet: Tablet, shop: Cast
) -> None:
    await refuse(shop.back_office)
    receipts = await tablet.sell()
    assert outcomes(receipts[:2]) == {"stored"}
    assert codes(receipts[2]) == [("", "address_refused")]
    words = receipts[2]["errors"][0]["message"]
    assert "liste des refus" in words["fr"]
    assert "Ne poursuivez pas la vente" in words["fr"]
    assert "Do not go on with the sale" in words["en"]
    assert {code for one in receipts[3:] for _, code in codes(one)} == {"out_of_order"}
    sale = await sale_of(tablet)
    assert sale["state"] == "open"
    assert set(sale["steps"]) == {"products", "customer"}
    assert [one["object_id"] for one in await journalled(shop, "refusal:meet")] == [tablet.sale]


@pytest.mark.parametrize(
    "typed",
    [
        {"line1": "3, R. des LILAS"},
        {"line1": "3  rue  dès Lilas ", "postcode": "69 003"},
        {"line1": "3 rue des Lilas", "city": "Lyon 3e"},
    ],
)
async def test_an_address_is_recognised_however_it_is_typed(
    tablet: Tablet, shop: Cast, typed: dict[str, str]
) -> None:
    await refuse(shop.manager)
    receipts = await tablet.sell(until="address", address=LILACS | typed)
    assert codes(receipts[2]) == [("", "address_refused")]


@pytest.mark.parametrize(
    "other",
    [{"line1": "13 rue des Lilas"}, {"postcode": "69004"}, {"line1": "3 bis rue des Lilas"}],
)
async def test_the_neighbours_are_not_concerned(
    tablet: Tablet, shop: Cast, other: dict[str, str]
) -> None:
    await refuse(shop.back_office)
    assert outcomes(await tablet.sell(address=LILACS | other)) == {"stored"}


async def test_an_address_corrected_goes_on(tablet: Tablet, shop: Cast) -> None:
    await refuse(shop.back_office)
    await tablet.sell(until="address")
    corrected = await tablet.submit("address", LILACS | {"line1": "5 rue des Lilas"})
    assert corrected["outcome"] == "stored"


async def test_the_last_word_asks_again_for_an_address_listed_meanwhile(
    tablet: Tablet, shop: Cast
) -> None:
    await tablet.sell(until="information")
    await refuse(shop.back_office)
    review = await tablet.submit("review", {})
    assert codes(review) == [("", "address_refused")]
    assert (await sale_of(tablet))["state"] == "open"
    await forgive(shop.back_office)
    assert (await tablet.submit("review", {}))["outcome"] == "stored"
    assert (await sale_of(tablet))["state"] == "ready_to_sign"


async def test_l221_10_1_signing_is_refused_as_long_as_the_address_stands_on_the_list(
    tablet: Tablet, shop: Cast, visit: Visit
) -> None:
    await tablet.sell()
    browser = await visit(shop.adviser)
    signature = f"/sales/{tablet.sale}/signature"
    await refuse(shop.back_office)

    shown = await browser.get(signature)
    assert "liste des refus" in shown.text
    assert "data-signature" not in shown.text
    assert (await browser.post(signature, data={"mark_typed": "Jeanne Moreau"})).status_code == 409
    link = await browser.post(f"/sales/{tablet.sale}/signing-link")
    assert link.status_code == 409
    assert await count("signature") == 0
    assert await count("signing_link") == 0

    await forgive(shop.back_office)
    assert "liste des refus" not in (await browser.get(signature)).text


async def test_an_address_stands_once_and_lapses_with_its_time(tablet: Tablet, shop: Cast) -> None:
    await refuse(shop.back_office, line1="3 r. des lilas")
    with pytest.raises(AlreadyListed):
        await refuse(shop.manager)
    await forgive(shop.back_office)
    await refuse(shop.back_office, days=-1)
    assert outcomes(await tablet.sell(until="address")) == {"stored"}
    await forget_refusals()
    assert await count("refused_address") == 0
    assert len(await journalled(shop, "refusal:lapse")) == 1


async def test_unreadable_addresses_are_refused_as_before(tablet: Tablet) -> None:
    await tablet.sell(until="customer")
    for line1 in ("a\x00b\ud800", 7, None, ["3 rue"], {"x": 1}):
        receipt = await tablet.submit("address", answers()["address"] | {"line1": line1})
        assert ("", "address_refused") not in codes(receipt)
