"""How long the journal is kept: whole months go once they are older than `JOURNAL_MONTHS`.

Their leaves stay, so that the seal still holds, and what went is named by an entry of its own,
which `extranet audit verify` compares with what is missing (docs/journal.md).
"""

from dataclasses import dataclass
from datetime import datetime

from audit.months import first_id, month_after, oldest_month
from extranet.core.access import worker
from extranet.core.clock import now
from extranet.core.database import unit_of_work
from extranet.core.settings import installed

_UNSEALED = """
SELECT count(*) FROM entry e
WHERE e.id < $1 AND NOT EXISTS (SELECT FROM leaf l WHERE l.seq = e.seq)
"""
# "act =" is said as in `audit.reading`, so that the index gives the order.
_FORMER = """
SELECT (facts -> 'after' ->> 'dropped')::bigint AS dropped,
    (facts -> 'after' ->> 'last_seq')::bigint AS last_seq
FROM entry WHERE act >= 'journal:drop' AND act <= 'journal:drop' ORDER BY act, seq DESC LIMIT 1
"""
_DROP = "SELECT * FROM journal_drop_month($1)"


class NotSealed(Exception):
    """A month that is due holds entries that no seal covers: they would leave no trace."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A month that went, and how many entries it held."""

    month: str
    entries: int


async def drop_months() -> list[Dropped]:
    """Drop every month that is older than the journal is kept, the oldest first, each in a
    transaction of its own, and journal it there.

    Raises `NotSealed` at a month that is not wholly sealed, and asyncpg's `LockNotAvailableError`
    where somebody reads the journal at length: the next turn will do.
    """
    gone = []
    while dropped := await _drop_oldest():
        gone.append(dropped)
    return gone


async def _drop_oldest() -> Dropped | None:
    async with unit_of_work(worker("journal_retention")) as work:
        month = await oldest_month(work)
        if not is_due(month, now(), installed().journal_months):
            return None
        if unsealed := await work.value(_UNSEALED, first_id(month_after(month, 1))):
            raise NotSealed(f"{unsealed} entries of {month:%Y-%m} or older are not sealed")
        former = await work.one(_FORMER)
        went = await work.one_or_404(_DROP, month.date())
        dropped = Dropped(f"{month:%Y-%m}", went["entries"])
        # All that ever went, so that the newest of these entries is enough to know it.
        facts = {
            "month": dropped.month,
            "entries": dropped.entries,
            "dropped": dropped.entries + (former["dropped"] if former else 0),
            "last_seq": max(went["last_seq"] or 0, former["last_seq"] if former else 0),
        }
        work.record("journal:drop", "entry", None, after=facts)
    return dropped


def is_due(month: datetime, moment: datetime, kept: int) -> bool:
    """Whether `month`, by its first instant, lies more than `kept` months back at `moment`."""
    return month_after(month, 1) <= month_after(moment, -kept)


async def thin_checkpoints() -> int:
    """Forget most older checkpoints, for later ones prove what they did: all of the last day stay,
    then one an hour, after a month one a day, and one for every ten thousand entries. Returns how
    many went."""
    # Nobody's act, like the signing of them.
    async with unit_of_work(worker("journal_retention"), housekeeping=True) as work:
        many: int = await work.value("SELECT journal_thin_checkpoints()")
    return many
