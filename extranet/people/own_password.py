"""One's own password: asked again before what matters, and changed."""

from uuid import UUID

from anyio import CapacityLimiter

from extranet.core.access import Actor, visitor
from extranet.core.database import unit_of_work
from extranet.core.errors import PalierError
from extranet.people import throttle
from extranet.people.account import own_names
from extranet.people.password_rules import refuse_weak
from extranet.people.passwords import hash_password, verify

TELL_PASSWORD_CHANGED = "tell_password_changed"  # noqa: S105 (the name of a job)
"""The job that tells somebody by e-mail that their password is another."""

# Counted apart from signing in: who holds a stolen session cannot close the door to its owner.
_ASKED = throttle.Limit("own password")

# As with signing in: a thousand tries sent at once find the count of those before them.
_door = CapacityLimiter(2)

_END_OTHERS = """
    UPDATE session SET ended_at = now()
    WHERE person_id = $1 AND id <> $2 AND ended_at IS NULL
"""


class WrongPassword(PalierError):
    """This is not the password of whoever is signed in."""


async def check(actor: Actor, password: str) -> None:
    """Raise `WrongPassword` or `throttle.TooManyTries` unless `password` is the actor's own."""
    stranger = visitor(actor.origin)
    tries = throttle.Tries.of(str(actor.person_id), actor.origin.address, _ASKED)
    async with _door:
        async with unit_of_work(stranger) as work:
            await throttle.refuse_too_many(work, tries)
        async with unit_of_work(actor) as work:
            kept = await work.value("SELECT own_password_hash()")
        if await verify(kept, password):
            return
        async with unit_of_work(stranger, housekeeping=True) as work:
            await throttle.count(work, tries)
    async with unit_of_work(actor) as work:
        work.record("password:refuse", "person", actor.person_id)
    raise WrongPassword


async def change(actor: Actor, session_id: UUID, present: str, new: str) -> None:
    """Set the actor's new password, end all of their sessions but `session_id`, tell them by
    e-mail.

    Raises `WrongPassword`, `PasswordRefused` or `throttle.TooManyTries`.
    """
    await check(actor, present)
    await refuse_weak(new, await own_names(actor))
    hashed = await hash_password(new)
    async with unit_of_work(actor) as work:
        await work.value("SELECT set_own_password($1)", hashed)
        ended = await work.run(_END_OTHERS, actor.person_id, session_id)
        after = {"sessions": ended}
        work.record("password:change", "person", actor.person_id, after=after)
        await work.enqueue(TELL_PASSWORD_CHANGED, str(actor.person_id), urgent=True)
