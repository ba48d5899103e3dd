"""The other end of an invitation: somebody with the link sees who invites them, and accepts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from extranet.core.access import Actor, Role
from extranet.core.database import Row, unit_of_work
from extranet.core.ids import new_id
from extranet.core.tokens import digest
from extranet.people import signing_in
from extranet.people.links import DeadLink, refuse_dead, refuse_flood
from extranet.people.password_rules import refuse_weak
from extranet.people.passwords import hash_password

# The view is journalled when there is something to view, as that of the invitation found.
_LOOK = """
    SELECT b.*, journal_record(jsonb_set($2::jsonb, '{entries,0,object_id}', to_jsonb(b.id)))
    FROM invitation_behind($1) b
"""
_FIND = "SELECT * FROM invitation_behind($1)"
_ACCEPT = "SELECT * FROM accept_invitation($1, $2, $3, $4)"


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the invited person is told; `inviter` is empty for who was invited from the command
    line."""

    first_name: str
    last_name: str
    email: str
    role: Role
    agency_name: str
    inviter: str
    expires_at: datetime

    @property
    def about(self) -> tuple[str, ...]:
        """What a password of theirs must not hold."""
        return self.first_name, self.last_name, self.email


async def look(visitor: Actor, token: str) -> Invitation:
    """The invitation behind `token`, and journal that it was looked at; raise `DeadLink`."""
    async with unit_of_work(visitor) as work:
        entry = work.view("invitation:open", "invitation", None)
        return _invitation(await work.one(_LOOK, digest(token), entry))


async def find(visitor: Actor, token: str) -> Invitation:
    """The invitation behind `token`, for a form that comes back; raise `DeadLink`."""
    async with unit_of_work(visitor) as work:
        return _invitation(await work.one(_FIND, digest(token)))


async def accept(visitor: Actor, token: str, password: str, replaces: UUID | None) -> str:
    """Make the account of whoever holds `token`, as it was invited and with the visitor's
    language, and sign them in; return the token of their session.

    Raises `DeadLink`, `PasswordRefused` or `throttle.TooManyTries`. Of two who hold the link, one
    gets the account.
    """
    await refuse_flood(visitor, token)
    try:
        found = await find(visitor, token)
    except DeadLink:
        raise await refuse_dead(visitor, token) from None
    await refuse_weak(password, found.about)
    hashed = await hash_password(password)
    person_id = new_id()
    async with unit_of_work(visitor) as work:
        row = await work.one(_ACCEPT, digest(token), person_id, hashed, visitor.locale)
        if row is None:
            raise DeadLink
        work.record(
            "invitation:accept",
            "invitation",
            row["id"],
            after={"person": person_id, "role": row["role"], "agency": row["agency_id"]},
            personal={
                "name": f"{row['first_name']} {row['last_name']}",
                "email": row["email"],
            },
        )
        return await signing_in.begin_session(work, person_id, replaces)


def _invitation(row: Row | None) -> Invitation:
    if row is None:
        raise DeadLink
    return Invitation(
        first_name=row["first_name"],
        last_name=row["last_name"],
        email=row["email"],
        role=Role(row["role"]),
        agency_name=row["agency_name"],
        inviter=row["inviter"],
        expires_at=row["expires_at"],
    )
