"""Resetting somebody's second factor: they lost all of it, and the back office knows them."""

from uuid import UUID

from extranet.core.access import Actor, Permission, Role
from extranet.core.database import unit_of_work
from extranet.core.errors import Conflict, Forbidden
from extranet.core.i18n import N_
from extranet.people.second_factor.telling import News, tell
from extranet.people.suspending import may_suspend

_ROLE = "SELECT role FROM person WHERE id = $1"
_RESET = "SELECT * FROM reset_second_factor($1)"


def may_reset(actor: Actor, person_id: UUID, role: Role) -> bool:
    """Whether the actor may reset the second factor of somebody they see: whoever may suspend them,
    and nobody their own."""
    return actor.may(Permission.SECOND_FACTOR_RESET) and may_suspend(actor, person_id, role)


async def reset(actor: Actor, person_id: UUID, reason: str) -> None:
    """Delete the passkeys, the authenticator and the recovery codes of somebody, and end all of
    their sessions: they sign in with their password and set up anew.

    Raises `NotFound` for somebody the actor does not see, `Forbidden` for one they may not reset,
    `Conflict` where there is no second factor any more.
    """
    async with unit_of_work(actor) as work:
        row = await work.one_or_404(_ROLE, person_id)
        if not may_reset(actor, person_id, Role(row["role"])):
            raise Forbidden
        done = await work.one(_RESET, person_id)
        if done is None:
            raise Conflict(N_("Cette personne n’a plus de second facteur."))
        work.record(
            "second_factor:reset",
            "person",
            person_id,
            after={"sessions": done["sessions"]},
            personal={"name": done["name"], "why": reason},
        )
        await tell(work, News.RESET, person_id)
