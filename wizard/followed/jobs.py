"""Telling referents, on the mornings of working days."""

from uuid import UUID

from extranet.core.access import worker
from extranet.core.database import unit_of_work
from extranet.core.jobs import every, job
from wizard.followed.telling import TELL, enqueue_all, tell


@every("tell_referents", "30 5 * * 1-6")
async def tell_referents() -> None:
    """Have the mails of the day written, one job a referent."""
    async with unit_of_work(worker("tell_referents"), housekeeping=True) as work:
        await enqueue_all(work)


@job(TELL)
async def tell_referent(payload: str) -> None:
    """Write to the referent `payload`, once a day."""
    # Housekeeping: they may have been written to before, or nothing stands still any more, which
    # is nobody's act. A mail is journalled.
    async with unit_of_work(worker(TELL), housekeeping=True) as work:
        await tell(work, UUID(payload))
