"""An application that shows a code of six figures every thirty seconds (TOTP, RFC 6238).

Its secret is shown while it is set up, in the session that began it alone; it lies sealed, bound to
its person, and until it is confirmed to that session too. A code is taken from the step before to
the step after ours, and no code a second time.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pyotp

from extranet.core.access import Actor
from extranet.core.clock import now
from extranet.core.database import Row, unit_of_work
from extranet.core.errors import NotFound, PalierError
from extranet.core.ids import new_id
from extranet.core.vault import SealBroken, vault
from extranet.people import own_password
from extranet.people.second_factor.first_factor import protect, unprotect
from extranet.people.second_factor.telling import News, tell

FIGURES = 6
SECONDS = 30
DRIFT = 1
"""Steps a telephone's clock may be off, either way."""

TIME_TO_CONFIRM = timedelta(minutes=15)
_ISSUER = "Palier"

_FORGET_BEGUN = "DELETE FROM authenticator WHERE person_id = $1 AND confirmed_at IS NULL"
_BEGIN = "INSERT INTO authenticator (id, person_id, secret) VALUES ($1, $2, $3)"
_BEGUN = """
    SELECT a.secret, p.email, journal_record($3::jsonb)
    FROM authenticator a JOIN person p ON p.id = a.person_id
    WHERE a.person_id = $1 AND a.confirmed_at IS NULL AND a.begun_at > $2
"""
_TAKE_BEGUN = """
    DELETE FROM authenticator
    WHERE person_id = $1 AND confirmed_at IS NULL AND begun_at > $2
    RETURNING id, secret, begun_at
"""
_FORGET_CONFIRMED = "DELETE FROM authenticator WHERE person_id = $1 AND confirmed_at IS NOT NULL"
_CONFIRM = """
    INSERT INTO authenticator (id, person_id, secret, begun_at, confirmed_at, last_step)
    VALUES ($1, $2, $3, $4, $5, $6)
"""


class WrongCode(PalierError):
    """This is not the code the application shows, or it was used already."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What the application is told: the secret as one types it, and the address of a QR code."""

    secret: str
    address: str


async def begin(actor: Actor, session_id: UUID, password: str) -> None:
    """Make a secret to be confirmed in this session, within a quarter of an hour; one begun before
    is dead.

    Raises `own_password.WrongPassword` or `throttle.TooManyTries`.
    """
    await own_password.check(actor, password)
    async with unit_of_work(actor) as work:
        await work.run(_FORGET_BEGUN, actor.person_id)
        sealed = _seal(pyotp.random_base32(), actor.person_id, session_id)
        await work.run(_BEGIN, new_id(), actor.person_id, sealed)
        work.record("authenticator:begin", "person", actor.person_id)


async def begun(actor: Actor, session_id: UUID) -> Begun:
    """The secret that waits to be confirmed in this session, and journal the view; raise
    `NotFound`."""
    async with unit_of_work(actor) as work:
        entry = work.view("authenticator:show", "person", actor.person_id)
        row = await work.one_or_404(_BEGUN, actor.person_id, now() - TIME_TO_CONFIRM, entry)
        secret = _open_begun(row, actor.person_id, session_id)
    totp = pyotp.TOTP(secret)
    return Begun(secret, totp.provisioning_uri(name=row["email"], issuer_name=_ISSUER))


async def confirm(actor: Actor, session_id: UUID, code: str) -> list[str]:
    """Confirm the secret with a code of it: it is asked for from now on, in place of an older one.

    Returns the recovery codes made with a first factor. Raises `WrongCode`, or `NotFound` when
    nothing waits.
    """
    async with unit_of_work(actor) as work:
        row = await work.one_or_404(_TAKE_BEGUN, actor.person_id, now() - TIME_TO_CONFIRM)
        secret = _open_begun(row, actor.person_id, session_id)
        step = matching_step(secret, code, now())
        if step is None:
            raise WrongCode
        codes, ended = await protect(work, session_id)
        await work.run(_FORGET_CONFIRMED, actor.person_id)
        sealed = _seal(secret, actor.person_id)
        kept = (row["id"], actor.person_id, sealed, row["begun_at"], now(), step)
        await work.run(_CONFIRM, *kept)
        work.record("authenticator:add", "person", actor.person_id, after={"sessions": ended})
        await tell(work, News.AUTHENTICATOR_ADDED)
    return codes


async def remove(actor: Actor, password: str) -> None:
    """Ask for codes no more. Raises `own_password.WrongPassword`, `throttle.TooManyTries` or, where
    there is none, `NotFound`."""
    await own_password.check(actor, password)
    async with unit_of_work(actor) as work:
        if not await work.run(_FORGET_CONFIRMED, actor.person_id):
            raise NotFound
        last = await unprotect(work)
        work.record("authenticator:remove", "person", actor.person_id, after={"last": last})
        await tell(work, News.AUTHENTICATOR_REMOVED)


def matching_step(secret: str, code: str, at: datetime, after: int = 0) -> int | None:
    """The step `code` is the code of, among those taken at `at` and later than `after`."""
    totp = pyotp.TOTP(secret)
    present = int(at.timestamp()) // SECONDS
    found = None
    for step in range(present - DRIFT, present + DRIFT + 1):
        right = hmac.compare_digest(totp.at(step * SECONDS).encode(), code.encode())
        if right and step > after:
            found = step
    return found


def open_secret(person_id: UUID | None, sealed: bytes) -> str:
    """The secret that was sealed for its person."""
    return vault().open(sealed, _context(person_id)).decode()


def _seal(secret: str, person_id: UUID | None, session_id: UUID | None = None) -> bytes:
    return vault().seal(secret.encode(), _context(person_id, session_id))


def _open_begun(row: Row, person_id: UUID | None, session_id: UUID) -> str:
    """The secret that was begun in this session; raise `NotFound` for one of another session."""
    try:
        return vault().open(row["secret"], _context(person_id, session_id)).decode()
    except SealBroken as elsewhere:
        raise NotFound from elsewhere


def _context(person_id: UUID | None, session_id: UUID | None = None) -> str:
    begun = f":{session_id}" if session_id else ""
    return f"authenticator:{person_id}{begun}"
