"""A forgotten password: asked for by e-mail address, set anew by the link that arrives there.

Asking does the same whether or not there is such an account: a row is written and a job enqueued,
which alone finds out. Links asked for before stay good until one is used: somebody who asks in
another's name closes no door to them (`docs/decisions/0017-accounts.md`).
"""

from dataclasses import dataclass
from datetime import timedelta

from anyio import CapacityLimiter

from extranet.core.access import Actor
from extranet.core.clock import now
from extranet.core.database import Row, unit_of_work
from extranet.core.ids import new_id
from extranet.core.tokens import digest
from extranet.people import throttle
from extranet.people.links import DeadLink, refuse_dead, refuse_flood
from extranet.people.own_password import TELL_PASSWORD_CHANGED
from extranet.people.password_rules import refuse_weak
from extranet.people.passwords import hash_password
from extranet.people.signing_in import account_named

LIFETIME = timedelta(hours=1)
ASKING = throttle.Limit("new password", per_account=3)
"""Each mail of a window is good for longer than the window: whoever finds it full has a link."""

SEND = "send_password_link"
"""The job that writes the mail, where there is an account to write to."""

# As with signing in: a thousand that ask at once find the count of those before them.
_door = CapacityLimiter(1)

_ASK = """
    INSERT INTO password_link (id, person_id, expires_at)
    VALUES ($1, (SELECT p.id FROM person p JOIN credential c ON c.person_id = p.id
        WHERE p.email = $2 AND p.active), $3)
"""
_LOOK = """
    SELECT b.*, journal_record(jsonb_set($2::jsonb, '{entries,0,object_id}',
        to_jsonb(b.person_id)))
    FROM password_link_behind($1) b
"""
_FIND = "SELECT * FROM password_link_behind($1)"
_USE = "SELECT use_password_link($1)"
_SET = "UPDATE credential SET password_hash = $2, changed_at = now() WHERE person_id = $1"
_END_ALL = "UPDATE session SET ended_at = now() WHERE person_id = $1 AND ended_at IS NULL"


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose password the link is for."""

    first_name: str
    last_name: str
    email: str

    @property
    def about(self) -> tuple[str, ...]:
        """What a password of theirs must not hold."""
        return self.first_name, self.last_name, self.email


async def ask(visitor: Actor, email: str) -> None:
    """Have a link sent to the active account of this address, if there is one.

    Raises `throttle.TooManyTries` for an address of the network that asks for too many. An account
    asked for too often gets no further mail, and nobody is told.
    """
    account = account_named(email)
    tries = throttle.Tries.of(account, visitor.origin.address, ASKING)
    async with _door, unit_of_work(visitor) as work:
        waits = await throttle.waits_of(work, tries)
        if waits.address is not None:
            raise throttle.TooManyTries(waits.address, tries.account)
        sent = waits.account is None
        if sent:
            link_id = new_id()
            await throttle.count(work, tries)
            await work.run(_ASK, link_id, account, now() + LIFETIME)
            await work.enqueue(SEND, str(link_id), urgent=True)
        after = {"account": tries.account.hex(), "within_limit": sent}
        work.record("password:ask", "account", None, after=after)


async def look(visitor: Actor, token: str) -> Holder:
    """Whose password the link behind `token` is for, and journal the view; raise `DeadLink`."""
    async with unit_of_work(visitor) as work:
        entry = work.view("password:open", "person", None)
        return _holder(await work.one(_LOOK, digest(token), entry))


async def find(visitor: Actor, token: str) -> Holder:
    """The same, for a form that comes back."""
    async with unit_of_work(visitor) as work:
        return _holder(await work.one(_FIND, digest(token)))


async def set_password(visitor: Actor, token: str, password: str) -> None:
    """Set the password of whoever holds `token`, end all of their sessions, tell them by e-mail.

    Their other links are dead with it, that of a new address too. Raises `DeadLink`,
    `PasswordRefused` or `throttle.TooManyTries`.
    """
    await refuse_flood(visitor, token)
    try:
        found = await find(visitor, token)
    except DeadLink:
        raise await refuse_dead(visitor, token) from None
    await refuse_weak(password, found.about)
    hashed = await hash_password(password)
    async with unit_of_work(visitor) as work:
        person_id = await work.value(_USE, digest(token))
        if person_id is None:
            raise DeadLink
        await work.run(_SET, person_id, hashed)
        ended = await work.run(_END_ALL, person_id)
        after = {"person": person_id, "sessions": ended}
        work.record("password:set", "person", person_id, after=after)
        await work.enqueue(TELL_PASSWORD_CHANGED, str(person_id), urgent=True)


def _holder(row: Row | None) -> Holder:
    if row is None:
        raise DeadLink
    return Holder(row["first_name"], row["last_name"], row["email"])
