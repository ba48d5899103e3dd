"""Entries lie by month, are found whichever they lie in, and reached by their table alone."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.jobs import keep_months
from audit.months import AHEAD, count_astray, first_id, month_after, open_months
from audit.seal.tests.conftest import Tamper
from extranet.core.access import ActorKind, worker
from extranet.core.clock import now
from extranet.core.database import unit_of_work
from extranet.core.journal import Entry, Who, dump

_PARTITIONS = """
SELECT c.oid::regclass::text AS name, c.relrowsecurity AND c.relforcerowsecurity AS forced,
    EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid) AS open,
    (SELECT count(*) FROM aclexplode(c.relacl) x WHERE x.grantee <> c.relowner) AS grants
FROM pg_class c WHERE c.relispartition AND c.relkind = 'r'
"""
_LIES_IN = "SELECT tableoid::regclass::text FROM entry WHERE object_kind = 'test' ORDER BY seq"
INSTANTS = st.integers(0, 80 * 365 * 24 * 3600).map(
    lambda seconds: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


@pytest.fixture
async def months(superuser: asyncpg.Connection) -> list[str]:
    """The months of entries there are."""
    rows = await superuser.fetch(_PARTITIONS)
    return sorted(row["name"] for row in rows if row["name"].startswith("entry_2"))


async def write_born_at(born: datetime) -> None:
    """Write an entry whose id was born then."""
    born_then = UUID(int=first_id(born).int | 0x7 << 76 | 0x8 << 60)
    async with unit_of_work(worker("tests")) as work:
        text = dump([Entry("sale:view", "test", None, id=born_then)], Who("", "", ""))
        await work.value("SELECT journal_record($1::jsonb)", text)
        work.journalled = True


async def test_nobody_reaches_a_month_around_its_table(superuser: asyncpg.Connection) -> None:
    rows = await superuser.fetch(_PARTITIONS)
    assert len(rows) >= 2 * (AHEAD + 2)
    for row in rows:
        assert row["forced"], row["name"]
        assert not row["open"], row["name"]
        assert not row["grants"], row["name"]
    async with unit_of_work(worker("tests")) as work:
        work.record("sale:view", "sale", None)
    for kind in ActorKind:
        for row in rows:
            async with superuser.transaction():
                await superuser.execute(f"SET LOCAL ROLE {kind.database_role}")
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    async with superuser.transaction():
                        await superuser.execute(" ".join(("SELECT FROM", row["name"])))


async def test_an_entry_lies_in_the_month_its_id_was_born_in(
    superuser: asyncpg.Connection, months: list[str]
) -> None:
    for born in (now(), month_after(now(), 1)):
        await write_born_at(born)
    names = [f"entry_{born:%Y_%m}" for born in (now(), month_after(now(), 1))]
    assert [row[0] for row in await superuser.fetch(_LIES_IN)] == names
    assert set(names) < set(months)


async def test_what_no_month_takes_is_written_watched_and_moved_once_there_is_one(
    superuser: asyncpg.Connection, tamper: Tamper
) -> None:
    await open_months()
    later = month_after(now(), AHEAD)
    name = f"entry_{later:%Y_%m}"
    await tamper(f"DROP TABLE {name}; DROP TABLE {name.replace('entry', 'entry_details')}")
    await write_born_at(later)
    await write_born_at(datetime(2011, 1, 1, tzinfo=UTC))
    assert [row[0] for row in await superuser.fetch(_LIES_IN)] == ["entry_other"] * 2
    assert await open_months() == 1
    assert [row[0] for row in await superuser.fetch(_LIES_IN)] == [name, "entry_other"]
    details = await superuser.fetch("SELECT tableoid::regclass::text FROM entry_details")
    assert {row[0] for row in details} == {
        name.replace("entry", "entry_details"),
        "entry_details_other",
    }
    assert await count_astray() == 1
    assert await open_months() == 0
    await keep_months()


@given(INSTANTS)
def test_months_follow_each_other_without_a_gap(moment: datetime) -> None:
    month = month_after(moment, 0)
    assert month <= moment < month_after(moment, 1)
    assert month_after(month, 13) == month_after(month_after(month, 6), 7)
    assert month_after(month - timedelta(microseconds=1), 1) == month


async def test_the_database_and_we_agree_where_a_month_begins(
    superuser: asyncpg.Connection,
) -> None:
    months = [month_after(now(), ahead) for ahead in range(-600, 600)]
    found = await superuser.fetch(
        "SELECT journal_first_id(month) FROM unnest($1::timestamptz[]) AS month", months
    )
    assert [row[0] for row in found] == [first_id(month) for month in months]
