"""Another e-mail address for one's account: confirmed from there, told to the former one."""

from datetime import timedelta

from extranet.core.access import Actor, visitor
from extranet.core.clock import now
from extranet.core.database import unit_of_work
from extranet.core.errors import NotFound
from extranet.core.ids import new_id
from extranet.core.tokens import digest
from extranet.people import own_password, throttle
from extranet.people.links import DeadLink

LIFETIME = timedelta(days=1)
SEND = "send_email_link"
"""The job that writes to the new address."""

TELL = "tell_email_changed"
"""The job that writes to the former address."""

_ASKING = throttle.Limit("new e-mail", per_account=3)

_FORGET = "DELETE FROM email_change WHERE person_id = $1 AND former IS NULL"
_ASK = "INSERT INTO email_change (id, person_id, email, expires_at) VALUES ($1, $2, $3, $4)"
_LOOK = """
    SELECT b.email, journal_record(jsonb_set($2::jsonb, '{entries,0,object_id}',
        to_jsonb(b.person_id)))
    FROM email_change_behind($1) b
"""
_USE = "SELECT * FROM use_email_change($1)"


async def ask(actor: Actor, password: str, email: str) -> None:
    """Have a link sent to `email`, an address as accounts are kept; it replaces one asked before.

    Whether it is somebody else's is found by the job, which tells its owner alone. Raises
    `own_password.WrongPassword` or `throttle.TooManyTries`.
    """
    await own_password.check(actor, password)
    stranger = visitor(actor.origin)
    tries = throttle.Tries.of(str(actor.person_id), actor.origin.address, _ASKING)
    async with unit_of_work(stranger, housekeeping=True) as work:
        await throttle.refuse_too_many(work, tries)
        await throttle.count(work, tries)
    async with unit_of_work(actor) as work:
        change_id = new_id()
        await work.run(_FORGET, actor.person_id)
        await work.run(_ASK, change_id, actor.person_id, email, now() + LIFETIME)
        work.record("email:ask", "person", actor.person_id, personal={"email": email})
        await work.enqueue(SEND, str(change_id), urgent=True)


async def give_up(actor: Actor) -> None:
    """Keep the present address; the link that was sent is dead. Raises `NotFound` without one."""
    async with unit_of_work(actor) as work:
        if not await work.run(_FORGET, actor.person_id):
            raise NotFound
        work.record("email:give_up", "person", actor.person_id)


async def look(visitor: Actor, token: str) -> str:
    """The address the link behind `token` confirms, and journal the view; raise `DeadLink`."""
    async with unit_of_work(visitor) as work:
        entry = work.view("email:open", "person", None)
        row = await work.one(_LOOK, digest(token), entry)
    if row is None:
        raise DeadLink
    return str(row["email"])


async def confirm(visitor: Actor, token: str) -> None:
    """Make the address behind `token` that of its account; links for a new password that were
    sent to the former one are dead. Raises `DeadLink`."""
    async with unit_of_work(visitor) as work:
        row = await work.one(_USE, digest(token))
        if row is None:
            raise DeadLink
        work.record(
            "email:change",
            "person",
            row["person_id"],
            after={"person": row["person_id"]},
            personal={"former": row["former"], "email": row["email"]},
        )
        await work.enqueue(TELL, str(row["id"]), urgent=True)
