"""Inviting somebody into an agency, sending the invitation again, withdrawing it.

The mail is written by a job (`extranet.people.jobs`): whether its address has an account already is
found there, when whoever invites has had their answer. Nothing here depends on it, unless they may
see that account anyway.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from extranet.core.access import Actor, Role
from extranet.core.clock import now
from extranet.core.database import Row, UnitOfWork, unit_of_work
from extranet.core.errors import Forbidden, NotFound, PalierError
from extranet.core.ids import new_id

LIFETIME = timedelta(days=7)
SEND = "send_invitation"
"""The job that writes the mail of an invitation."""

_INVITE = """
    INSERT INTO invitation
        (id, email, first_name, last_name, role, agency_id, invited_by, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (agency_id, email) DO NOTHING
"""
_OPEN = "SELECT id FROM agency WHERE id = $1 AND closed_at IS NULL"
_TAKE_BACK = "DELETE FROM invitation WHERE id = $1 RETURNING *"


class AlreadyHere(PalierError):
    """Somebody the actor sees has this e-mail address: `person_id`."""

    def __init__(self, person_id: UUID) -> None:
        super().__init__()
        self.person_id = person_id


class AlreadyInvited(PalierError):
    """This address is invited into this agency already."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who is invited; `email` as accounts are kept."""

    email: str
    first_name: str
    last_name: str
    role: Role
    agency_id: UUID


async def invite(actor: Actor, newcomer: Newcomer) -> None:
    """Invite somebody: a mail with a link of their own leaves, once.

    Raises `Forbidden` for a role the actor may not give, `NotFound` for an agency they do not see
    or that is closed, `AlreadyHere` or `AlreadyInvited` for what they see as well on the page of
    people.
    """
    if not actor.may_give(newcomer.role):
        raise Forbidden
    async with unit_of_work(actor) as work:
        await work.one_or_404(_OPEN, newcomer.agency_id)
        here = await work.value("SELECT id FROM person WHERE email = $1", newcomer.email)
        if here is not None:
            raise AlreadyHere(here)
        invitation_id = new_id()
        if not await _insert(work, invitation_id, newcomer):
            raise AlreadyInvited
        work.record(
            "invitation:make",
            "invitation",
            invitation_id,
            after={"role": newcomer.role, "agency": newcomer.agency_id},
            personal=_personal(newcomer),
        )


async def resend(actor: Actor, invitation_id: UUID) -> None:
    """Have a new mail with a new link leave; the old link is dead at once.

    Raises like `withdraw`. Who sends it again is who invites now.
    """
    async with unit_of_work(actor) as work:
        newcomer = _newcomer(await _take_back(work, invitation_id))
        await _insert(work, invitation_id, newcomer)
        work.record(
            "invitation:resend",
            "invitation",
            invitation_id,
            after={"role": newcomer.role, "agency": newcomer.agency_id},
            personal=_personal(newcomer),
        )


async def withdraw(actor: Actor, invitation_id: UUID) -> None:
    """Take an invitation back: its link is dead, and nothing is kept of it but the journal.

    Raises `NotFound` when the actor sees no such invitation or it was answered meanwhile,
    `Forbidden` when it gives a role they may not give.
    """
    async with unit_of_work(actor) as work:
        newcomer = _newcomer(await _take_back(work, invitation_id))
        work.record(
            "invitation:withdraw",
            "invitation",
            invitation_id,
            before={"role": newcomer.role, "agency": newcomer.agency_id},
            personal=_personal(newcomer),
        )


async def _insert(work: UnitOfWork, invitation_id: UUID, newcomer: Newcomer) -> bool:
    """Whether it was written; the mail is enqueued with it."""
    written = await work.run(
        _INVITE,
        invitation_id,
        newcomer.email,
        newcomer.first_name,
        newcomer.last_name,
        newcomer.role.value,
        newcomer.agency_id,
        work.actor.person_id,
        now() + LIFETIME,
    )
    if not written:
        return False
    await work.enqueue(SEND, str(invitation_id), urgent=True)
    return True


async def _take_back(work: UnitOfWork, invitation_id: UUID) -> Row:
    row = await work.one_or_404("SELECT role FROM invitation WHERE id = $1", invitation_id)
    if not work.actor.may_give(Role(row["role"])):
        raise Forbidden
    taken = await work.one(_TAKE_BACK, invitation_id)
    if taken is None:
        raise NotFound
    return taken


def _newcomer(row: Row) -> Newcomer:
    return Newcomer(
        email=row["email"],
        first_name=row["first_name"],
        last_name=row["last_name"],
        role=Role(row["role"]),
        agency_id=row["agency_id"],
    )


def _personal(newcomer: Newcomer) -> dict[str, str]:
    name = f"{newcomer.first_name} {newcomer.last_name}"
    return {"name": name, "email": newcomer.email}
