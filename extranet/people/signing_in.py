"""Signing in and out: sessions are opened and ended here. That of somebody with a second factor
opens half, and wholly by `extranet.people.second_factor.second_step`.

Those of a revoked tablet end with it (`extranet.people.tablets`).
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from anyio import CapacityLimiter

from extranet.core.access import Actor
from extranet.core.clock import now
from extranet.core.database import Row, UnitOfWork, unit_of_work
from extranet.core.errors import NotFound, PalierError
from extranet.core.ids import new_id
from extranet.core.sessions import LIFETIME
from extranet.core.tokens import digest, new_token
from extranet.people import throttle
from extranet.people.passwords import hash_password, needs_rehash, verify
from extranet.people.second_factor import half_sessions

_LONGEST_EMAIL = 254

# Sign-ins pass two at a time. The throttle is read inside, just before the password is tried: a
# thousand tries sent at once find the count of those that failed before them.
_door = CapacityLimiter(2)

_FIND = """
    SELECT p.id AS person_id, c.password_hash
    FROM person p JOIN credential c ON c.person_id = p.id
    WHERE p.email = $1 AND p.active
"""
_OPEN = """
    INSERT INTO session (id, token_digest, person_id, device, address, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6)
"""
_REHASH = "UPDATE credential SET password_hash = $2, changed_at = now() WHERE person_id = $1"
_END = "UPDATE session SET ended_at = now() WHERE id = $1 AND ended_at IS NULL"
_END_OTHERS = """
    UPDATE session SET ended_at = now()
    WHERE id <> $1 AND person_id = $2 AND ended_at IS NULL RETURNING id
"""
_IS_PROTECTED = "SELECT has_second_factor($1)"


class SignInRefused(PalierError):
    """Account and password do not go together, or the account is suspended: not told apart."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The token of a session, or of one that is `half` open and waits for the second factor."""

    token: str
    half: bool


async def open_session(
    visitor: Actor, email: str, password: str, *, replaces: UUID | None = None
) -> Opened:
    """Open a new session and end the one it replaces; for somebody with a second factor, half open
    one and end none.

    Raises `SignInRefused` or `throttle.TooManyTries`. Both take as long for an account that exists
    as for one that does not.
    """
    account = account_named(email)
    tries = throttle.Tries.of(account, visitor.origin.address)
    async with _door:
        found = await _find(visitor, tries, account)
        kept = found["password_hash"] if found is not None else None
        right = await verify(kept, password)
        if found is None or not right:
            await _refuse(visitor, tries)
            raise SignInRefused
    fresh = await hash_password(password) if needs_rehash(found["password_hash"]) else None
    async with unit_of_work(visitor) as work:
        if fresh is not None:
            await work.run(_REHASH, found["person_id"], fresh)
        if await work.value(_IS_PROTECTED, found["person_id"]):
            return Opened(await half_sessions.begin(work, found["person_id"]), half=True)
        return Opened(await begin_session(work, found["person_id"], replaces), half=False)


async def begin_session(
    work: UnitOfWork, person_id: UUID, replaces: UUID | None, *, manner: str = "password"
) -> str:
    """Open a session of somebody a visitor has shown to be in this `manner`, and end the one it
    replaces; return its token."""
    if replaces is not None:
        await _end(work, replaces, "replaced")
    token = new_token()
    await _insert(work, token, person_id, manner)
    return token


async def end_session(actor: Actor, session_id: UUID) -> None:
    """End one of the actor's own sessions; raise `NotFound` for another's or an ended one."""
    async with unit_of_work(actor) as work:
        if not await _end(work, session_id, "ended"):
            raise NotFound


async def end_other_sessions(actor: Actor, kept: UUID) -> int:
    """End all of the actor's sessions but `kept`; return how many."""
    async with unit_of_work(actor) as work:
        rows = await work.all(_END_OTHERS, kept, actor.person_id)
        for row in rows:
            work.record("session:end", "session", row["id"], after={"reason": "ended"})
    return len(rows)


def account_named(email: str) -> str:
    """The e-mail address as accounts are kept; nothing where it can be nobody's."""
    account = email.strip().lower()
    return account if len(account) <= _LONGEST_EMAIL and account.isprintable() else ""


async def _find(visitor: Actor, tries: throttle.Tries, account: str) -> Row | None:
    async with unit_of_work(visitor) as work:
        await throttle.refuse_too_many(work, tries)
        return await work.one(_FIND, account)


async def _refuse(visitor: Actor, tries: throttle.Tries) -> None:
    async with unit_of_work(visitor) as work:
        await throttle.count(work, tries)
        work.record("session:refuse", "account", None, after={"account": tries.account.hex()})


async def _insert(work: UnitOfWork, token: str, person_id: UUID, manner: str) -> None:
    session_id, origin = new_id(), work.actor.origin
    await work.run(
        _OPEN,
        session_id,
        digest(token),
        person_id,
        origin.device[:300],
        origin.address,
        now() + LIFETIME,
    )
    facts: dict[str, Any] = {"person": person_id, "manner": manner}
    work.record("session:open", "session", session_id, after=facts)


async def _end(work: UnitOfWork, session_id: UUID, reason: str) -> bool:
    if not await work.run(_END, session_id):
        return False
    work.record("session:end", "session", session_id, after={"reason": reason})
    return True
