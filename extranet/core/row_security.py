"""SQL of the migrations: PostgreSQL roles, row security and grants.

One role per kind of actor, one simple policy per role and table. Each policy compares columns
with the identity a unit of work set; the settings are read once per query (sub-select), not once
per row.
"""

from collections.abc import Sequence

from extranet.core.access import ActorKind

PERSON = "(SELECT nullif(current_setting('app.person', true), '')::uuid)"
AGENCY = "(SELECT nullif(current_setting('app.agency', true), '')::uuid)"
AGENCIES = "((SELECT coalesce(nullif(current_setting('app.agencies', true), ''), '{}'))::uuid[])"
SALE = "(SELECT nullif(current_setting('app.sale', true), '')::uuid)"

OWN = f"adviser_id = {PERSON}"
OVERSEEN = f"agency_id = ANY {AGENCIES}"
OF_THE_SALE = f"sale_id = {SALE}"
ANY_ROW = "true"

SCRIBE, ERASER, FORGETTER = "palier_scribe", "palier_eraser", "palier_forgetter"
"""Roles that nobody works under, but a function of the database each: appending to the journal,
taking a person out of a sale, and out of the details of the journal."""


def create_roles() -> str:
    """SQL that makes the actors' roles and lets the login role take them on, and nothing more.

    Roles belong to the whole server, so they may be there already.
    """
    names = [*(kind.database_role for kind in ActorKind), SCRIBE, ERASER, FORGETTER]
    return "\n".join(_create_role(name) for name in names)


def _create_role(name: str) -> str:
    return f"""
DO $$ BEGIN
    CREATE ROLE {name} NOLOGIN NOINHERIT;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
DO $$ BEGIN
    IF NOT pg_has_role(session_user, '{name}', 'SET') THEN
        IF current_setting('server_version_num')::int >= 160000 THEN
            EXECUTE format('GRANT {name} TO %I WITH INHERIT FALSE, SET TRUE', session_user);
        ELSE
            EXECUTE format('GRANT {name} TO %I', session_user);
        END IF;
    END IF;
END $$;
GRANT USAGE ON SCHEMA public TO {name};
"""


def protect(table: str) -> str:
    """SQL that turns row security on for `table`, for its owner too: no policy, no row."""
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY;"
        f"REVOKE ALL ON {table} FROM PUBLIC;"
    )


def allow(
    table: str, kind: ActorKind, commands: Sequence[str], rows: str, *, columns: str = ""
) -> str:
    """SQL that lets `kind` run `commands` (SELECT, INSERT, UPDATE, DELETE) on `rows` of `table`.

    `rows` is a condition on the table's columns; `columns` narrows an UPDATE grant.
    """
    role = kind.database_role
    statements = []
    for command in commands:
        narrowed = f" ({columns})" if columns and command == "UPDATE" else ""
        statements.append(f"GRANT {command}{narrowed} ON {table} TO {role};")
        using = "" if command == "INSERT" else f" USING ({rows})"
        check = f" WITH CHECK ({rows})" if command in ("INSERT", "UPDATE") else ""
        statements.append(
            f"CREATE POLICY {kind.value}_{command.lower()} ON {table} "
            f"FOR {command} TO {role}{using}{check};"
        )
    return "".join(statements)


def owned_by_sale(
    table: str,
    *,
    adviser: Sequence[str],
    back_office: Sequence[str] = ("SELECT",),
    worker: Sequence[str] = ("SELECT",),
    customer: Sequence[str] = (),
) -> str:
    """SQL that protects a table with the columns `sale_id, adviser_id, agency_id`.

    Advisers reach their own rows, managers read those of their agencies, the back office and
    jobs reach all, a customer only those of the sale their link opens.
    """
    parts = [
        protect(table),
        allow(table, ActorKind.ADVISER, adviser, OWN),
        allow(table, ActorKind.MANAGER, ("SELECT",), OVERSEEN),
        allow(table, ActorKind.BACK_OFFICE, back_office, ANY_ROW),
        allow(table, ActorKind.WORKER, worker, ANY_ROW),
    ]
    if customer:
        parts.append(allow(table, ActorKind.CUSTOMER, customer, OF_THE_SALE))
    return "".join(parts)


LOGIN = "session_user"

ONLY_LOOKS = """
CREATE OR REPLACE FUNCTION refuse_behind() RETURNS trigger LANGUAGE plpgsql AS $refuse$
BEGIN
    RAISE insufficient_privilege USING
        MESSAGE = format('nothing is written to %s in another''s name', TG_TABLE_NAME);
END $refuse$;
DO $$
DECLARE
    one regclass;
BEGIN
    FOR one IN
        SELECT c.oid FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
            AND c.relrowsecurity AND NOT c.relispartition
            AND c.relname NOT IN ('entry', 'entry_details')
            AND NOT EXISTS (SELECT FROM pg_trigger t
                WHERE t.tgrelid = c.oid AND t.tgname = 'only_looks')
    LOOP
        EXECUTE format('CREATE TRIGGER only_looks BEFORE INSERT OR UPDATE OR DELETE ON %s '
            'FOR EACH STATEMENT WHEN (current_setting(''app.behind'', true) <> '''') '
            'EXECUTE FUNCTION refuse_behind()', one);
    END LOOP;
END $$;
"""
"""SQL that keeps whoever looks in another's name from writing to any table there is but the
journal, by functions as well: theirs run under the same identity. It is run after all migrations,
so that every table has it; a statement of anybody else costs one comparison."""


def works_for(function: str, owner: str, *callers: str) -> str:
    """SQL that gives a new function (SECURITY DEFINER) to `owner`, for `callers` alone to run."""
    return (
        f"GRANT CREATE ON SCHEMA public TO {owner};"
        f"ALTER FUNCTION {function} OWNER TO {owner};"
        f"REVOKE CREATE ON SCHEMA public FROM {owner};" + run_by(function, owner, *callers)
    )


def run_by(function: str, owner: str, *callers: str) -> str:
    """SQL that lets `callers` run a function that works with the rights of its `owner`, and nobody
    else. `LOGIN` is the role the product signs in with.

    Only the owner gives such rights: given by anybody else, once it has its owner, they are lost
    without an error.
    """
    grants = "".join(
        f"EXECUTE format('GRANT EXECUTE ON FUNCTION {function} TO %I', {caller});"
        for caller in (one if one == LOGIN else f"'{one}'::text" for one in callers)
    )
    return (
        f"SET LOCAL ROLE {owner};"
        f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC;"
        f"DO $$ BEGIN {grants} END $$;"
        "RESET ROLE;"
    )
