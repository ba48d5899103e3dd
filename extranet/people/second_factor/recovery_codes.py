"""Recovery codes: ten on a sheet of paper, for the day the telephone is lost. Each opens once.

Sixteen figures, so that one field takes them as it takes six, on a keyboard of figures. Kept as a
digest under the installation's secret: a copy of the database alone lets nobody try them.
"""

import secrets
from uuid import UUID

from extranet.core.access import Actor
from extranet.core.database import UnitOfWork, unit_of_work
from extranet.core.errors import Forbidden
from extranet.core.ids import new_id
from extranet.core.vault import vault
from extranet.people import own_password
from extranet.people.second_factor.standing import is_protected
from extranet.people.second_factor.telling import News, tell

HOW_MANY = 10
FIGURES = 16
_GROUP = 4

_FORGET = "DELETE FROM recovery_code WHERE person_id = $1"
_KEEP = "INSERT INTO recovery_code (id, person_id, digest) VALUES ($1, $2, $3)"


async def make_anew(actor: Actor, password: str) -> list[str]:
    """Make ten new codes and return them, this once; those made before are dead.

    Raises `own_password.WrongPassword` or `throttle.TooManyTries`, and `Forbidden` for somebody
    without a second factor, whom they would open nothing.
    """
    await own_password.check(actor, password)
    async with unit_of_work(actor) as work:
        if not await is_protected(work):
            raise Forbidden
        codes = await make(work)
        await tell(work, News.CODES_MADE)
    return codes


async def make(work: UnitOfWork) -> list[str]:
    """Make the actor's codes in place of those they had; return them as they are written."""
    person_id = work.actor.person_id
    codes = [_new_code() for _ in range(HOW_MANY)]
    await work.run(_FORGET, person_id)
    for code in codes:
        await work.run(_KEEP, new_id(), person_id, digest_of(person_id, code))
    work.record("recovery:make", "person", person_id, after={"codes": len(codes)})
    return [written(code) for code in codes]


async def forget(work: UnitOfWork) -> None:
    """Delete the actor's codes: there is no second factor left that they stand for."""
    await work.run(_FORGET, work.actor.person_id)


def digest_of(person_id: UUID | None, code: str) -> bytes:
    """What the database keeps of the figures of a code, bound to its person."""
    return vault().fingerprint(f"recovery code\0{person_id}\0{code}".encode())


def written(code: str) -> str:
    """The figures of a code as people read them: « 4821 9034 7712 5560 »."""
    return " ".join(code[start : start + _GROUP] for start in range(0, FIGURES, _GROUP))


def _new_code() -> str:
    return f"{secrets.randbelow(10**FIGURES):0{FIGURES}}"
