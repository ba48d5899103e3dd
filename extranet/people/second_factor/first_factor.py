"""What changes when somebody gets their first second factor, and when they give up the last."""

from uuid import UUID

from extranet.core.database import UnitOfWork
from extranet.people.second_factor import recovery_codes
from extranet.people.second_factor.standing import is_protected

_END_OTHERS = """
    UPDATE session SET ended_at = now()
    WHERE person_id = $1 AND id <> $2 AND ended_at IS NULL
"""


async def protect(work: UnitOfWork, session_id: UUID) -> tuple[list[str], int]:
    """To be called before a factor is added. Where it is the first, make the recovery codes and end
    every session but `session_id`, which were opened without it.

    Returns the codes, to be shown this once, and how many sessions ended; none for a further one.
    """
    if await is_protected(work):
        return [], 0
    ended = await work.run(_END_OTHERS, work.actor.person_id, session_id)
    return await recovery_codes.make(work), ended


async def unprotect(work: UnitOfWork) -> bool:
    """To be called once a factor is removed. Where it was the last, its recovery codes go too;
    returns whether it was."""
    if await is_protected(work):
        return False
    await recovery_codes.forget(work)
    return True
