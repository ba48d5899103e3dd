"""The role that serves, where it is another than the one that migrates: it takes on the actors'
roles, and owns nothing.

Who owns a table may empty it, drop it and lift its row security. A web server or a worker needs
none of that; with a role of its own it cannot, whatever statement is smuggled into it.
"""

from urllib.parse import unquote, urlsplit

import asyncpg

from extranet.core.access import ActorKind

_QUEUE = "c.relname LIKE 'pgqueuer%'"
_RIGHTS = f"""
SELECT format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO %I', c.oid::regclass, $1::text)
FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND {_QUEUE}
UNION ALL
SELECT format('GRANT USAGE ON %s TO %I', c.oid::regclass, $1::text)
FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'S' AND {_QUEUE}
UNION ALL
SELECT format('GRANT SELECT ON migration TO %I', $1::text)
"""  # noqa: S608 (our own names)
# Only its owner gives the right to run a function that works with the owner's rights.
_FUNCTIONS = """
SELECT format('SET LOCAL ROLE %s; GRANT EXECUTE ON FUNCTION %s TO %I; RESET ROLE',
    p.proowner::regrole::text, p.oid::regprocedure, $1::text)
FROM pg_proc p, LATERAL aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x
WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace
    AND x.grantee = session_user::regrole AND x.grantee <> p.proowner
"""


def role_of(database_url: str) -> str:
    """The role a PostgreSQL address names."""
    return unquote(urlsplit(database_url).username or "")


async def let_serve(owner_url: str, role: str) -> None:
    """Give `role`, a plain login role, what serving and working need, and no more.

    Run by the role that migrated, after it migrated; safe to run twice.
    """
    owner = await asyncpg.connect(owner_url)
    try:
        async with owner.transaction():
            for kind in ActorKind:
                await owner.execute(_membership(kind, role, owner.get_server_version().major))
            for found in await owner.fetch(f"{_RIGHTS} UNION ALL {_FUNCTIONS}", role):
                await owner.execute(found[0])
    finally:
        await owner.close()


def _membership(kind: ActorKind, role: str, server: int) -> str:
    quoted = '"' + role.replace('"', '""') + '"'
    options = " WITH INHERIT FALSE, SET TRUE" if server >= 16 else ""
    return f"GRANT {kind.database_role} TO {quoted}{options}"
