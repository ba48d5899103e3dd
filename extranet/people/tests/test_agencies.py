"""The tree of agencies: who opens, renames, moves and closes what, and that it stays a tree."""

import asyncio
from contextvars import Context
from dataclasses import replace
from uuid import UUID

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extranet.core.access import Actor, worker
from extranet.core.database import Row, unit_of_work
from extranet.core.errors import Conflict, Forbidden, NotFound
from extranet.core.ids import new_id
from extranet.people.agencies import WrongPlace, close, move, open_below, rename
from extranet.people.agency_rules import AgencyKind
from extranet.people.tests.conftest import acts_of
from extranet.testing.cast import Cast

TEAM, AGENCY = AgencyKind.TEAM, AgencyKind.AGENCY
CALLS = (
    "SELECT open_agency($1, $1, 'team', 'x')",
    "SELECT rename_agency($1, 'x')",
    "SELECT move_agency($1, $1)",
    "SELECT close_agency($1)",
)


async def tree() -> dict[UUID, Row]:
    """Every agency as it is stored."""
    async with unit_of_work(worker("test")) as work:
        rows = await work.all("SELECT * FROM agency")
    return {row["id"]: row for row in rows}


async def later(actor: Actor) -> Actor:
    """The actor as their next request finds them: overseeing what lies below by then."""
    below = tuple(row["id"] for row in (await tree()).values() if actor.agency_id in row["path"])
    return replace(actor, agencies=below)


def assert_tree(rows: dict[UUID, Row]) -> None:
    """Every path leads from a top to the agency itself, over its parents, without a ring."""
    for row in rows.values():
        walked, one = [row["id"]], row
        while one["parent_id"] is not None:
            assert one["parent_id"] not in walked
            one = rows[one["parent_id"]]
            walked.insert(0, one["id"])
        assert row["path"] == walked


async def test_it_moves_with_all_it_holds(cast: Cast) -> None:
    lyon, nantes, team = cast.agencies.lyon, cast.agencies.nantes, cast.agencies.lyon_team
    below = await open_below(cast.manager, team, TEAM, "Lyon Est, nuit")
    await move(cast.lead, lyon, nantes)
    rows = await tree()
    top = cast.agencies.distributor
    assert rows[below]["path"] == [top, nantes, lyon, team, below]
    assert_tree(rows)
    [facts] = await acts_of(cast, "agency:move")
    for words in ('"before": {"below": "Porte à Porte SAS"}', '"below": "Nantes"', '"people": 5'):
        assert words in facts


@pytest.mark.parametrize("target", ["lyon", "lyon_team"])
async def test_it_rejects_a_place_below_itself(cast: Cast, target: str) -> None:
    with pytest.raises(WrongPlace, match="sous elle-même"):
        await move(cast.administrator, cast.agencies.lyon, getattr(cast.agencies, target))
    assert_tree(await tree())


async def test_it_rejects_what_hangs_nowhere(cast: Cast) -> None:
    with pytest.raises(WrongPlace, match="déjà"):
        await move(cast.lead, cast.agencies.lyon, cast.agencies.distributor)
    with pytest.raises(WrongPlace, match="ne contient pas"):
        await move(cast.lead, cast.agencies.nantes, cast.agencies.lyon_team)
    with pytest.raises(Forbidden):
        await move(cast.administrator, cast.agencies.distributor, cast.agencies.nantes)
    with pytest.raises(Forbidden):
        await open_below(cast.administrator, cast.agencies.lyon_team, AGENCY, "x")
    with pytest.raises(Forbidden):
        await open_below(cast.administrator, cast.agencies.lyon, AgencyKind.DISTRIBUTOR, "x")


async def test_of_two_moves_that_would_make_a_ring_one_is_refused(cast: Cast) -> None:
    lyon, nantes = cast.agencies.lyon, cast.agencies.nantes

    async def moved(one: UUID, below: UUID) -> bool:
        try:
            await move(cast.lead, one, below)
        except (WrongPlace, Conflict):
            return False
        return True

    done = await asyncio.gather(
        *(
            asyncio.create_task(moved(*pair), context=Context())
            for pair in ((lyon, nantes), (nantes, lyon))
        )
    )
    assert sorted(done) == [False, True]
    assert_tree(await tree())


async def test_a_move_waits_for_the_one_before_and_sees_what_it_did(cast: Cast) -> None:
    """The check of the page came before the other move; the database's comes after it."""
    lyon, nantes = cast.agencies.lyon, cast.agencies.nantes
    async with unit_of_work(cast.lead, housekeeping=True) as work:
        assert await work.value("SELECT move_agency($1, $2)", lyon, nantes)
        late = asyncio.create_task(move(cast.lead, nantes, lyon), context=Context())
        while not await work.value("SELECT count(*) FROM pg_locks WHERE NOT granted"):
            assert not late.done()
            await asyncio.sleep(0)
    with pytest.raises(Conflict):
        await late
    assert_tree(await tree())


async def test_a_manager_keeps_the_teams_below_their_own(cast: Cast) -> None:
    lyon, team = cast.agencies.lyon, cast.agencies.lyon_team
    west = await open_below(cast.manager, lyon, TEAM, "Lyon Ouest")
    await rename(cast.manager, team, "Lyon Rive gauche")
    await move(await later(cast.manager), team, west)
    rows = await tree()
    assert (rows[team]["name"], rows[team]["parent_id"]) == ("Lyon Rive gauche", west)
    assert_tree(rows)


async def test_a_manager_s_reach_ends_at_their_own_agency(cast: Cast) -> None:
    lyon, team, nantes = cast.agencies.lyon, cast.agencies.lyon_team, cast.agencies.nantes
    top = cast.agencies.distributor
    west = await open_below(cast.manager, lyon, TEAM, "Lyon Ouest")
    for beyond in (nantes, top):
        for attempt in (
            open_below(cast.manager, beyond, TEAM, "x"),
            rename(cast.manager, beyond, "x"),
            move(cast.manager, team, beyond),
            move(cast.manager, beyond, lyon),
            close(cast.manager, beyond),
        ):
            with pytest.raises(NotFound):
                await attempt
    for attempt in (
        open_below(cast.manager, lyon, AGENCY, "x"),
        rename(cast.manager, lyon, "x"),
        move(cast.manager, lyon, west),
        close(cast.manager, lyon),
    ):
        with pytest.raises(Forbidden):
            await attempt


async def test_the_back_office_keeps_everything_and_its_lead_moves_agencies(cast: Cast) -> None:
    lyon, nantes, team = cast.agencies.lyon, cast.agencies.nantes, cast.agencies.lyon_team
    fresh = await open_below(cast.back_office, cast.agencies.distributor, AGENCY, "Lille")
    await rename(cast.back_office, fresh, "Lille Centre")
    await move(cast.back_office, team, nantes)
    with pytest.raises(Forbidden):
        await move(cast.back_office, fresh, lyon)
    await move(cast.lead, fresh, lyon)
    await close(cast.back_office, fresh)
    assert_tree(await tree())


async def test_one_that_holds_something_stays_open(cast: Cast) -> None:
    for full in (cast.agencies.lyon, cast.agencies.lyon_team):
        with pytest.raises(Conflict):
            await close(cast.back_office, full)
    empty = await open_below(cast.manager, cast.agencies.lyon, TEAM, "Lyon Ouest")
    below = await open_below(await later(cast.manager), empty, TEAM, "Lyon Ouest, nuit")
    manager = await later(cast.manager)
    with pytest.raises(Conflict):
        await close(manager, empty)
    await close(manager, below)
    await close(manager, empty)
    with pytest.raises(NotFound):
        await rename(manager, empty, "x")
    assert len(await acts_of(cast, "agency:close")) == 2


async def test_nobody_comes_into_a_closed_one(cast: Cast) -> None:
    empty = await open_below(cast.manager, cast.agencies.lyon, TEAM, "Lyon Ouest")
    await close(await later(cast.manager), empty)
    with pytest.raises(asyncpg.CheckViolationError):
        async with unit_of_work(worker("test")) as work:
            await work.run(
                "INSERT INTO person (id, email, first_name, last_name, role, agency_id) "
                "VALUES ($1, 'x@exemple.fr', 'X', 'Y', 'adviser', $2)",
                new_id(),
                empty,
            )


async def test_the_database_lets_nobody_change_the_tree_by_hand(cast: Cast) -> None:
    for actor in cast.everyone():
        for change in (
            "UPDATE agency SET parent_id = NULL",
            "UPDATE agency SET path = '{}'",
            "UPDATE agency SET name = 'x'",
            "INSERT INTO agency (id, kind, name, path) SELECT id, kind, name, path FROM agency",
            "DELETE FROM agency",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                async with unit_of_work(actor) as work:
                    await work.run(change)


async def test_the_functions_refuse_what_is_beside_and_above(cast: Cast) -> None:
    beyond = (cast.agencies.nantes, cast.agencies.distributor)
    async with unit_of_work(cast.manager, housekeeping=True) as work:
        for one in beyond:
            for call in CALLS:
                assert not await work.value(call, one)
            moved = "SELECT move_agency($1, $2)"
            assert not await work.value(moved, cast.agencies.lyon_team, one)
            assert not await work.value(moved, one, cast.agencies.lyon)
        for call in CALLS[1:]:
            assert not await work.value(call, cast.agencies.lyon)
    for actor in (cast.adviser, cast.referent, cast.auditor):
        for call in CALLS:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                async with unit_of_work(actor) as work:
                    await work.value(call, cast.agencies.lyon_team)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(("open", "move", "close")),
            st.integers(0, 9),
            st.integers(0, 9),
            st.sampled_from((TEAM, AGENCY)),
        ),
        max_size=14,
    )
)
async def test_whatever_is_opened_moved_and_closed_it_stays_a_tree(
    cast: Cast, steps: list[tuple[str, int, int, AgencyKind]]
) -> None:
    known = [cast.agencies.distributor]
    for act, first, second, kind in steps:
        one, other = known[first % len(known)], known[second % len(known)]
        try:
            if act == "open":
                known.append(await open_below(cast.administrator, one, kind, "x"))
            elif act == "move":
                await move(cast.administrator, one, other)
            else:
                await close(cast.administrator, one)
        except (Forbidden, WrongPlace, Conflict, NotFound):
            continue
    assert_tree(await tree())
