"""What lies in the database, to be compared before and after an attack."""

from collections.abc import Mapping
from typing import Any

import asyncpg

from extranet.core.access import Actor
from extranet.testing.visibility import Rule
from extranet.tests.test_isolation import every_row, tables

Stock = dict[str, list[str]]

GROWS = frozenset({"entry", "entry_details", "counted_try"})
"""What is written by refusing as well: the journal, and the counts of the throttle."""

# Noted by looking: when somebody was last here, what they have read, on which tablet they are.
_NOTED = frozenset({"seen_at", "read_at", "tablet_id"})


async def stock(truth: asyncpg.Connection, unseen_by: Actor | None = None) -> Stock:
    """Every row of every table; with `unseen_by`, of those alone that this actor may not see."""
    taken = {}
    for table, rule in (await tables(truth)).items():
        if table not in GROWS:
            rows = await every_row(truth, table)
            taken[table] = sorted(_told(row) for row in rows if not _sees(rule, unseen_by, row))
    return taken


def differences(before: Stock, after: Stock) -> dict[str, list[str]]:
    """The rows that came, went or changed, by their table."""
    changed = {table: sorted(set(before[table]) ^ set(after[table])) for table in before}
    return {table: rows for table, rows in changed.items() if rows}


def _sees(rule: Rule, actor: Actor | None, row: Mapping[str, Any]) -> bool:
    return actor is not None and rule(actor, row)


def _told(row: Mapping[str, Any]) -> str:
    return repr({name: value for name, value in row.items() if name not in _NOTED})
