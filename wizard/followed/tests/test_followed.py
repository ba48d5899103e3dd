"""What a referent sees of those they follow, and what they never do."""

import re
from datetime import timedelta
from uuid import UUID

import pytest

from extranet.core import live
from extranet.core.access import worker
from extranet.core.clock import now, today
from extranet.core.database import unit_of_work
from extranet.people.followings import unfollow
from extranet.people.tests.conftest import acts_of
from extranet.people.tests.post import Post
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit
from wizard.followed.jobs import tell_referent, tell_referents
from wizard.followed.reading import STILL_AFTER, followed_stamps, load_followed
from wizard.states import SaleState, move
from wizard.tests.selling import IBAN, Tablet, answers


@pytest.fixture
def newcomer(shop: Cast) -> Tablet:
    """The newcomer's tablet, on a sale not begun yet."""
    return Tablet(shop.newcomer)


async def left(sale: UUID, ago: timedelta) -> None:
    """Nothing has happened to a sale for that long."""
    async with unit_of_work(worker("test"), housekeeping=True) as work:
        await work.run("UPDATE sale SET changed_at = $2 WHERE id = $1", sale, now() - ago)


async def brought(sale: UUID, *states: SaleState) -> None:
    async with unit_of_work(worker("test"), housekeeping=True) as work:
        for state in states:
            await move(work, sale, state)


async def test_they_see_how_far_the_sales_of_those_they_follow_have_come(
    newcomer: Tablet, shop: Cast, visit: Visit
) -> None:
    await newcomer.sell("contact")
    await left(newcomer.sale, STILL_AFTER + timedelta(hours=12))
    page = (await (await visit(shop.referent)).get("/followed")).text
    for words in ("Nina Roux", "Lyon Est", "Jeanne Moreau", "V-2026-000001", "Immobile depuis"):
        assert words in page
    assert "29,90" in page
    for hidden in ("rue des Lilas", "69003", "06 12", IBAN, IBAN[-4:]):
        assert hidden not in page
    assert len(await acts_of(shop, "followed:view")) == 1


async def test_a_sale_on_hold_is_counted_apart(newcomer: Tablet, shop: Cast) -> None:
    await newcomer.sell("customer")
    await brought(newcomer.sale, SaleState.STALLED)
    [adviser] = (await load_followed(shop.referent)).advisers
    [sale] = adviser.sales
    assert sale.waits
    assert not sale.stands_still


async def test_as_many_stand_still_as_are_marked(
    newcomer: Tablet, shop: Cast, visit: Visit
) -> None:
    still, held, fresh = newcomer, Tablet(shop.newcomer), Tablet(shop.newcomer)
    for tablet in (still, held, fresh):
        await tablet.sell("customer")
    await brought(held.sale, SaleState.STALLED)
    for tablet in (still, held):
        await left(tablet.sale, STILL_AFTER + timedelta(hours=12))
    found = await load_followed(shop.referent)
    assert [sale.stands_still for sale in found.sales].count(True) == 1
    assert found.advisers[0].standing == 2
    page = (await (await visit(shop.referent)).get("/followed")).text
    [counted] = re.findall(r"Immobiles\D+?(\d+)", page)
    assert int(counted) == page.count("Immobile depuis") == 1


async def test_what_is_signed_or_dropped_is_no_longer_theirs_to_see(
    newcomer: Tablet, shop: Cast
) -> None:
    await newcomer.sell()
    await brought(newcomer.sale, SaleState.OUT_FOR_SIGNATURE)
    assert len((await load_followed(shop.referent)).sales) == 1
    await brought(newcomer.sale, SaleState.SIGNED)
    assert (await load_followed(shop.referent)).sales == []


async def test_they_see_nothing_of_anybody_else_and_touch_nothing(
    newcomer: Tablet, shop: Cast, visit: Visit
) -> None:
    await newcomer.sell()
    other = Tablet(shop.colleague)
    await other.sell("customer", customer=answers()["customer"] | {"last_name": "Autre"})
    browser = await visit(shop.referent)
    assert "Autre" not in (await browser.get("/followed")).text
    path = f"/sales/{newcomer.sale}"
    for url in (path, f"{path}/answers", f"{path}/signature", f"{path}/code", f"{path}/done"):
        assert (await browser.get(url)).status_code == 404, url
    assert (await browser.post(f"{path}/close")).status_code == 404
    assert "Moreau" not in (await browser.get("/sales")).text
    written = Tablet(shop.referent, newcomer.sale, 99)
    receipt = await written.submit("products", answers()["products"])
    assert [error["code"] for error in receipt["errors"]] == ["not_yours"]


async def test_it_ends_with_the_following(newcomer: Tablet, shop: Cast) -> None:
    await newcomer.sell("customer")
    assert shop.newcomer.person_id is not None
    await unfollow(shop.manager, shop.newcomer.person_id)
    assert (await load_followed(shop.referent)).advisers == []


async def test_no_other_role_has_the_page_or_the_function(
    newcomer: Tablet, shop: Cast, visit: Visit
) -> None:
    await newcomer.sell("customer")
    for actor in shop.everyone():
        if actor != shop.referent:
            assert (await (await visit(actor)).get("/followed")).status_code == 403
    for actor in (shop.adviser, shop.newcomer):
        async with unit_of_work(actor) as work:
            assert await work.all("SELECT * FROM followed_now()") == []


async def test_an_open_page_is_told_what_moved_on(newcomer: Tablet, shop: Cast) -> None:
    stamps = followed_stamps(shop.referent)
    seen = [await anext(stamps)]

    async def news() -> str | None:
        async for stamp in stamps:
            if stamp and stamp != seen[-1]:
                return stamp
        return None

    await newcomer.sell("customer")
    seen.append(await news())
    await brought(newcomer.sale, SaleState.DROPPED)
    seen.append(await news())
    assert None not in seen
    assert seen[2] == seen[0]
    assert seen[1] != seen[0]
    live.end_followers()


async def test_in_the_morning_they_are_written_to_about_what_stands_still(
    newcomer: Tablet, shop: Cast
) -> None:
    email = "rosa.fabre@palier.example"
    post = Post()
    await newcomer.sell("customer")
    await tell_referents()
    assert await post.arrived(email) == []
    await left(newcomer.sale, STILL_AFTER + timedelta(hours=1))
    for _ in range(2):
        await tell_referents()
        [mail] = await post.arrived(email)
    assert "Nina Roux : 1 immobile" in mail["body"]
    assert "/followed" in mail["body"]
    for hidden in ("Moreau", "V-2026", "Jeanne"):
        assert hidden not in mail["body"] + mail["subject"]
    assert len(await acts_of(shop, "followed:tell")) == 1
    async with unit_of_work(worker("test"), housekeeping=True) as work:
        await work.run("UPDATE following SET told_on = $1", today() - timedelta(days=1))
    await tell_referent(str(shop.referent.person_id))
    assert len(await post.arrived(email)) == 2


async def test_whoever_is_suspended_is_written_nothing(newcomer: Tablet, shop: Cast) -> None:
    await newcomer.sell("customer")
    await left(newcomer.sale, STILL_AFTER + timedelta(hours=1))
    async with unit_of_work(shop.back_office, housekeeping=True) as work:
        await work.value("SELECT switch_account($1, false)", shop.referent.person_id)
    await tell_referents()
    assert await Post().arrived("rosa.fabre@palier.example") == []
