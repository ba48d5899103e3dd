"""However long the journal is, a page of it reads few entries."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from audit.filters import JournalFilters
from audit.reading import journal_query
from extranet.core.access import Actor, Origin, visitor
from extranet.core.database import pool, unit_of_work
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit

MANY = 6_000
FEW = 700
"""Entries a page may look at: its own, and the last one of each person."""


async def fill(cast: Cast) -> None:
    """One entry of the auditor's, then thousands of others', a sign-in last."""
    await _act(cast.auditor, 1)
    await _act(cast.adviser, MANY // 2)
    await _act(cast.colleague, MANY // 2)
    async with unit_of_work(visitor(Origin())) as work:
        after = {"person": cast.auditor.person_id}
        work.record("session:open", "session", None, after=after)
    for table in ("entry", "entry_details"):
        await pool().execute(f"ANALYZE {table}")


async def _act(actor: Actor, many: int) -> None:
    async with unit_of_work(actor) as work:
        for _ in range(many):
            work.record("sale:view", "sale", None)


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", []):
        yield from nodes(child)


async def entries_read(actor: Actor, filters: JournalFilters) -> int:
    """How many rows of `entry` the page of `filters` looks at."""
    async with unit_of_work(actor) as work:
        text, parameters = journal_query(filters, work.view("journal:read", "entry", None))
        plan = json.loads(await work.value(f"EXPLAIN (ANALYZE, FORMAT JSON) {text}", *parameters))
    return sum(
        (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
        for node in nodes(plan[0]["Plan"])
        if node.get("Relation Name") == "entry"
    )


@pytest.mark.parametrize("kind", ["back_office", "auditor"])
async def test_a_page_reads_few_entries_whoever_asks(visit: Visit, cast: Cast, kind: str) -> None:
    await fill(cast)
    actor: Actor = getattr(cast, kind)
    await visit(actor)
    asked = [
        JournalFilters(),
        JournalFilters(after=MANY // 2),
        JournalFilters(before=MANY // 2),
        JournalFilters(person=cast.auditor.person_id),
        JournalFilters(person=cast.adviser.person_id),
        JournalFilters(subject="sales"),
        JournalFilters(subject="people"),
        JournalFilters(number="V-2026-000001"),
    ]
    for filters in asked:
        assert await entries_read(actor, filters) < FEW, filters.query()
