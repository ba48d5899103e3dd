"""Sealing the journal, while entries come; its months, made ahead and dropped in time."""

from asyncpg import LockNotAvailableError

from audit.months import count_astray, open_months
from audit.retention import NotSealed, drop_months, thin_checkpoints
from audit.seal.sealing import seal_journal
from audit.seal.tree import TreeBroken
from extranet.core.jobs import every
from extranet.core.logs import log


# Every six seconds, so that with what a turn takes an entry is sealed within ten.
@every("seal_journal", "* * * * * */6")
async def seal() -> None:
    """Seal what came since the last time; say so where the tree is broken, and leave it alone."""
    try:
        await seal_journal()
    except TreeBroken as broken:
        log.error("the journal is not sealed any more", why=str(broken))


@every("journal_months", "7 * * * *")
async def keep_months() -> None:
    """Make the months to come; say so where entries lie in none."""
    try:
        await open_months()
    except LockNotAvailableError:
        log.info("the journal is being read: its months are made in an hour")
    if astray := await count_astray():
        log.warning("entries of the journal lie in no month", entries=astray)


# Several times a night, for it gives up where somebody reads the journal at length.
@every("journal_retention", "20 1-4 * * *")
async def retain() -> None:
    """Drop the months that are old enough, thin out the checkpoints of older days."""
    try:
        await drop_months()
        await thin_checkpoints()
    except LockNotAvailableError:
        log.info("the journal is being read: its retention runs in an hour")
    except NotSealed as kept:
        log.error("the journal is not dropped", why=str(kept))
