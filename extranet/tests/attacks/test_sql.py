"""SQL written by hand under each role of the product: the database itself says no.

It is what somebody would try who found a way to have their own statement run in a unit of work.
"""

from collections.abc import AsyncIterator
from contextlib import suppress

import asyncpg
import pytest

from extranet.core.access import Actor, ActorKind
from extranet.core.ids import new_id
from extranet.testing.cast import Cast
from extranet.testing.filling import Filled
from extranet.tests.attacks.stock import differences, stock
from extranet.tests.test_isolation import everything, tables

ROLES = [kind.database_role for kind in ActorKind] + ["palier_scribe"]

OF_A_TABLE = (
    "TRUNCATE {} CASCADE",
    "DROP TABLE {} CASCADE",
    "ALTER TABLE {} DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE {} NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE {} DISABLE TRIGGER ALL",
    "ALTER TABLE {} ADD COLUMN mine text",
    "ALTER TABLE {} OWNER TO {role}",
    "CREATE POLICY mine ON {} USING (true)",
    "CREATE TRIGGER mine AFTER INSERT ON {} EXECUTE FUNCTION tell_of_signing()",
    "CREATE RULE mine AS ON INSERT TO {} DO INSTEAD NOTHING",
    "CREATE INDEX mine ON {} ((1))",
    "LOCK TABLE {} IN ACCESS EXCLUSIVE MODE",
    "COPY {} FROM '/etc/passwd'",
    "COPY {} TO '/tmp/palier-mine'",
    "COPY {} TO PROGRAM 'id'",
)
OF_ALL = (
    "CREATE TABLE public.mine ()",
    "CREATE VIEW public.mine AS SELECT 1",
    "CREATE SCHEMA mine",
    "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE OR REPLACE FUNCTION journal_record(batch jsonb) RETURNS boolean LANGUAGE sql "
    "AS 'SELECT true'",
    "ALTER FUNCTION journal_record(jsonb) OWNER TO {role}",
    "DROP FUNCTION journal_record(jsonb)",
    "DROP FUNCTION session_person(bytea)",
    "SET LOCAL session_replication_role = replica",
    "SET LOCAL row_security = off; SELECT * FROM sale_step",
    "SET LOCAL SESSION AUTHORIZATION postgres",
    "SET LOCAL ROLE postgres",
    "ALTER ROLE {role} SUPERUSER",
    "ALTER ROLE {role} BYPASSRLS",
    "CREATE ROLE mine SUPERUSER",
    "GRANT pg_read_all_data TO {role}",
    "CREATE EVENT TRIGGER mine ON ddl_command_end EXECUTE FUNCTION tell_of_signing()",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT pg_ls_dir('/')",
    "SELECT lo_import('/etc/passwd')",
    "SELECT lo_export(1, '/tmp/palier-mine')",
    "SELECT pg_reload_conf()",
    "SELECT rolpassword FROM pg_authid",
    "DELETE FROM migration",
    "UPDATE migration SET name = name",
)
OWNERS = {
    "palier_visitor": ["DROP FUNCTION session_person(bytea)"],
    "palier_scribe": [
        "ALTER FUNCTION journal_record(jsonb) OWNER TO palier_scribe",
        "DROP FUNCTION journal_record(jsonb)",
    ],
}
"""What a role may do to a function it owns: it remains open (docs/threats.md)."""

REFUSED = (
    asyncpg.InsufficientPrivilegeError,
    asyncpg.InvalidParameterValueError,  # a role that cannot be taken on
    asyncpg.UndefinedObjectError,
)


@pytest.fixture
async def hand(database: str, filled: Filled) -> AsyncIterator[asyncpg.Connection]:
    """A connection of the product's own login role."""
    connection = await asyncpg.connect(database)
    yield connection
    await connection.close()


async def let_by(hand: asyncpg.Connection, role: str, statements: list[str]) -> list[str]:
    """The statements that `role` may run; all are undone."""
    found = []
    for statement in statements:
        undo = hand.transaction()
        await undo.start()
        try:
            await hand.execute(f"SET LOCAL ROLE {role}")
            await hand.execute(statement)
            found.append(statement)
        except REFUSED:
            pass
        finally:
            await undo.rollback()
    return found


async def test_no_role_gives_its_rights_away(truth: asyncpg.Connection) -> None:
    """Granting what one may not grant is no error to PostgreSQL, it just gives nothing."""
    given = await truth.fetch(
        "SELECT grantee, table_name FROM information_schema.table_privileges "
        "WHERE is_grantable = 'YES' AND grantee = ANY($1)",
        ROLES,
    )
    assert given == []


@pytest.mark.parametrize("role", ROLES)
async def test_no_role_changes_what_keeps_it_out(
    hand: asyncpg.Connection, truth: asyncpg.Connection, role: str
) -> None:
    names = [*(await tables(truth)), "migration"]
    tried = [
        attack.replace("{role}", role).replace("{}", table)
        for attack in OF_A_TABLE
        for table in names
    ]
    tried += [attack.replace("{role}", role) for attack in OF_ALL]
    # Its own queue is the worker's to empty, and every role may lock what it may delete from.
    found = [one for one in await let_by(hand, role, tried) if not await _may_lock(hand, role, one)]
    assert found == OWNERS.get(role, [])


async def _may_lock(hand: asyncpg.Connection, role: str, statement: str) -> bool:
    """Whether it is a lock on a table whose rows the role changes anyway."""
    if not statement.startswith("LOCK"):
        return False
    return bool(
        await hand.fetchval(
            "SELECT has_any_column_privilege($1, $2, 'UPDATE') "
            "OR has_table_privilege($1, $2, 'DELETE')",
            role,
            statement.split()[2],
        )
    )


async def test_without_an_identity_the_login_role_has_no_row_to_read_change_or_add(
    hand: asyncpg.Connection, truth: asyncpg.Connection
) -> None:
    for table in await tables(truth):
        assert await hand.fetch(everything(table)) == [], table
        assert await hand.execute(f"DELETE FROM {table}") == "DELETE 0", table  # noqa: S608
        column = await truth.fetchval(
            "SELECT attname FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 "
            "AND attgenerated = '' AND attidentity = '' AND NOT attisdropped LIMIT 1",
            table,
        )
        changed = await hand.execute(f"UPDATE {table} SET {column} = {column}")  # noqa: S608
        assert changed == "UPDATE 0", table
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
            await _insert(hand, truth, table)


async def _insert(hand: asyncpg.Connection, truth: asyncpg.Connection, table: str) -> None:
    """Add by hand a row like one that is there."""
    columns = [
        row["attname"]
        for row in await truth.fetch(
            "SELECT attname FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 "
            "AND attgenerated = '' AND attidentity = '' AND NOT attisdropped ORDER BY attnum",
            table,
        )
    ]
    names = ", ".join(columns)
    like = await truth.fetchval(f"SELECT to_json(t)::text FROM {table} t LIMIT 1")  # noqa: S608
    await hand.execute(
        f"INSERT INTO {table} ({names}) SELECT {names} "  # noqa: S608 (our own names)
        f"FROM json_populate_record(NULL::{table}, $1::text::json)",
        like,
    )


async def test_nobody_s_table_stands_before_ours_in_a_function_that_has_more_rights(
    hand: asyncpg.Connection, cast: Cast
) -> None:
    """A temporary table `session` or `credential` is not what `session_person` and others read."""
    undo = hand.transaction()
    await undo.start()
    try:
        mine = cast.adviser.person_id
        await hand.execute("CREATE TEMP TABLE session AS SELECT * FROM public.session")
        await hand.execute("CREATE TEMP TABLE person AS SELECT * FROM public.person")
        await hand.execute("CREATE TEMP TABLE credential (person_id uuid, password_hash text)")
        await hand.execute(
            "INSERT INTO session (id, token_digest, person_id, expires_at, seen_at) "
            "VALUES ($1, 'mine', $2, now() + interval '1 day', now())",
            new_id(),
            cast.administrator.person_id,
        )
        await hand.execute("INSERT INTO credential VALUES ($1, 'mine')", mine)
        await hand.execute("GRANT ALL ON ALL TABLES IN SCHEMA pg_temp TO PUBLIC")
        assert await hand.fetch("SELECT * FROM session_person('mine')") == []
        await hand.execute(f"SET LOCAL ROLE palier_adviser; SET LOCAL app.person = '{mine}'")
        assert await hand.fetchval("SELECT own_password_hash()") == "hash"
        await hand.execute("SET LOCAL search_path = pg_temp, public")
        assert await hand.fetchval("SELECT own_password_hash()") == "hash"
    finally:
        await undo.rollback()


async def test_every_function_that_has_more_rights_names_where_it_looks(
    truth: asyncpg.Connection,
) -> None:
    loose = await truth.fetch(
        "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace "
        "AND NOT coalesce(proconfig, '{}') @> ARRAY['search_path=public, pg_temp']"
    )
    assert [row["proname"] for row in loose] == []


_FUNCTIONS = """
SELECT p.oid::regproc::text AS name, array(SELECT format_type(t, NULL)
    FROM unnest(p.proargtypes) WITH ORDINALITY AS a (t, n) ORDER BY n) AS takes
FROM pg_proc p
WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace
    AND p.proname NOT IN ('journal_record', 'set_own_password')
    AND has_function_privilege($1, p.oid, 'EXECUTE')
"""
"""Those that work with more rights, and what they take; two have tests of their own."""

_GIVEN = {"boolean": "false", "integer": "1", "bigint": "1", "jsonb": "'{}'", "date": "now()"}


@pytest.mark.parametrize("name", ["adviser", "manager", "auditor"])
async def test_no_function_reaches_what_is_not_theirs(
    hand: asyncpg.Connection,
    truth: asyncpg.Connection,
    cast: Cast,
    theirs: dict[str, str],
    name: str,
) -> None:
    actor: Actor = getattr(cast, name)
    ids = {*theirs.values(), str(cast.agencies.nantes), str(cast.administrator.person_id)}
    functions = await truth.fetch(_FUNCTIONS, actor.kind.database_role)
    assert functions
    before = await stock(truth, unseen_by=actor)
    for one in functions:
        for id_ in sorted(ids):
            given = [_argument(kind, id_) for kind in one["takes"]]
            with suppress(asyncpg.PostgresError):
                async with hand.transaction():
                    await hand.execute(identity_of(actor))
                    await hand.fetch(f"SELECT * FROM {one['name']}({', '.join(given)})")  # noqa: S608
    assert differences(before, await stock(truth, unseen_by=actor)) == {}


def _argument(kind: str, id_: str) -> str:
    """What is given for an argument: somebody's id wherever one fits."""
    if kind.endswith("[]"):
        return f"ARRAY[{_argument(kind.removesuffix('[]'), id_)}]::{kind}"
    return f"{_GIVEN.get(kind, repr(id_))}::{kind}"


def identity_of(actor: Actor) -> str:
    """What a unit of work of the actor begins with."""
    below = ",".join(str(one) for one in actor.agencies)
    return (
        f"SET LOCAL ROLE {actor.kind.database_role}; SET LOCAL app.person = '{actor.person_id}'; "
        f"SET LOCAL app.role = '{actor.role}'; SET LOCAL app.agency = '{actor.agency_id}'; "
        f"SET LOCAL app.agencies = '{{{below}}}'"
    )


async def test_a_digest_of_nothing_opens_nothing(
    hand: asyncpg.Connection, truth: asyncpg.Connection
) -> None:
    for nothing in (b"", b"\0" * 32, b"' OR true --"):
        assert await hand.fetch("SELECT * FROM session_person($1)", nothing) == []
        assert await hand.fetchval("SELECT sale_id FROM signing_link_sale($1)", nothing) is None
        assert await hand.fetchval("SELECT link_sale($1)", nothing) is None
        assert await hand.fetchval("SELECT session_suspended($1)", nothing) is False
        undo = hand.transaction()
        await undo.start()
        try:
            await hand.execute("SET LOCAL ROLE palier_visitor")
            for name in ("invitation_behind", "password_link_behind", "email_change_behind"):
                assert await hand.fetch(f"SELECT * FROM {name}($1)", nothing) == []  # noqa: S608
            used = "SELECT * FROM accept_invitation($1, $2, 'hash', 'fr')"
            assert await hand.fetch(used, nothing, new_id()) == []
            assert await hand.fetchval("SELECT use_password_link($1)", nothing) is None
            assert await hand.fetch("SELECT * FROM use_email_change($1)", nothing) == []
        finally:
            await undo.rollback()
