"""The tables of the code and the functions of the database say the same."""

from extranet.core.access import ROLES, Actor, ActorKind, Role, worker
from extranet.core.database import UnitOfWork, unit_of_work
from extranet.people.agency_rules import AgencyKind, may_hold, may_keep, may_move


async def said(work: UnitOfWork, function: str, *values: object) -> bool:
    """What a function of the database answers."""
    places = ", ".join(f"${number}" for number in range(1, len(values) + 1))
    return bool(await work.value(f"SELECT {function}({places})", *values))


def somebody(role: Role) -> Actor:
    return Actor(ROLES[role].kind, "", role=role)


async def test_the_database_gives_the_roles_of_the_table(database: str) -> None:
    async with unit_of_work(worker("test")) as work:
        for giver, rights in ROLES.items():
            for given in Role:
                assert await said(work, "may_give", giver, given) is (given in rights.gives)
        assert not await said(work, "may_give", "", "adviser")
        assert not await said(work, "may_give", None, "adviser")


async def test_the_database_keeps_and_moves_what_the_table_says(database: str) -> None:
    async with unit_of_work(worker("test")) as work:
        for role in Role:
            for kind in AgencyKind:
                keeps, moves = may_keep(somebody(role), kind), may_move(somebody(role), kind)
                assert await said(work, "may_keep", role, kind, False) is keeps, (role, kind)
                assert await said(work, "may_keep", role, kind, True) is moves, (role, kind)


async def test_the_database_hangs_what_the_rules_hang(database: str) -> None:
    async with unit_of_work(worker("test")) as work:
        for kind in AgencyKind:
            for below in AgencyKind:
                assert await said(work, "may_hold", kind, below) is may_hold(kind, below)


def test_a_referent_works_as_an_adviser() -> None:
    assert ROLES[Role.REFERENT].kind is ActorKind.ADVISER
    assert ROLES[Role.REFERENT].permissions > ROLES[Role.ADVISER].permissions
