"""No column is kept before somebody has said whose data it is."""

import re

import asyncpg

from extranet.privacy.columns import COLUMNS
from extranet.privacy.kept import KEPT
from extranet.testing.visibility import TOOLS

_STORED = """
SELECT c.relname AS name, array_agg(a.attname::text) AS columns
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
GROUP BY c.relname
"""


async def test_every_column_is_somebody_s_or_nobody_s(database: str) -> None:
    connection = await asyncpg.connect(database)
    try:
        rows = await connection.fetch(_STORED)
    finally:
        await connection.close()
    stored = {row["name"]: sorted(row["columns"]) for row in rows if row["name"] not in TOOLS}
    missing = sorted(set(stored) - set(COLUMNS))
    assert not missing, f"say in extranet/privacy/columns.py whose data these hold: {missing}"
    assert set(COLUMNS) == set(stored)
    for table, held in COLUMNS.items():
        assert sorted(held.columns()) == stored[table], table


def test_every_table_has_a_rule_that_ends_its_rows() -> None:
    kinds = [rule.kind for rule in KEPT]
    assert len(set(kinds)) == len(kinds)
    assert {held.kept for held in COLUMNS.values()} <= set(kinds)


async def test_what_hangs_on_a_sale_and_is_a_customer_s_goes_with_it(database: str) -> None:
    """Whatever the database's own function says it takes away; a table that was added as well."""
    connection = await asyncpg.connect(database)
    try:
        erasing = await connection.fetchval(
            "SELECT prosrc FROM pg_proc WHERE proname = 'erase_sale'"
        )
    finally:
        await connection.close()
    for table, held in COLUMNS.items():
        if held.customer and "sale_id" in held.columns() and table != "sale_hold":
            told = re.search(rf"(DELETE FROM|UPDATE) {table}\b", erasing)
            assert told, f"erase_sale leaves {table} as it is"
