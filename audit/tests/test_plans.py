"""However long the journal is, a page of it reads few entries."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from audit.filters import JournalFilters
from audit.reading import journal_query
from extranet.core.access import Actor, Origin, visitor
from extranet.core.clock import now
from extranet.core.database import unit_of_work
from extranet.testing.cast import Cast
from extranet.testing.long_journal import fill_journal, made_id
from extranet.testing.plugin import Visit

MANY = 60_000
MONTHS = 7
FEW = 3_000
"""Entries a page may look at: its own, of each act that it gathers, and the last one of each person
in each month."""


@pytest.fixture
async def long(cast: Cast, superuser: asyncpg.Connection) -> None:
    """One entry of the auditor's, then thousands of others' over months, a sign-in last."""
    async with unit_of_work(cast.auditor) as work:
        work.record("sale:view", "sale", None)
    await fill_journal(superuser, MANY, months=MONTHS, until=now(), people=20)
    async with unit_of_work(visitor(Origin())) as work:
        after = {"person": cast.auditor.person_id}
        work.record("session:open", "session", None, after=after)


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", []):
        yield from nodes(child)


def table_of(node: dict[str, Any]) -> str:
    """The table a node of a plan reads, none for most; a month counts as the table it is of."""
    return re.sub(r"_(\d{4}_\d\d|other)$", "", node.get("Relation Name", ""))


async def entries_read(actor: Actor, filters: JournalFilters) -> int:
    """How many rows of `entry` the page of `filters` looks at."""
    async with unit_of_work(actor) as work:
        entry = work.view("journal:read", "entry", None)
        text, parameters = journal_query(filters, entry, agencies=False)
        plan = json.loads(await work.value(f"EXPLAIN (ANALYZE, FORMAT JSON) {text}", *parameters))
    return sum(
        (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
        for node in nodes(plan[0]["Plan"])
        if table_of(node) == "entry"
    )


@pytest.mark.parametrize("kind", ["back_office", "auditor"])
async def test_a_page_reads_few_entries_whoever_asks(
    long: None, visit: Visit, cast: Cast, kind: str
) -> None:
    actor: Actor = getattr(cast, kind)
    await visit(actor)
    asked = [
        JournalFilters(),
        JournalFilters(after=MANY // 2),
        JournalFilters(before=MANY // 2),
        JournalFilters(person=cast.auditor.person_id),
        JournalFilters(person=made_id("person", 1)),
        JournalFilters(subject="sales"),
        JournalFilters(subject="people"),
        JournalFilters(number="V-2026-000001"),
        JournalFilters(object_id=made_id("object", 7)),
        JournalFilters(act="sale:view"),
        JournalFilters(act="person:suspend", agency=made_id("agency", 0)),
        JournalFilters(agency=made_id("agency", 0)),
        JournalFilters(role="adviser"),
        JournalFilters(role="manager", day_from=now().date() - timedelta(days=40)),
        JournalFilters(role="auditor"),
        JournalFilters(behind=made_id("person", 0)),
    ]
    for filters in asked:
        assert await entries_read(actor, filters) < FEW, filters.query()
