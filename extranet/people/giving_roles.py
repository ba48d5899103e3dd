"""Giving somebody another role: by whoever may give both, never to oneself.

Their sessions end with it, since what they were opened for is another; they sign in again.
"""

from uuid import UUID

from extranet.core.access import Actor, Role
from extranet.core.database import unit_of_work
from extranet.core.errors import Conflict, Forbidden
from extranet.core.i18n import N_
from extranet.people import followings

_MOVED_ON = N_("Cette fiche a changé entre-temps. Rechargez la page pour la voir.")
_NAMED = "SELECT role, first_name || ' ' || last_name AS name FROM person WHERE id = $1"


def roles_for(actor: Actor, person_id: UUID, role: Role) -> list[Role]:
    """The roles the actor may give somebody they see who has `role`; none where it is not theirs to
    take away."""
    if person_id == actor.person_id or not actor.may_give(role):
        return []
    return [one for one in Role if one is not role and actor.may_give(one)]


async def give_role(actor: Actor, person_id: UUID, role: Role) -> None:
    """Give somebody another role and end their sessions; the one they have already is no change.

    Raises `NotFound` for somebody the actor does not see, `Forbidden` where either role is not
    theirs to give, `Conflict` when the role became another meanwhile.
    """
    async with unit_of_work(actor) as work:
        row = await work.one_or_404(_NAMED, person_id)
        present = Role(row["role"])
        if person_id == actor.person_id or not actor.may_give(present):
            raise Forbidden
        if role is present:
            return
        if not actor.may_give(role):
            raise Forbidden
        former = await work.value("SELECT give_role($1, $2)", person_id, role.value)
        if former is None:
            raise Conflict(_MOVED_ON)
        ended = await work.value("SELECT end_former_sessions($1)", person_id)
        work.record(
            "role:give",
            "person",
            person_id,
            before={"former_role": former},
            after={"role": role, "sessions": ended},
            personal={"name": row["name"]},
        )
        await followings.end_broken(work)
