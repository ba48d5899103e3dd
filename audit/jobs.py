"""Sealing the journal, while entries come; its months, made ahead."""

from audit.months import count_astray, open_months
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
    await open_months()
    if astray := await count_astray():
        log.warning("entries of the journal lie in no month", entries=astray)
