"""What somebody who leaves has under way passes on, whole and once; what they signed stays."""

from uuid import UUID

import pytest
from httpx import Response

from extranet.core.access import Actor, worker
from extranet.core.database import unit_of_work
from extranet.people.tests.conftest import acts_of
from extranet.people.tests.post import Post
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit
from extranet.testing.selling import make_catalogue, make_signed_sale
from wizard import jobs as _told  # noqa: F401 (declares the jobs)
from wizard.piccolo_migrations.wizard_0009_pass_on import HANGING
from wizard.tests.sales.stored import codes, count, hand_over_and_draw
from wizard.tests.selling import IBAN, Tablet, answers

CONTRACT = {"kind": "employee", "starts_on": "2026-01-05"}


async def leave(visit: Visit, by: Actor, whom: Actor, successor: Actor) -> Response:
    """Have somebody leave at once."""
    form = {"moment": "now", "successor": str(successor.person_id), "tablets": "wipe"}
    return await (await visit(by)).post(f"/people/{whom.person_id}/departure", data=form)


async def owners(sale: UUID) -> set[UUID]:
    """Whose the rows of a sale are, in all tables."""
    tables = " UNION ".join(
        f"SELECT adviser_id FROM {table} WHERE sale_id = $1"  # noqa: S608 (our own names)
        for table in HANGING
    )
    query = f"SELECT adviser_id FROM sale WHERE id = $1 UNION {tables}"  # noqa: S608
    async with unit_of_work(worker("test")) as work:
        return {row["adviser_id"] for row in await work.all(query, sale)}


async def test_everything_under_way_passes_and_what_is_signed_stays(
    shop: Cast, visit: Visit
) -> None:
    signed = await make_signed_sale(shop.adviser, await make_catalogue(), rank=1)
    tablet = Tablet(shop.adviser)
    await tablet.sell()
    await hand_over_and_draw(tablet, shop)
    assert (await leave(visit, shop.manager, shop.adviser, shop.newcomer)).status_code == 303
    assert await owners(tablet.sale) == {shop.newcomer.person_id}
    assert await owners(signed.id) == {shop.adviser.person_id}
    # It stays with the agency it was begun in, as after a move.
    async with unit_of_work(shop.newcomer) as work:
        sale = await work.one_or_404("SELECT * FROM sale WHERE id = $1", tablet.sale)
    assert sale["agency_id"] == shop.adviser.agency_id
    assert len(await acts_of(shop, "sale:pass_on")) == 1


async def test_the_successor_goes_on_where_it_was_and_reads_from_whom_it_came(
    shop: Cast, visit: Visit
) -> None:
    tablet = Tablet(shop.adviser)
    await tablet.sell(until="payment")
    await leave(visit, shop.manager, shop.adviser, shop.newcomer)
    browser = await visit(shop.newcomer)
    page = (await browser.get(f"/sales/{tablet.sale}")).text
    assert "Venait de Alice Martin" in page.replace("\xa0", " ").replace("\u202f", " ")
    resumed = (await browser.get(f"/sales/{tablet.sale}/answers")).json()
    assert IBAN in str(resumed)

    heir = Tablet(shop.newcomer, tablet.sale, tablet.seq)
    for step in ("consents", "information", "review"):
        receipt = await heir.submit(step, answers()[step])
        assert receipt["outcome"] == "stored", receipt
    assert receipt["sale"]["state"] == "ready_to_sign"
    [mail] = await Post().arrived("nina.roux@palier.example")
    assert "/sales" in mail["body"]
    assert "Moreau" not in mail["body"]


@pytest.mark.parametrize("arrived", range(0, 9, 2))
async def test_a_tablet_that_comes_back_loses_nothing_twice_and_counts_nothing_twice(
    shop: Cast, visit: Visit, arrived: int
) -> None:
    """The leaver comes back with a tablet on which the whole sale still waits."""
    tablet = Tablet(shop.adviser)
    written = [tablet.write(step, values) for step, values in answers().items()]
    await tablet.send(*written[:arrived])
    await leave(visit, shop.manager, shop.adviser, shop.colleague)
    desk = await visit(shop.manager)
    await desk.post(f"/people/{shop.adviser.person_id}/return", data=CONTRACT)
    stored = await count("submission")

    receipts = await tablet.send(*written)
    if arrived == 0:
        assert {receipt["outcome"] for receipt in receipts} == {"stored"}
        return
    assert [receipt["outcome"] for receipt in receipts[:arrived]] == ["already_stored"] * arrived
    assert all(codes(receipt) == [("", "passed_on")] for receipt in receipts[arrived:])
    assert await count("submission") == stored
    assert await count("sale") == 1
    changed = {**written[0], "answers": {"lines": []}}
    [receipt] = await tablet.send(changed)
    assert codes(receipt) == [("", "passed_on")]


async def test_a_stranger_is_told_as_before_that_a_sale_is_not_theirs(
    shop: Cast, visit: Visit
) -> None:
    tablet = Tablet(shop.adviser)
    await tablet.sell(until="customer")
    await leave(visit, shop.manager, shop.adviser, shop.colleague)
    stranger = Tablet(shop.outsider, tablet.sale, 50)
    receipt = await stranger.submit("products", answers()["products"])
    assert codes(receipt) == [("", "not_yours")]


@pytest.mark.parametrize("successor", ["outsider", "manager", "adviser"])
async def test_it_rejects_a_successor_who_does_not_sell_here(
    shop: Cast, visit: Visit, successor: str
) -> None:
    await Tablet(shop.adviser).sell(until="customer")
    answer = await leave(visit, shop.manager, shop.adviser, getattr(shop, successor))
    assert answer.status_code == 422
    async with unit_of_work(shop.manager, housekeeping=True) as work:
        passed = await work.all(
            "SELECT * FROM pass_on_sales($1, $2)",
            shop.adviser.person_id,
            getattr(shop, successor).person_id,
        )
    assert passed == []


async def test_sales_without_anybody_are_given_to_somebody_later(shop: Cast, visit: Visit) -> None:
    tablet = Tablet(shop.adviser)
    await tablet.sell(until="customer")
    async with unit_of_work(worker("test"), housekeeping=True) as work:
        await work.run(
            "UPDATE person SET active = false, left_at = now() WHERE id = $1",
            shop.adviser.person_id,
        )
    desk, page = await visit(shop.manager), f"/people/{shop.adviser.person_id}/departure"
    assert "attend quelqu’un" in (await desk.get(page)).text
    assert (await desk.post(f"{page}/sales", data={})).status_code == 422
    form = {"successor": str(shop.newcomer.person_id)}
    assert (await desk.post(f"{page}/sales", data=form)).status_code == 303
    async with unit_of_work(shop.newcomer) as work:
        assert await work.value("SELECT id FROM sale") == tablet.sale
    assert "Nina Roux" in (await desk.get(page)).text
