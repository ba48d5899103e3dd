"""Old months go whole, what went is told from what was taken, and checkpoints thin out."""

import json
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
from asyncpg import InsufficientPrivilegeError, LockNotAvailableError
from hypothesis import given
from hypothesis import strategies as st

from audit import jobs
from audit.months import first_id, month_after
from audit.retention import NotSealed, drop_months, is_due, thin_checkpoints
from audit.seal import sealing
from audit.seal.findings import Kind
from audit.seal.key import signing_key
from audit.seal.notes import sign_checkpoint
from audit.seal.sealing import seal_journal
from audit.seal.tests.conftest import Tamper, Write
from audit.seal.tests.verified import verified
from audit.tests.test_months import write_born_at
from extranet.core.access import worker
from extranet.core.clock import now
from extranet.core.database import unit_of_work
from extranet.core.settings import Settings, UnsafeSettings
from extranet.testing.long_journal import fill_journal

EACH = 80
"""Entries of each of the three old months, two of which are due."""
_TIMES = """
SELECT c.size, c.root, e.at FROM checkpoint c
JOIN leaf l ON l.position = c.size - 1 JOIN entry e ON e.seq = l.seq
"""


@pytest.fixture
async def aged(
    superuser: asyncpg.Connection,
    settings: Settings,
    write: Write,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A journal of three months around a year ago, each sealed in its time, and of today."""
    monkeypatch.setattr(sealing, "BATCH", 10)
    for back in (-13, -12, -11):
        until = month_after(now(), back)
        await fill_journal(superuser, EACH, months=1, until=until, people=20)
    assert await seal_journal() == 3 * EACH
    for row in await superuser.fetch(_TIMES):
        at = row["at"].replace(microsecond=0) + timedelta(seconds=6)
        note = sign_checkpoint(signing_key(settings), row["size"], row["root"], at)
        change = "UPDATE checkpoint SET at = $2, note = $3 WHERE size = $1"
        await superuser.execute(change, row["size"], at, note)
    await write(10)
    await seal_journal()


async def test_months_that_are_old_enough_go_and_the_seal_holds(
    aged: None, settings: Settings, superuser: asyncpg.Connection
) -> None:
    before = await verified(settings)
    assert (before.findings, before.outcome.dropped) == ([], 0)
    gone = await drop_months()
    assert [(one.month, one.entries) for one in gone] == [
        (f"{month_after(now(), back):%Y-%m}", EACH) for back in (-14, -13)
    ]
    assert await drop_months() == []
    assert await superuser.fetchval("SELECT count(*) FROM entry_details WHERE salt IS NULL") == 0
    waiting = await verified(settings)
    await seal_journal()
    after = await verified(settings)
    for found in (waiting, after):
        assert found.findings == []
        assert found.outcome.dropped == 2 * EACH
    assert after.outcome.size == before.outcome.size + 2 + 2  # each verification leaves an entry
    assert after.outcome.entries == after.outcome.size - 2 * EACH
    facts = "SELECT facts -> 'after' FROM entry WHERE act = 'journal:drop' ORDER BY seq DESC"
    assert json.loads(await superuser.fetchval(facts)) == {
        "month": f"{month_after(now(), -13):%Y-%m}",
        "entries": EACH,
        "dropped": 2 * EACH,
        "last_seq": 2 * EACH,
    }


async def test_a_young_entry_removed_is_found_behind_a_drop(
    aged: None, settings: Settings, tamper: Tamper
) -> None:
    await drop_months()
    await seal_journal()
    await tamper("DELETE FROM entry WHERE seq =", str(3 * EACH + 5))
    found = await verified(settings)
    assert found.kinds == [Kind.REMOVED]
    assert found.outcome.dropped == 2 * EACH


async def test_more_than_was_dropped_is_found(
    aged: None, settings: Settings, tamper: Tamper
) -> None:
    await drop_months()
    await seal_journal()
    # Numbered like a dropped one, by whoever says that more had been dropped than was.
    await forge_drop(entries=2 * EACH, last_seq=2 * EACH + 7)
    await seal_journal()
    await tamper("DELETE FROM entry WHERE seq BETWEEN", f"{2 * EACH + 1} AND {2 * EACH + 7}")
    found = await verified(settings)
    assert found.kinds == [Kind.HALF_DROPPED]
    assert "167 entries are gone, of which n° " in found.texts[0]


async def test_an_old_entry_removed_behind_a_drop_of_it_alone_is_found(
    aged: None, settings: Settings, tamper: Tamper
) -> None:
    await forge_drop(entries=1, last_seq=EACH)
    await seal_journal()
    await tamper("DELETE FROM entry WHERE seq =", str(EACH))
    found = await verified(settings)
    assert found.kinds == [Kind.HALF_DROPPED]
    assert f"1 entries from n° {EACH} on are gone, and older ones are there" in found.texts[0]


@pytest.mark.parametrize("since", [0, 3 * EACH])
async def test_young_entries_are_not_dropped_whoever_says_so(
    aged: None, settings: Settings, tamper: Tamper, since: int
) -> None:
    await forge_drop(entries=3 * EACH + 10, last_seq=3 * EACH + 10)
    await seal_journal()
    await tamper("DELETE FROM entry WHERE seq <=", str(3 * EACH + 10))
    found = await verified(settings, since=since)
    assert found.kinds == [Kind.REMOVED] * 10


@pytest.mark.parametrize(
    "change", ["DELETE FROM entry", 'UPDATE entry SET facts = \'{"before": {}, "after": {}}\'']
)
async def test_without_the_entry_of_the_drop_all_of_it_is_missing(
    aged: None, settings: Settings, tamper: Tamper, change: str
) -> None:
    await drop_months()
    await seal_journal()
    await tamper(change, "WHERE act = 'journal:drop'")
    assert (await verified(settings)).kinds.count(Kind.REMOVED) >= 2 * EACH


async def test_a_month_that_is_not_sealed_stays(aged: None, tamper: Tamper) -> None:
    await write_born_at(month_after(now(), -13))
    with pytest.raises(NotSealed, match="1 entries"):
        await drop_months()
    await jobs.retain()


async def test_what_lay_in_no_month_goes_with_its_days(
    aged: None, settings: Settings, superuser: asyncpg.Connection, tamper: Tamper
) -> None:
    later = first_id(datetime(2090, 1, 1, tzinfo=UTC))
    change = f"'{later}' WHERE"
    await tamper("UPDATE entry_details SET entry_id =", change, "entry_id =", _id(3))
    await tamper("UPDATE entry SET id =", change, "seq = 3")
    gone = await drop_months()
    assert [one.entries for one in gone] == [EACH, EACH]
    assert await superuser.fetchval("SELECT count(*) FROM entry_other") == 0
    assert await superuser.fetchval("SELECT count(*) FROM entry_details_other") == 0
    assert (await verified(settings)).findings == []


async def test_nobody_drops_what_is_younger_than_six_months_nor_a_month_in_the_middle(
    aged: None, superuser: asyncpg.Connection
) -> None:
    for back in (-12, -13):
        with pytest.raises(InsufficientPrivilegeError, match="beginning"):
            await _drop(month_after(now(), back))
    await _drop(month_after(now(), -14))
    await _drop(month_after(now(), -13))
    await _drop(month_after(now(), -12))
    await superuser.execute("SELECT journal_open_month($1)", month_after(now(), -6).date())
    with pytest.raises(InsufficientPrivilegeError, match="six months"):
        await _drop(month_after(now(), -6))
    await superuser.execute(f"DROP TABLE entry_{month_after(now(), -6):%Y_%m}")
    await superuser.execute(f"DROP TABLE entry_details_{month_after(now(), -6):%Y_%m}")


async def test_it_gives_way_to_whoever_reads_at_length(
    aged: None, superuser: asyncpg.Connection, write: Write
) -> None:
    async with superuser.transaction():
        await superuser.fetch("SELECT FROM entry LIMIT 1")
        with pytest.raises(LockNotAvailableError):
            await drop_months()
        await write(1)
        await jobs.retain()
        await jobs.keep_months()
    assert len(await drop_months()) == 2


@given(st.integers(0, 60 * 12), st.integers(6, 36), st.integers(0, 27 * 24))
def test_a_month_is_due_once_all_of_it_is_older(back: int, kept: int, hours: int) -> None:
    moment = datetime(2090, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    month = month_after(moment, -back)
    assert is_due(month, moment, kept) == (back > kept)


def test_a_journal_is_kept_for_six_months_at_least() -> None:
    assert Settings.load({"PALIER_SECRET": "5e" * 32}).journal_months == 12
    with pytest.raises(UnsafeSettings, match="JOURNAL_MONTHS"):
        Settings.load({"PALIER_SECRET": "5e" * 32, "JOURNAL_MONTHS": "5"})


async def test_checkpoints_thin_out_with_age(superuser: asyncpg.Connection) -> None:
    noon = now().replace(hour=12, minute=0, second=0, microsecond=0)
    month, week = noon - timedelta(days=40), noon - timedelta(days=7)
    signed = {
        10: month,
        20: month + timedelta(hours=11),
        30: month + timedelta(hours=13),
        40: week,
        50: week + timedelta(minutes=59),
        9_999: week + timedelta(minutes=60),
        10_000: week + timedelta(minutes=61),
        10_001: week + timedelta(minutes=62),
        10_002: now() - timedelta(minutes=2),
        10_003: now() - timedelta(minutes=1),
    }
    add = "INSERT INTO checkpoint (size, root, note, at) VALUES ($1, sha256(''), 'note', $2)"
    await superuser.executemany(add, list(signed.items()))
    assert await thin_checkpoints() == 3
    left = await superuser.fetch("SELECT size FROM checkpoint ORDER BY size")
    assert [row["size"] for row in left] == [20, 30, 50, 9_999, 10_001, 10_002, 10_003]
    assert await thin_checkpoints() == 0


async def test_the_seal_holds_by_the_checkpoints_that_are_left(
    sealed: None, settings: Settings, superuser: asyncpg.Connection
) -> None:
    before = await superuser.fetch("SELECT size, at FROM checkpoint")
    await superuser.execute("UPDATE checkpoint SET at = date_trunc('day', at) - interval '40 days'")
    assert await thin_checkpoints() == len(before) - 1
    for row in before:
        change = "UPDATE checkpoint SET at = $2 WHERE size = $1"
        await superuser.execute(change, row["size"], row["at"])
    found = await verified(settings)
    assert (found.findings, found.outcome.checkpoints) == ([], 1)


async def _drop(month: datetime) -> None:
    async with unit_of_work(worker("tests")) as work:
        await work.one("SELECT * FROM journal_drop_month($1)", month.date())
        work.record("journal:drop", "entry", None)


async def forge_drop(*, entries: int, last_seq: int) -> None:
    """Say in the journal that so many entries were dropped, as whoever owns the database may."""
    async with unit_of_work(worker("journal_retention")) as work:
        facts = {"month": "2025-01", "entries": 1, "dropped": entries, "last_seq": last_seq}
        work.record("journal:drop", "entry", None, after=facts)


def _id(seq: int) -> str:
    return " ".join(("(SELECT id FROM entry WHERE seq =", str(seq), ")"))
