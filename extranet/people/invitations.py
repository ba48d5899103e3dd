"""Inviting somebody into an agency, sending the invitation again, withdrawing it.

The mail is written by a job (`extranet.people.jobs`): whether its address has an account already is
found there, when whoever invites has had their answer. Nothing here depends on it, unless they may
see that account anyway.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from extranet.core.access import Actor, Role
from extranet.core.clock import now
from extranet.core.database import Row, UnitOfWork, unit_of_work
from extranet.core.errors import Forbidden, NotFound, PalierError
from extranet.core.ids import new_id
from extranet.people import invitation_quota

LIFETIME = timedelta(days=7)
SEND = "send_invitation"
"""The job that writes the mail of an invitation."""

_INVITE = """
    INSERT INTO invitation
        (id, email, first_name, last_name, role, agency_id, invited_by, expires_at)
    SELECT i.id, i.email, i.first_name, i.last_name, i.role, i.agency_id, $7, $8
    FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::uuid[])
        AS i (id, email, first_name, last_name, role, agency_id)
    ON CONFLICT (agency_id, email) DO NOTHING
    RETURNING id
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
    people, `invitation_quota.TooManyInvitations`.
    """
    if not actor.may_give(newcomer.role):
        raise Forbidden
    async with unit_of_work(actor) as work:
        await work.one_or_404(_OPEN, newcomer.agency_id)
        here = await work.value("SELECT id FROM person WHERE email = $1", newcomer.email)
        if here is not None:
            raise AlreadyHere(here)
        await invitation_quota.count(work, 1)
        invitation_id = new_id()
        if not await _insert(work, {invitation_id: newcomer}):
            raise AlreadyInvited
        await work.enqueue(SEND, str(invitation_id), urgent=True)
        _record_made(work, invitation_id, newcomer)


async def invite_all(work: UnitOfWork, newcomers: Sequence[Newcomer]) -> list[bool]:
    """Invite everybody of a list: whether each one was, for an address may be invited already.

    Nobody waits for these mails: those of single invitations leave before. Raises
    `invitation_quota.TooManyInvitations`; roles and agencies are the caller's to check, and the
    database's.
    """
    await invitation_quota.count(work, len(newcomers))
    wanted = {new_id(): newcomer for newcomer in newcomers}
    written = await _insert(work, wanted)
    await work.enqueue_all(SEND, [str(invitation_id) for invitation_id in written])
    for invitation_id in written:
        _record_made(work, invitation_id, wanted[invitation_id])
    return [invitation_id in written for invitation_id in wanted]


async def resend(actor: Actor, invitation_id: UUID) -> None:
    """Have a new mail with a new link leave; the old link is dead at once.

    Raises like `withdraw`, and `invitation_quota.TooManyInvitations`. Who sends it again is who
    invites now.
    """
    async with unit_of_work(actor) as work:
        newcomer = _newcomer(await _take_back(work, invitation_id))
        await invitation_quota.count(work, 1)
        await _insert(work, {invitation_id: newcomer})
        await work.enqueue(SEND, str(invitation_id), urgent=True)
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


async def _insert(work: UnitOfWork, wanted: Mapping[UUID, Newcomer]) -> set[UUID]:
    """Write invitations; return those that were not there already."""
    people = list(wanted.values())
    rows = await work.all(
        _INVITE,
        list(wanted),
        [one.email for one in people],
        [one.first_name for one in people],
        [one.last_name for one in people],
        [one.role.value for one in people],
        [one.agency_id for one in people],
        work.actor.person_id,
        now() + LIFETIME,
    )
    return {row["id"] for row in rows}


def _record_made(work: UnitOfWork, invitation_id: UUID, newcomer: Newcomer) -> None:
    work.record(
        "invitation:make",
        "invitation",
        invitation_id,
        after={"role": newcomer.role, "agency": newcomer.agency_id},
        personal=_personal(newcomer),
    )


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
