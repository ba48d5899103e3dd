"""Housekeeping of sign-in."""

from datetime import timedelta

from extranet.core.access import worker
from extranet.core.clock import now
from extranet.core.database import unit_of_work
from extranet.core.jobs import every
from extranet.people import throttle

SESSIONS_KEPT = timedelta(days=30)
"""How long an ended session is kept; what happened in it is in the journal."""

_PURGE_SESSIONS = "DELETE FROM session WHERE coalesce(ended_at, expires_at) < $1"


@every("forget_sign_in_failures", "7 * * * *")
async def forget_sign_in_failures() -> None:
    """Forget failures that no longer count, and sessions that ended a month ago."""
    async with unit_of_work(worker("forget_sign_in_failures"), housekeeping=True) as work:
        await throttle.purge(work)
        await work.run(_PURGE_SESSIONS, now() - SESSIONS_KEPT)
