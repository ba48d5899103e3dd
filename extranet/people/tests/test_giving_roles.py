"""Who gives whom which role; that nobody gives themselves one, by a form or by SQL."""

import asyncpg
import pytest

from extranet.core.access import ROLES, Actor, Origin, Role, customer, visitor
from extranet.core.database import unit_of_work
from extranet.core.errors import Forbidden, NotFound
from extranet.core.ids import new_id
from extranet.people.giving_roles import give_role, roles_for
from extranet.people.tests.conftest import acts_of, sessions_in
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit


async def role_of(actor: Actor) -> str:
    async with unit_of_work(visitor(Origin())) as work:
        return str(await work.value("SELECT role FROM person WHERE id = $1", actor.person_id))


async def test_a_new_role_ends_the_sessions_of_the_one_before(visit: Visit, cast: Cast) -> None:
    assert cast.newcomer.person_id is not None
    browser = await visit(cast.newcomer)
    await give_role(cast.manager, cast.newcomer.person_id, Role.REFERENT)
    assert await role_of(cast.newcomer) == "referent"
    assert (await browser.get("/me.json")).status_code == 401
    assert await sessions_in(cast.newcomer) == 0
    assert (await (await visit(cast.newcomer)).get("/me.json")).status_code == 200
    [facts] = await acts_of(cast, "role:give")
    for words in ('"former_role": "adviser"', '"role": "referent"', '"sessions": 1'):
        assert words in facts


async def test_giving_the_same_role_again_changes_nothing(cast: Cast) -> None:
    assert cast.adviser.person_id is not None
    await give_role(cast.manager, cast.adviser.person_id, Role.ADVISER)
    assert await acts_of(cast, "role:give") == []


@pytest.mark.parametrize("giver", ["manager", "back_office", "lead", "administrator"])
async def test_it_takes_whoever_may_give_both(cast: Cast, giver: str) -> None:
    by: Actor = getattr(cast, giver)
    for target in cast.everyone():
        assert target.person_id is not None
        assert target.role is not None
        for role in Role:
            allowed = role in roles_for(by, target.person_id, target.role)
            both = {role, target.role} <= ROLES[by.role or Role.ADVISER].gives
            assert allowed is (both and target != by and role is not target.role)


@pytest.mark.parametrize(
    ("giver", "whom", "role", "refusal"),
    [
        ("manager", "adviser", Role.MANAGER, Forbidden),
        ("manager", "manager", Role.BACK_OFFICE, Forbidden),
        ("manager", "outsider", Role.REFERENT, NotFound),
        ("back_office", "back_office", Role.MANAGER, Forbidden),
        ("back_office", "adviser", Role.BACK_OFFICE, Forbidden),
        ("back_office", "lead", Role.ADVISER, Forbidden),
        ("back_office", "administrator", Role.ADVISER, Forbidden),
        ("lead", "lead", Role.ADMINISTRATOR, Forbidden),
        ("lead", "adviser", Role.ADMINISTRATOR, Forbidden),
        ("administrator", "administrator", Role.AUDITOR, Forbidden),
        ("adviser", "colleague", Role.REFERENT, NotFound),
        ("adviser", "adviser", Role.ADMINISTRATOR, Forbidden),
    ],
)
async def test_it_rejects_what_is_not_theirs_to_give(
    cast: Cast, giver: str, whom: str, role: Role, refusal: type[Exception]
) -> None:
    target: Actor = getattr(cast, whom)
    before = await role_of(target)
    assert target.person_id is not None
    with pytest.raises(refusal):
        await give_role(getattr(cast, giver), target.person_id, role)
    assert await role_of(target) == before


async def test_no_actor_writes_a_role_or_an_agency_by_hand(cast: Cast) -> None:
    for actor in (*cast.everyone(), visitor(Origin()), customer(new_id(), Origin())):
        for change in (
            "UPDATE person SET role = 'administrator'",
            "UPDATE person SET role = 'administrator' WHERE id = "
            "nullif(current_setting('app.person'), '')::uuid",
            "UPDATE person SET agency_id = agency_id",
            "UPDATE person SET role_given_at = NULL",
            "INSERT INTO person (id, email, first_name, last_name, role, agency_id) "
            "SELECT gen_random_uuid(), 'x@exemple.fr', 'X', 'Y', 'administrator', agency_id "
            "FROM person LIMIT 1",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                async with unit_of_work(actor) as work:
                    await work.run(change)


async def test_the_function_gives_nothing_above_and_nothing_to_oneself(cast: Cast) -> None:
    for actor in (cast.manager, cast.back_office, cast.lead, cast.administrator):
        async with unit_of_work(actor, housekeeping=True) as work:
            give = "SELECT give_role($1, $2)"
            for role in Role:
                assert await work.value(give, actor.person_id, role) is None
                if not actor.may_give(role):
                    assert await work.value(give, cast.adviser.person_id, role) is None
                    assert await work.value(give, cast.newcomer.person_id, role) is None
            assert await work.value(give, cast.administrator.person_id, "adviser") is None
    async with unit_of_work(cast.manager, housekeeping=True) as work:
        assert await work.value(give, cast.outsider.person_id, "referent") is None
