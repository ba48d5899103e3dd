"""The second step of signing in: a code of the application, or one from the sheet of paper.

Codes of six figures are few, so that tries are counted for each account; whoever knows a password
can fill that count in its owner's name. So a recovery code, which nobody guesses, and a passkey are
never refused for it: they are counted by the network address alone.
"""

from dataclasses import dataclass
from uuid import UUID

from anyio import CapacityLimiter

from extranet.core.access import Actor
from extranet.core.clock import now
from extranet.core.database import Row, unit_of_work
from extranet.core.errors import PalierError
from extranet.core.tokens import digest
from extranet.people import throttle
from extranet.people.second_factor import authenticator, recovery_codes
from extranet.people.second_factor.authenticator import WrongCode
from extranet.people.second_factor.telling import News, tell
from extranet.people.signing_in import begin_session

_CODE = throttle.Limit("second factor")
_RECOVERY = throttle.Limit("recovery code")

# One at a time: a thousand tries sent at once find the count of those that failed before them.
_door = CapacityLimiter(1)

_BEHIND = "SELECT * FROM half_session_behind($1)"
_USE_STEP = "SELECT use_authenticator_step($1, $2)"
_USE_RECOVERY = "SELECT * FROM use_recovery_code($1, $2)"


class NotBegun(PalierError):
    """There is no half-open session (any more): one begins with the password again."""


@dataclass(frozen=True, slots=True)
class Awaited:
    """What somebody who gave their password may prove themselves with, besides recovery codes."""

    codes: bool
    passkeys: bool


async def look(visitor: Actor, token: str) -> Awaited:
    """What the half-open session behind `token` waits for; raise `NotBegun`."""
    async with unit_of_work(visitor) as work:
        row = _begun(await work.one(_BEHIND, digest(token)))
    return Awaited(codes=row["secret"] is not None, passkeys=row["passkeys"])


async def open_with_code(visitor: Actor, token: str, code: str, replaces: UUID | None) -> str:
    """Open the session wholly, under a new token, which is returned; `code` is figures alone.

    Raises `NotBegun`, `WrongCode` or `throttle.TooManyTries`.
    """
    async with _door:
        if len(code) == recovery_codes.FIGURES:
            return await _with_recovery_code(visitor, token, code, replaces)
        return await _with_step(visitor, token, code, replaces)


async def _with_step(visitor: Actor, token: str, code: str, replaces: UUID | None) -> str:
    async with unit_of_work(visitor) as work:
        row = _begun(await work.one(_BEHIND, digest(token)))
        person_id = row["person_id"]
        tries = throttle.Tries.of(str(person_id), visitor.origin.address, _CODE)
        await throttle.refuse_too_many(work, tries)
        step = _step(row, code)
        if step is not None and await work.value(_USE_STEP, digest(token), step):
            return await begin_session(work, person_id, replaces, manner="authenticator")
        await throttle.count(work, tries)
        if (await throttle.waits_of(work, tries)).account is not None:
            await tell(work, News.GUESSED, person_id)
        work.record("session:refuse_second", "person", person_id, after={"person": person_id})
    raise WrongCode


async def _with_recovery_code(visitor: Actor, token: str, code: str, replaces: UUID | None) -> str:
    async with unit_of_work(visitor) as work:
        person_id = _begun(await work.one(_BEHIND, digest(token)))["person_id"]
        tries = throttle.Tries.of(str(person_id), visitor.origin.address, _RECOVERY)
        wait = (await throttle.waits_of(work, tries)).address
        if wait is not None:
            raise throttle.TooManyTries(wait, tries.account)
        kept = recovery_codes.digest_of(person_id, code)
        used = await work.one(_USE_RECOVERY, digest(token), kept)
        if used is not None:
            work.record(
                "recovery:use",
                "person",
                person_id,
                after={"person": person_id, "codes": used["codes_left"]},
            )
            await tell(work, News.CODE_USED, person_id)
            return await begin_session(work, person_id, replaces, manner="recovery")
        await throttle.count(work, tries)
        work.record("session:refuse_second", "person", person_id, after={"person": person_id})
    raise WrongCode


def _begun(row: Row | None) -> Row:
    if row is None:
        raise NotBegun
    return row


def _step(row: Row, code: str) -> int | None:
    if row["secret"] is None:
        return None
    secret = authenticator.open_secret(row["person_id"], row["secret"])
    return authenticator.matching_step(secret, code, now(), after=row["last_step"])
