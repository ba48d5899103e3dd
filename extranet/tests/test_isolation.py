"""A query without any filter shows an actor what is theirs, on every table.

The database is read by its superuser, whom row security does not bind, and compared with what
each actor's own unit of work shows.
"""

from dataclasses import replace
from typing import Any

import asyncpg
import pytest
from litestar import Litestar, Request, Response, get

from extranet.app import create_app
from extranet.core.access import Actor, ActorKind, Origin, customer, visitor
from extranet.core.database import UnitOfWork, pool, unit_of_work
from extranet.core.sessions import actor_of
from extranet.core.settings import Settings
from extranet.testing.cast import Cast
from extranet.testing.filling import Filled
from extranet.testing.plugin import Visit
from extranet.testing.visibility import OTHERS, TOOLS, Rule, of_a_sale

Rows = list[dict[str, Any]]
PEOPLE = (
    "adviser",
    "colleague",
    "newcomer",
    "referent",
    "outsider",
    "manager",
    "other_manager",
    "back_office",
    "lead",
    "administrator",
    "auditor",
)
STRANGERS = ("customer", "visitor")
_SIGNING = ("sale", "signature", "handover", "confirmation_code", "signing_link")
"""What a customer changes who signs on their own phone."""
_MANAGED = ("person", "session", "tablet", "invitation_list")
"""What a manager changes: of themselves, the tablets they oversee, their lists of people."""


class _Undone(Exception):
    """Leaves a unit of work without keeping what it did."""


def actor_called(name: str, cast: Cast, filled: Filled) -> Actor:
    if name == "visitor":
        return visitor(Origin())
    if name == "customer":
        return customer(filled.sale_of(cast.adviser).id, Origin())
    actor = getattr(cast, name)
    assert isinstance(actor, Actor)
    return actor


def as_the_rules_know(actor: Actor, cast: Cast) -> Actor:
    """A customer may know who sold to them, and for which agency."""
    if actor.kind is not ActorKind.CUSTOMER:
        return actor
    return replace(actor, person_id=cast.adviser.person_id, agency_id=cast.adviser.agency_id)


async def tables(truth: asyncpg.Connection) -> dict[str, Rule]:
    """Every table of the product with its rule; a partition is reached by its table alone
    (audit/tests/test_months.py)."""
    rows = await truth.fetch(
        "SELECT c.relname AS name, array_agg(a.attname::text) AS columns FROM pg_class c "
        "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped "
        "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'f', 'm') "
        "AND NOT c.relispartition "
        "GROUP BY c.relname ORDER BY c.relname"
    )
    found = {}
    for row in rows:
        if row["name"] in TOOLS:
            continue
        owned = {"adviser_id", "agency_id"} <= set(row["columns"])
        assert owned or row["name"] in OTHERS, f"say in visibility.py who may see {row['name']}"
        found[row["name"]] = OTHERS.get(row["name"]) or of_a_sale(row["name"])
    return found


def everything(table: str) -> str:
    """The query without any filter."""
    return " ".join(("SELECT * FROM", table))


async def every_row(truth: asyncpg.Connection, table: str) -> Rows:
    return [dict(row) for row in await truth.fetch(everything(table))]


async def shown(actor: Actor, table: str) -> Rows:
    """What `SELECT *` shows the actor; nothing when they have no grant at all."""
    try:
        async with unit_of_work(actor) as work:
            return [dict(row) for row in await work.all(everything(table))]
    except asyncpg.InsufficientPrivilegeError:
        return []


def in_order(rows: Rows) -> Rows:
    return sorted(rows, key=repr)


async def test_every_table_forces_row_security_and_holds_test_data(
    truth: asyncpg.Connection,
) -> None:
    for table in await tables(truth):
        forced = await truth.fetchval(
            "SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE oid = $1::regclass",
            table,
        )
        assert forced, f"{table} does not force row security"
        assert await every_row(truth, table), f"extranet/testing/filling.py leaves {table} empty"


async def test_a_query_without_filter_shows_what_is_theirs(
    cast: Cast, filled: Filled, truth: asyncpg.Connection
) -> None:
    rules = await tables(truth)
    rows = {table: await every_row(truth, table) for table in rules}
    for name in PEOPLE + STRANGERS:
        actor = actor_called(name, cast, filled)
        known = as_the_rules_know(actor, cast)
        for table, rule in rules.items():
            expected = [row for row in rows[table] if rule(known, row)]
            assert in_order(await shown(actor, table)) == in_order(expected), f"{name}: {table}"


async def test_an_adviser_has_their_own_sale_and_no_other(cast: Cast, filled: Filled) -> None:
    for actor in (cast.adviser, cast.colleague, cast.newcomer, cast.referent, cast.outsider):
        for table in ("contract", "sale_line", "signature", "confirmation_code", "document"):
            sales = [row["sale_id"] for row in await shown(actor, table)]
            assert sales == [filled.sale_of(actor).id], table


async def test_managers_see_agencies_that_do_not_meet(cast: Cast, filled: Filled) -> None:
    lyon = {row["adviser_id"] for row in await shown(cast.manager, "contract")}
    nantes = {row["adviser_id"] for row in await shown(cast.other_manager, "contract")}
    people = (cast.adviser, cast.colleague, cast.newcomer, cast.referent)
    assert lyon == {person.person_id for person in people}
    assert nantes == {cast.outsider.person_id}


async def test_the_bare_pool_sees_and_touches_nothing(truth: asyncpg.Connection) -> None:
    for table in await tables(truth):
        assert await pool().fetch(everything(table)) == [], table
        try:
            assert await pool().execute(" ".join(("DELETE FROM", table))) == "DELETE 0", table
        except asyncpg.RestrictViolationError:
            pytest.fail(f"{table} was reached")


async def writable(truth: asyncpg.Connection, role: str, table: str) -> str | None:
    """A column the role may update, if any."""
    found = await truth.fetchval(
        "SELECT attname::text FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 "
        "AND attgenerated = '' AND attidentity = '' AND NOT attisdropped "
        "AND has_column_privilege($2, attrelid, attnum, 'UPDATE') LIMIT 1",
        table,
        role,
    )
    return None if found is None else str(found)


async def touched(work: UnitOfWork, change: str) -> int:
    """How many rows a change reaches; it is undone."""
    await work.run("SAVEPOINT before")
    try:
        return await work.run(change)
    except asyncpg.InsufficientPrivilegeError:
        return 0
    finally:
        await work.run("ROLLBACK TO before")


async def test_a_change_without_filter_reaches_nothing_of_others(
    cast: Cast, filled: Filled, truth: asyncpg.Connection
) -> None:
    for table, rule in (await tables(truth)).items():
        rows = await every_row(truth, table)
        for name in ("adviser", "newcomer", "referent", "outsider", "manager", "customer"):
            actor = actor_called(name, cast, filled)
            theirs = sum(1 for row in rows if rule(actor, row))
            column = await writable(truth, actor.kind.database_role, table)
            if actor.kind is ActorKind.CUSTOMER:
                assert column is None or table in _SIGNING, f"a customer may change {table}"
            if actor.kind is ActorKind.MANAGER:
                assert column is None or table in _MANAGED, f"a manager may change {table}"
            with pytest.raises(_Undone):
                async with unit_of_work(actor) as work:
                    update = " ".join(("UPDATE", table, f"SET {column} = {column}"))
                    if column is not None:
                        assert await touched(work, update) <= theirs, f"{name}: {table}"
                    delete = " ".join(("DELETE FROM", table))
                    assert await touched(work, delete) <= theirs, f"{name}: {table}"
                    raise _Undone


async def test_a_customer_who_signs_moves_the_state_of_their_sale_and_nothing_else_of_it(
    cast: Cast, filled: Filled
) -> None:
    actor = actor_called("customer", cast, filled)
    with pytest.raises(_Undone):
        async with unit_of_work(actor) as work:
            assert await work.run("UPDATE sale SET state = state") == 1
            assert await work.run("UPDATE signing_link SET read_at = read_at") == 1
            raise _Undone
    for change in (
        "UPDATE sale SET month_cents = 1",
        "UPDATE sale SET adviser_id = id",
        "UPDATE signing_link SET expires_at = now()",
        "UPDATE sale_line SET unit_price_cents = 1",
        "DELETE FROM signature",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with unit_of_work(actor) as work:
                await work.run(change)


async def test_a_manager_s_changes_reach_themselves_alone(cast: Cast, filled: Filled) -> None:
    with pytest.raises(_Undone):
        async with unit_of_work(cast.manager) as work:
            assert await work.run("UPDATE person SET locale = locale") == 1
            assert await work.run("UPDATE session SET ended_at = ended_at") == 1
            raise _Undone


@pytest.fixture
def app(settings: Settings, database: str) -> Litestar:
    """An application of this module's own, with a careless engineer's page."""
    careless = create_app(settings)
    careless.register(_without_a_filter)
    return careless


@get("/without-a-filter")
async def _without_a_filter(request: Request[Any, Any, Any]) -> Response[list[str]]:
    """What a careless engineer might write."""
    async with unit_of_work(actor_of(request)) as work:
        rows = await work.all("SELECT number FROM sale UNION SELECT number FROM contract")
    return Response(sorted(row["number"] for row in rows))


async def test_a_handler_without_any_filter_leaks_nothing(
    visit: Visit, cast: Cast, filled: Filled
) -> None:
    for name in ("adviser", "colleague", "newcomer", "outsider"):
        actor = actor_called(name, cast, filled)
        number = filled.sale_of(actor).number
        answer = await (await visit(actor)).get("/without-a-filter")
        assert answer.json() == [number.replace("V-", "C-"), number]
    everything = await (await visit(cast.back_office)).get("/without-a-filter")
    assert len(everything.json()) == 10
    assert len((await (await visit(cast.manager)).get("/without-a-filter")).json()) == 8
    assert len((await (await visit(cast.other_manager)).get("/without-a-filter")).json()) == 2
