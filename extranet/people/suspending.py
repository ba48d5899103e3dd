"""Suspending an account and reinstating it.

A suspended person opens nothing any more: their sessions end, their tablets keep what was typed
and say why it does not leave. Reinstated, they sign in again, and it leaves.
"""

from uuid import UUID

from extranet.core.access import Actor, Permission, Role
from extranet.core.database import UnitOfWork, unit_of_work
from extranet.core.errors import Conflict, Forbidden
from extranet.core.i18n import N_

_WHOM: dict[Role, frozenset[Role]] = {
    Role.MANAGER: frozenset({Role.ADVISER, Role.REFERENT}),
    Role.BACK_OFFICE: frozenset({Role.ADVISER, Role.REFERENT, Role.MANAGER}),
    Role.BACK_OFFICE_LEAD: frozenset({Role.ADVISER, Role.REFERENT, Role.MANAGER, Role.BACK_OFFICE}),
    Role.ADMINISTRATOR: frozenset(Role),
}
_WHO = "SELECT role, suspended_for FROM person WHERE id = $1"
_NOT_SO = {
    "contract": N_("Son contrat a pris fin : le nouveau, une fois enregistré, rétablit le compte."),
    "departure": N_("Cette personne a quitté l’entreprise : son retour s’enregistre à part."),
}
_SWITCH = "SELECT switch_account($1, $2)"


def may_suspend(actor: Actor, person_id: UUID, role: Role) -> bool:
    """Whether the actor may suspend and reinstate somebody they see: never themselves."""
    if actor.role is None or not actor.may(Permission.PERSON_SUSPEND):
        return False
    return person_id != actor.person_id and role in _WHOM[actor.role]


async def suspend(actor: Actor, person_id: UUID) -> None:
    """Suspend an account and end all of its sessions; one suspended already stays as it is.

    Raises `NotFound` for somebody the actor does not see, `Forbidden` for one they may not suspend,
    `Conflict` for one whom the house suspended, by the end of their contract or their leaving.
    """
    async with unit_of_work(actor) as work:
        await _check(work, person_id)
        name = await work.value(_SWITCH, person_id, False)
        if name is None:
            return
        ended = await work.value("SELECT end_suspended_sessions($1)", person_id)
        work.record(
            "person:suspend",
            "person",
            person_id,
            before={"active": True},
            after={"active": False, "sessions": ended},
            personal={"name": name},
        )


async def reinstate(actor: Actor, person_id: UUID) -> None:
    """Make a suspended account active again: its person signs in as before.

    Raises like `suspend`; an account that is active stays as it is.
    """
    async with unit_of_work(actor) as work:
        await _check(work, person_id)
        name = await work.value(_SWITCH, person_id, True)
        if name is None:
            return
        work.record(
            "person:reinstate",
            "person",
            person_id,
            before={"active": False},
            after={"active": True},
            personal={"name": name},
        )


async def _check(work: UnitOfWork, person_id: UUID) -> None:
    row = await work.one_or_404(_WHO, person_id)
    if not may_suspend(work.actor, person_id, Role(row["role"])):
        raise Forbidden
    if row["suspended_for"]:
        raise Conflict(_NOT_SO[row["suspended_for"]])
