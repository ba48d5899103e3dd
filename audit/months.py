"""The months the journal lies in: made ahead, so that no entry waits for one.

An entry belongs to the month its id was born in. What no month takes lies apart until there is
one, and is watched: nothing is ever refused for want of a month.
"""

from datetime import UTC, datetime
from uuid import UUID

from extranet.core.access import worker
from extranet.core.clock import now
from extranet.core.database import UnitOfWork, unit_of_work

AHEAD = 3
"""Months there are beyond the present one."""

_OPEN = """
SELECT count(*) FILTER (WHERE journal_open_month(month::date))
FROM unnest($1::timestamp[]) AS month
"""
_OLDEST = """
SELECT min(substr(relname, 7)) FROM pg_class
WHERE relispartition AND relname ~ '^entry_\\d{4}_\\d\\d$'
"""
# Bounds of no month's leave the planner the table of what has none.
_ASTRAY = """
SELECT count(*) FROM (SELECT FROM entry WHERE id < $1 OR id >= $2 LIMIT 10000) AS astray
"""


async def open_months() -> int:
    """Make the months to come, and any since the oldest that is missing; return how many were."""
    # Nobody's act, and it changes no row.
    async with unit_of_work(worker("journal_months"), housekeeping=True) as work:
        months = [await oldest_month(work)]
        while months[-1] < month_after(now(), AHEAD):
            months.append(month_after(months[-1], 1))
        made: int = await work.value(_OPEN, [month.replace(tzinfo=None) for month in months])
    return made


async def count_astray() -> int:
    """How many entries lie in no month, ten thousand at most: their ids were born by a clock that
    is far off, or written by hand."""
    async with unit_of_work(worker("journal_months")) as work:
        oldest = await oldest_month(work)
        newest = month_after(now(), AHEAD + 1)
        many: int = await work.value(_ASTRAY, first_id(oldest), first_id(newest))
    return many


async def oldest_month(work: UnitOfWork) -> datetime:
    """The first instant of the oldest month there is."""
    year_month = await work.value(_OLDEST)
    return datetime.strptime(year_month, "%Y_%m").replace(tzinfo=UTC)


def month_after(moment: datetime, months: int) -> datetime:
    """The first instant of the month that comes so many after that of `moment`; UTC."""
    moment = moment.astimezone(UTC)
    month = 12 * moment.year + moment.month - 1 + months
    return datetime(month // 12, month % 12 + 1, 1, tzinfo=UTC)


def first_id(moment: datetime) -> UUID:
    """What no UUIDv7 born at `moment` or later is below."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)
