"""No column is kept before somebody has said whose data it is."""

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
