"""The journal once it is long: its pages, what an entry costs, verifying and dropping it."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import asyncpg
from rich.progress import Progress

from audit.filters import JournalFilters
from audit.months import month_after
from audit.reading import read_journal
from audit.seal.key import signing_key
from audit.seal.notes import PublicKey
from audit.seal.sealing import seal_journal
from audit.seal.verifying import verify
from bench.figures import SPREAD_COLUMNS, Section, Spread, Target, milliseconds
from bench.installation import Installation, installation
from extranet.core import database
from extranet.core.access import Actor, ActorKind, Role
from extranet.core.clock import now
from extranet.core.database import unit_of_work
from extranet.core.ids import new_id
from extranet.rooms import plug_events
from extranet.testing.long_journal import fill_journal, made_id

_MONTHS, _PEOPLE = 13, 300
_TIMES = 60
_SEALED = 1_000_000
"""Entries that are sealed and verified: what that costs grows with them and with nothing else."""
_READER = Actor(ActorKind.BACK_OFFICE, "Bench", new_id(), Role.BACK_OFFICE)
_PAGE = 100.0


def measure_journal(entries: int, progress: Progress) -> Section:
    """Load a journal of a year and some, then read, write, verify and shorten it."""
    section = Section(
        f"A journal of {entries:,} entries",
        f"{_PEOPLE} people over {_MONTHS} months, made in the database, its indexes in place. A "
        "page is the query that the journal's page makes, its own entry included, through the "
        "application's pool; no HTML. Those sealed are the first; the others wait for it.",
        ["what", "times", *SPREAD_COLUMNS],
    )
    task = progress.add_task(section.title, total=None)
    with installation() as made:
        asyncio.run(_measured(made, entries, section))
    progress.remove_task(task)
    return section


async def _measured(made: Installation, entries: int, section: Section) -> None:
    plug_events()
    name = urlsplit(made.database_url).path[1:]
    superuser = await asyncpg.connect(made.server.handle.get_uri(database=name))
    await database.connect(made.settings)
    try:
        section.rows.append(await _insert("an entry, the journal empty"))
        # Dated of now, among others of last year: a verification would name those.
        await superuser.execute("DELETE FROM entry; DELETE FROM entry_details")
        sealed = min(_SEALED, entries)
        await _fill(superuser, sealed)
        section.rows.append([f"sealing {sealed:,}", "1", *_alone(await _timed(seal_journal))])
        seconds = await _timed(lambda: _fill(superuser, entries))
        size = await superuser.fetchval(_SIZE)
        rate = f"{entries / seconds:,.0f} a second, {size / entries:,.0f} bytes each"
        section.rows.append([f"loading: {rate}", "1", *_alone(seconds)])
        await superuser.execute("VACUUM ANALYZE entry")
        section.rows.append(await _insert("an entry, the journal full"))
        for words, filters in _asked(entries).items():
            spread = await _page(filters)
            section.rows.append([words, str(spread.count), *spread.cells()])
            section.targets.append(Target.below(f"journal, {words}: p95", spread.p95, _PAGE, "ms"))
        section.rows.append(await _verified([signing_key(made.settings).public], sealed))
        seconds = await _timed(lambda: superuser.fetchrow(_DROP, month_after(now(), 1 - _MONTHS)))
        section.rows.append(["dropping the oldest month", "1", *_alone(seconds)])
    finally:
        await database.disconnect()
        await superuser.close()


_SIZE = """
SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c
WHERE c.relispartition AND c.relkind = 'r'
"""

_DROP = "SELECT * FROM journal_drop_month(($1::timestamptz AT TIME ZONE 'UTC')::date)"


async def _fill(superuser: asyncpg.Connection, entries: int) -> None:
    await fill_journal(superuser, entries, months=_MONTHS, until=now(), people=_PEOPLE)


def _asked(entries: int) -> dict[str, JournalFilters]:
    """The ways of asking, by what they are called."""
    day = now().date()
    return {
        "first page": JournalFilters(),
        "deep page": JournalFilters(after=entries // 2),
        "a period, half a year ago": JournalFilters(
            day_from=day - timedelta(days=190), day_to=day - timedelta(days=180)
        ),
        "by person": JournalFilters(person=made_id("person", 7)),
        "by object": JournalFilters(object_id=made_id("object", entries // 50)),
        "by number": JournalFilters(number="V-2026-000001"),
        "by subject": JournalFilters(subject="sales"),
        "by act": JournalFilters(act="contract:validate"),
        "by agency": JournalFilters(agency=made_id("agency", 3)),
        "by agency and act": JournalFilters(
            agency=made_id("agency", 3), act="contract:validate", after=entries // 2
        ),
        "by role": JournalFilters(role="manager"),
        "by role and period": JournalFilters(role="manager", day_to=day - timedelta(days=180)),
        "in the name of another": JournalFilters(behind=made_id("person", 0)),
        "by agency and a role nobody has there": JournalFilters(
            agency=made_id("agency", 3), role="auditor"
        ),
    }


async def _verified(trusted: list[PublicKey], sealed: int) -> list[str]:
    started = time.perf_counter()
    outcome = await verify(trusted, tell=print, advance=lambda *_: None)
    seconds = time.perf_counter() - started
    if (outcome.size, outcome.findings) != (sealed, 0):
        raise RuntimeError(f"an untouched journal does not verify: {outcome}")
    return [f"verifying {sealed:,}, nothing found", "1", *_alone(seconds)]


async def _page(filters: JournalFilters) -> Spread:
    async def read() -> None:
        async with unit_of_work(_READER) as work:
            await read_journal(work, filters)

    return await _spread(read)


async def _insert(words: str) -> list[str]:
    async def write() -> None:
        async with unit_of_work(_READER) as work:
            work.record("sale:view", "sale", new_id())

    return [words, str(20 * _TIMES), *(await _spread(write, 20 * _TIMES)).cells()]


async def _timed(work: Callable[[], Awaitable[Any]]) -> float:
    started = time.perf_counter()
    await work()
    return time.perf_counter() - started


async def _spread(work: Callable[[], Awaitable[None]], times: int = _TIMES) -> Spread:
    for _ in range(6):
        await work()
    return Spread.of([1000 * await _timed(work) for _ in range(times)])


def _alone(seconds: float) -> list[str]:
    return ["", "", "", milliseconds(1000 * seconds)]
