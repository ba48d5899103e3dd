"""The outbox takes what comes from the adviser's own tablet, and nothing from a revoked one."""

import asyncio
from contextvars import copy_context
from uuid import UUID

import pytest

from extranet.core.database import unit_of_work
from extranet.people.tests.tablet import registered, revoke
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit
from wizard.tests.sales.over_http import post, round_trips
from wizard.tests.sales.stored import count
from wizard.tests.selling import Tablet, answers


async def test_what_comes_from_one_s_own_tablet_is_stored(
    tablet: Tablet, shop: Cast, visit: Visit
) -> None:
    own = await registered(visit, shop.adviser)
    step = tablet.write("products", answers()["products"])
    answer = await post(own.browser, step, **{"palier-tablet": own.id})
    assert answer.status_code == 200
    assert [receipt["outcome"] for receipt in answer.json()["receipts"]] == ["stored"]


async def test_nothing_is_taken_from_a_revoked_tablet(
    tablet: Tablet, shop: Cast, visit: Visit
) -> None:
    lost = await registered(visit, shop.adviser)
    await revoke(visit, shop.manager, lost, shop.adviser)
    step = tablet.write("products", answers()["products"])
    # Its own session is over; another one does not help it.
    for browser in (lost.browser, await visit(shop.adviser)):
        answer = await post(browser, step, **{"palier-tablet": lost.id})
        assert (answer.status_code, answer.json()) == (401, {"error": "sign_in_required"})
    assert await count("sale") == await count("submission") == 0


@pytest.mark.parametrize("named", ["another's", "01890a5d-ac96-774b-bcce-b302099a8057", "x", ""])
async def test_nothing_is_taken_from_a_tablet_that_is_not_theirs(
    tablet: Tablet, shop: Cast, visit: Visit, named: str
) -> None:
    if named == "another's":
        named = (await registered(visit, shop.colleague)).id
    step = tablet.write("products", answers()["products"])
    answer = await post(await visit(shop.adviser), step, **{"palier-tablet": named})
    assert answer.status_code == 401
    assert await count("sale") == await count("submission") == 0


async def test_a_session_that_sends_from_a_tablet_ends_with_it(
    tablet: Tablet, shop: Cast, visit: Visit
) -> None:
    """A store unlocked offline asks for no key: the session is known by what it sends."""
    own, later = await registered(visit, shop.adviser), await visit(shop.adviser)
    step = tablet.write("products", answers()["products"])
    assert (await post(later, step, **{"palier-tablet": own.id})).status_code == 200
    await revoke(visit, shop.manager, own, shop.adviser)
    assert (await later.get("/me.json")).status_code == 401


async def test_a_session_known_to_be_open_on_the_tablet_is_asked_nothing_more(
    tablet: Tablet, shop: Cast, visit: Visit
) -> None:
    own = await registered(visit, shop.adviser)
    unnamed, named = (tablet.write("products", answers()["products"]) for _ in range(2))
    async with round_trips() as without:
        await post(own.browser, unnamed)
    async with round_trips() as with_it:
        await post(own.browser, named, **{"palier-tablet": own.id})
    assert len(with_it) <= len(without), with_it


async def test_a_session_is_not_remembered_on_a_tablet_revoked_meanwhile(
    tablet: Tablet, shop: Cast, visit: Visit
) -> None:
    lost, later = await registered(visit, shop.adviser), await visit(shop.adviser)
    step = tablet.write("products", answers()["products"])
    revoked = "UPDATE tablet SET revoked_at = now(), revoked_by = $2 WHERE id = $1"
    outside = copy_context()
    async with unit_of_work(shop.manager, housekeeping=True) as work:
        await work.run(revoked, UUID(lost.id), shop.manager.person_id)
        sent = post(later, step, **{"palier-tablet": lost.id})
        sending = asyncio.create_task(sent, context=outside)
        while not await work.value("SELECT count(*) FROM pg_locks WHERE NOT granted"):
            assert not sending.done()
    assert (await sending).status_code == 401
    assert (await post(later, step, **{"palier-tablet": lost.id})).status_code == 401
    assert (await later.get("/me.json")).status_code == 200
    assert await count("sale") == await count("submission") == 0
