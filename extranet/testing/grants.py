"""What each kind of actor may do to which table and column, as the database itself has it.

Read from the catalogue of a migrated database: a migration that grants more, or less, shows here.
"""

from collections.abc import Iterator, Mapping

import asyncpg

from extranet.core.access import ActorKind
from extranet.core.row_security import ERASER, FORGETTER, SCRIBE

ROLES = (*(kind.database_role for kind in ActorKind), SCRIBE, ERASER, FORGETTER)
VERBS = {"SELECT": "reads", "INSERT": "adds", "UPDATE": "changes", "DELETE": "removes"}

# Months of the journal are the journal: what a role may is asked of the table they are parts of.
_GRANTS = """
    SELECT c.relname AS table, r.role, v.verb,
        has_table_privilege(r.role, c.oid, v.verb) AS whole,
        CASE WHEN v.verb <> 'DELETE' THEN
            ARRAY(SELECT a.attname::text FROM pg_attribute a
                WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                    AND has_column_privilege(r.role, c.oid, a.attnum, v.verb)
                ORDER BY a.attnum)
            ELSE '{}' END AS columns
    FROM pg_class c
    CROSS JOIN unnest($1::text[]) AS r(role)
    CROSS JOIN unnest($2::text[]) AS v(verb)
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v')
        AND NOT c.relispartition
"""

Grants = Mapping[str, Mapping[str, str]]
"""What each role may do to each table, in words: by table, then by role."""


async def grants(database_url: str) -> Grants:
    """Every grant of a migrated database to the roles of the product."""
    connection = await asyncpg.connect(database_url)
    try:
        rows = await connection.fetch(_GRANTS, ROLES, list(VERBS))
    finally:
        await connection.close()
    found: dict[str, dict[str, str]] = {}
    for row in sorted(rows, key=_place):
        if not (row["whole"] or row["columns"]):
            continue
        of_table = found.setdefault(row["table"], {})
        before = of_table.get(row["role"])
        of_table[row["role"]] = "; ".join(filter(None, (before, _words(row))))
    return found


def section(found: Grants) -> Iterator[str]:
    """The table of the page: a line for each table and for what may be done to it by whom."""
    yield "| table | roles of the database | may |"
    yield "| --- | --- | --- |"
    for table, of_table in found.items():
        for words in dict.fromkeys(of_table.values()):
            roles = (role for role, what in of_table.items() if what == words)
            named = ", ".join(role.removeprefix("palier_") for role in roles)
            yield f"| `{table}` | {named} | {words} |"


def _words(row: asyncpg.Record) -> str:
    """`changes`, or with its columns where it is not all of them."""
    columns = () if row["whole"] else row["columns"]
    named = ", ".join(f"`{column}`" for column in columns)
    return f"{VERBS[row['verb']]} {named}".rstrip()


def _place(row: asyncpg.Record) -> tuple[str, int, int]:
    return row["table"], ROLES.index(row["role"]), list(VERBS).index(row["verb"])
