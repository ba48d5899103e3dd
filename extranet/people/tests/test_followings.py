"""Who names whom to follow whom, what ends it, and who followed on a day that is over."""

from datetime import date, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest

from extranet.core.access import Actor, Role, worker
from extranet.core.clock import PARIS
from extranet.core.database import Row, unit_of_work
from extranet.core.errors import Conflict, Forbidden, NotFound
from extranet.core.ids import new_id
from extranet.people.agencies import move, open_below
from extranet.people.agency_rules import AgencyKind
from extranet.people.followings import follow, referent_on, unfollow
from extranet.people.giving_roles import give_role
from extranet.people.moving import move_person
from extranet.people.tests.conftest import acts_of
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit


def id_of(actor: Actor) -> UUID:
    assert actor.person_id is not None
    return actor.person_id


async def present(adviser: Actor) -> Row | None:
    """Who follows an adviser now."""
    async with unit_of_work(worker("test")) as work:
        return await work.one(
            "SELECT * FROM following WHERE adviser_id = $1 AND until IS NULL", adviser.person_id
        )


@pytest.mark.parametrize("by", ["manager", "back_office", "lead", "administrator"])
async def test_whoever_oversees_both_names_a_referent(visit: Visit, cast: Cast, by: str) -> None:
    path = f"/people/{cast.colleague.person_id}"
    desk = await visit(getattr(cast, by))
    assert "Rosa Fabre" in (await desk.get(f"{path}/referent")).text
    data = {"referent": str(cast.referent.person_id)}
    answer = await desk.post(f"{path}/referent", data=data)
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    row = await present(cast.colleague)
    assert row is not None
    assert (row["referent_id"], row["agency_id"]) == (id_of(cast.referent), cast.agencies.lyon)
    assert "Rosa Fabre" in (await desk.get(path)).text
    assert "Bruno Petit" in (await desk.get(f"/people/{cast.referent.person_id}")).text
    assert len(await acts_of(cast, "following:begin")) == 1
    assert (await desk.post(f"{path}/referent", data={"referent": "nobody"})).status_code == 303
    assert await present(cast.colleague) is None
    assert "Auparavant" in (await desk.get(path)).text


@pytest.mark.parametrize(
    ("by", "whom", "referent", "refusal"),
    [
        ("manager", "outsider", "referent", NotFound),
        ("other_manager", "outsider", "referent", NotFound),
        ("other_manager", "newcomer", "referent", NotFound),
        ("manager", "adviser", "colleague", Conflict),
        ("manager", "adviser", "manager", Conflict),
        ("back_office", "outsider", "referent", Conflict),
        ("back_office", "manager", "referent", Forbidden),
        ("manager", "referent", "referent", Forbidden),
        ("referent", "referent", "referent", Forbidden),
        ("referent", "adviser", "referent", NotFound),
    ],
)
async def test_it_rejects_what_is_beyond_reach_and_who_is_no_referent(
    cast: Cast, by: str, whom: str, referent: str, refusal: type[Exception]
) -> None:
    target: Actor = getattr(cast, whom)
    with pytest.raises(refusal):
        await follow(getattr(cast, by), id_of(target), id_of(getattr(cast, referent)))
    if target != cast.newcomer:
        assert await present(target) is None


async def test_another_referent_takes_over(cast: Cast) -> None:
    await give_role(cast.manager, id_of(cast.colleague), Role.REFERENT)
    await follow(cast.manager, id_of(cast.newcomer), id_of(cast.colleague))
    row = await present(cast.newcomer)
    assert row is not None
    assert row["referent_id"] == cast.colleague.person_id
    await follow(cast.manager, id_of(cast.newcomer), id_of(cast.colleague))
    assert len(await acts_of(cast, "following:begin")) == 1
    await unfollow(cast.manager, id_of(cast.newcomer))
    await unfollow(cast.manager, id_of(cast.newcomer))
    assert len(await acts_of(cast, "following:end")) == 1


@pytest.mark.parametrize("ending", ["adviser moves", "referent moves", "team moves", "roles"])
async def test_it_ends_where_it_holds_no_longer(cast: Cast, ending: str) -> None:
    agencies = cast.agencies
    if ending == "adviser moves":
        await move_person(cast.back_office, id_of(cast.newcomer), agencies.nantes)
    elif ending == "referent moves":
        await move_person(cast.back_office, id_of(cast.referent), agencies.nantes)
    elif ending == "team moves":
        await move(cast.lead, agencies.lyon_team, agencies.nantes)
    else:
        await give_role(cast.manager, id_of(cast.referent), Role.ADVISER)
    assert await present(cast.newcomer) is None
    assert len(await acts_of(cast, "following:end")) == 1


async def test_it_goes_on_where_it_still_holds(cast: Cast) -> None:
    await move_person(cast.manager, id_of(cast.newcomer), cast.agencies.lyon)
    row = await present(cast.newcomer)
    assert row is not None
    assert row["agency_id"] == cast.agencies.lyon
    west = await open_below(cast.manager, cast.agencies.lyon, AgencyKind.TEAM, "Lyon Ouest")
    await move(cast.lead, cast.agencies.lyon_team, west)
    assert await present(cast.newcomer) is not None


async def test_nobody_writes_a_following_by_hand(cast: Cast) -> None:
    for actor in cast.everyone():
        for change in (
            "UPDATE following SET referent_id = adviser_id",
            "UPDATE following SET until = NULL",
            "DELETE FROM following",
            "INSERT INTO following (id, referent_id, adviser_id, agency_id, named_by) "
            "SELECT gen_random_uuid(), referent_id, adviser_id, agency_id, named_by FROM following",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                async with unit_of_work(actor) as work:
                    await work.run(change)


async def test_the_functions_refuse_what_is_beyond_a_manager_s_reach(cast: Cast) -> None:
    async with unit_of_work(cast.other_manager, housekeeping=True) as work:
        named = "SELECT follow($1, $2, $3)"
        pair = (id_of(cast.newcomer), id_of(cast.referent))
        assert not await work.value(named, new_id(), *pair)
        assert await work.value("SELECT end_following($1)", cast.newcomer.person_id) is None
        assert await work.all("SELECT * FROM end_broken_followings()") == []
    assert await present(cast.newcomer) is not None


async def test_who_followed_somebody_on_a_day(cast: Cast) -> None:
    """From the day it began to the day it ended, in Paris; the last one of a day of both."""
    first, second = new_id(), new_id()
    begun = datetime(2026, 3, 10, 0, 30, tzinfo=PARIS)
    handed = datetime(2026, 3, 20, 14, 0, tzinfo=PARIS)
    ended = datetime(2026, 3, 29, 0, 0, tzinfo=PARIS)
    async with unit_of_work(worker("test")) as work:
        for id_, referent, since, until in (
            (first, cast.referent, begun, handed),
            (second, cast.colleague, handed, ended),
        ):
            await work.run(
                "INSERT INTO following (id, referent_id, adviser_id, agency_id, named_by, since, "
                "until) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                id_,
                referent.person_id,
                cast.adviser.person_id,
                cast.adviser.agency_id,
                cast.manager.person_id,
                since,
                until,
            )
        work.record("test:follow", "person", None)
    days = [date(2026, 3, 9) + timedelta(days=number) for number in range(21)]
    async with unit_of_work(worker("test")) as work:
        found = [await referent_on(work, id_of(cast.adviser), day) for day in days]
    before, after = [None], [None]
    assert found == (
        before + [cast.referent.person_id] * 10 + [cast.colleague.person_id] * 9 + after
    )
    async with unit_of_work(cast.other_manager) as work:
        assert await referent_on(work, id_of(cast.adviser), days[5]) is None


async def test_a_form_without_an_answer_comes_back(visit: Visit, cast: Cast) -> None:
    path = f"/people/{cast.adviser.person_id}/referent"
    answer = await (await visit(cast.manager)).post(path, data={"referent": "x"})
    assert answer.status_code == 422
    assert "Choisissez un référent, ou personne." in answer.text


async def test_where_nobody_can_follow_the_page_says_what_to_do(visit: Visit, cast: Cast) -> None:
    path = f"/people/{cast.outsider.person_id}/referent"
    assert "Aucun référent à proposer" in (await (await visit(cast.other_manager)).get(path)).text
