"""An adviser moves to another agency with sales under way: what was begun stays with the old one,
whatever arrives later, and from a tablet that was offline meanwhile as well."""

from collections.abc import Iterable
from uuid import UUID

from extranet.core.access import worker
from extranet.core.database import Row, unit_of_work
from extranet.core.ids import new_id
from extranet.people.moving import move_person
from extranet.people.tests.tablet import registered
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit
from wizard.tests.sales.over_http import post
from wizard.tests.selling import Tablet, answers

_KEPT = ("submission", "sale_step", "sale_line")


async def agencies_of(sale: UUID) -> set[UUID]:
    """The agencies named by a sale and by all that hangs on it."""
    async with unit_of_work(worker("test")) as work:
        found = {await work.value("SELECT agency_id FROM sale WHERE id = $1", sale)}
        for table in _KEPT:
            rows: Iterable[Row] = await work.all(
                f"SELECT agency_id FROM {table} WHERE sale_id = $1",  # noqa: S608 (our own names)
                sale,
            )
            found |= {row["agency_id"] for row in rows}
    return found


async def move(shop: Cast) -> None:
    assert shop.adviser.person_id is not None
    await move_person(shop.back_office, shop.adviser.person_id, shop.agencies.nantes)


async def test_a_sale_under_way_goes_on_for_the_agency_it_was_begun_in(
    tablet: Tablet, shop: Cast, visit: Visit
) -> None:
    own = await registered(visit, shop.adviser)
    named = {"palier-tablet": own.id}
    steps = {name: tablet.write(name, values) for name, values in answers().items()}
    first, *others = steps.values()
    assert (await post(own.browser, first, **named)).status_code == 200
    await move(shop)
    late = await post(own.browser, *others, **named)
    assert {one["outcome"] for one in late.json()["receipts"]} == {"stored"}
    assert late.json()["receipts"][-1]["sale"]["state"] == "ready_to_sign"
    assert await agencies_of(tablet.sale) == {shop.agencies.lyon}


async def test_what_arrives_twice_and_late_stays_there_too(
    tablet: Tablet, shop: Cast, visit: Visit
) -> None:
    own = await registered(visit, shop.adviser)
    old, new = (tablet.write("products", answers()["products"]) for _ in range(2))
    await post(own.browser, new)
    await move(shop)
    receipts = (await post(own.browser, old, new)).json()["receipts"]
    assert [one["outcome"] for one in receipts] == ["stored", "already_stored"]
    assert await agencies_of(tablet.sale) == {shop.agencies.lyon}


async def test_what_begins_after_the_move_is_the_new_agency_s(
    tablet: Tablet, shop: Cast, visit: Visit
) -> None:
    """Also what was typed before it on a tablet that had no network: the server hears of it now."""
    own = await registered(visit, shop.adviser)
    typed_before = tablet.write("products", answers()["products"])
    await move(shop)
    assert (await post(own.browser, typed_before)).status_code == 200
    assert await agencies_of(tablet.sale) == {shop.agencies.nantes}


async def test_each_manager_sees_the_sales_of_their_agency(
    tablet: Tablet, shop: Cast, visit: Visit
) -> None:
    own = await registered(visit, shop.adviser)
    fresh = new_id()
    await post(own.browser, tablet.write("products", answers()["products"]))
    await move(shop)
    later = tablet.write("products", answers()["products"], sale=str(fresh))
    await post(own.browser, later)
    lyon, nantes = await visit(shop.manager), await visit(shop.other_manager)
    for sale, of_lyon in ((tablet.sale, True), (fresh, False)):
        path = f"/sales/{sale}"
        assert (await lyon.get(path)).status_code == (200 if of_lyon else 404)
        assert (await nantes.get(path)).status_code == (404 if of_lyon else 200)
        assert (await own.browser.get(path)).status_code == 200
