"""One's own passkeys: made on a device, named, removed; and signing in with one alone."""

import json
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from extranet.core.access import Actor
from extranet.core.database import unit_of_work
from extranet.core.errors import NotFound, PalierError
from extranet.core.ids import new_id
from extranet.people import own_password, throttle
from extranet.people.second_factor import ceremonies
from extranet.people.second_factor.ceremonies import Known, NotShown
from extranet.people.second_factor.first_factor import protect, unprotect
from extranet.people.second_factor.telling import News, tell
from extranet.people.signing_in import begin_session

LONGEST_NAME = 60

_SHOWN = throttle.Limit("passkey")

_ABOUT_ME = """
    SELECT p.email, p.first_name || ' ' || p.last_name AS name, journal_record($2::jsonb),
        (SELECT coalesce(json_agg(encode(k.credential_id, 'hex')), '[]')
            FROM passkey k WHERE k.person_id = p.id) AS known
    FROM person p WHERE p.id = $1
"""
_KEEP = """
    INSERT INTO passkey (id, person_id, credential_id, public_key, sign_count, name)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (credential_id) DO NOTHING
"""
_FIND = """
    SELECT k.name, p.email, journal_record($3::jsonb)
    FROM passkey k JOIN person p ON p.id = k.person_id
    WHERE k.id = $1 AND k.person_id = $2
"""
_REMOVE = "DELETE FROM passkey WHERE id = $1 AND person_id = $2"
_BEHIND = "SELECT * FROM passkey_behind($1)"
_USE = "SELECT use_passkey($1, $2, $3, $4)"


class KnownAlready(PalierError):
    """This very passkey is kept already."""


@dataclass(frozen=True, slots=True)
class Offer:
    """The address of the account, and what a browser needs to make a passkey for it, as JSON."""

    email: str
    options: str


@dataclass(frozen=True, slots=True)
class Named:
    """What a passkey is called, and the address of its account."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """What its person calls it, and what the browser sent of it."""

    name: str
    credential: str


async def offer(actor: Actor) -> Offer:
    """What the actor's browser needs to make a passkey; journals that their address was shown."""
    async with unit_of_work(actor) as work:
        entry = work.view("passkey:begin", "person", actor.person_id)
        row = await work.one_or_404(_ABOUT_ME, actor.person_id, entry)
    known = [bytes.fromhex(one) for one in json.loads(row["known"])]
    options = ceremonies.creation_options(_id(actor), row["email"], row["name"], known)
    return Offer(row["email"], options)


async def add(actor: Actor, session_id: UUID, password: str, passkey: NewPasskey) -> list[str]:
    """Keep a passkey the actor just made; return the recovery codes made with a first factor.

    Raises `own_password.WrongPassword`, `throttle.TooManyTries`, `NotShown`, or `KnownAlready`.
    """
    await own_password.check(actor, password)
    made = ceremonies.check_made(_id(actor), passkey.credential)
    async with unit_of_work(actor) as work:
        codes, ended = await protect(work, session_id)
        passkey_id = new_id()
        kept = (made.credential_id, made.public_key, made.sign_count, passkey.name)
        if not await work.run(_KEEP, passkey_id, actor.person_id, *kept):
            raise KnownAlready
        work.record("passkey:add", "passkey", passkey_id, after={"sessions": ended})
        await tell(work, News.PASSKEY_ADDED)
    return codes


async def find(actor: Actor, passkey_id: UUID) -> Named:
    """One of the actor's passkeys, and journal the view; raise `NotFound`."""
    async with unit_of_work(actor) as work:
        entry = work.view("account:view", "person", actor.person_id)
        row = await work.one_or_404(_FIND, passkey_id, actor.person_id, entry)
    return Named(row["name"], row["email"])


async def remove(actor: Actor, passkey_id: UUID, password: str) -> None:
    """Take a passkey's right away. Raises `own_password.WrongPassword`, `throttle.TooManyTries`,
    or `NotFound` for one that is not the actor's."""
    await own_password.check(actor, password)
    async with unit_of_work(actor) as work:
        if not await work.run(_REMOVE, passkey_id, actor.person_id):
            raise NotFound
        last = await unprotect(work)
        work.record("passkey:remove", "passkey", passkey_id, after={"last": last})
        await tell(work, News.PASSKEY_REMOVED)


async def open_session(visitor: Actor, credential: str, replaces: UUID | None) -> str:
    """Sign in whoever shows a passkey, and return the token of their session: it stands for both
    factors.

    Raises `NotShown` for whatever is no passkey of an active account, or `throttle.TooManyTries`
    for an address of the network that tried too many.
    """
    tries = throttle.Tries.of("", visitor.origin.address, _SHOWN)
    async with unit_of_work(visitor) as work:
        wait = (await throttle.waits_of(work, tries)).address
        if wait is not None:
            raise throttle.TooManyTries(wait, tries.account)
        try:
            row = await work.one(_BEHIND, ceremonies.credential_id_in(credential))
            if row is None:
                raise NotShown
            known = Known(row["person_id"], row["public_key"], row["sign_count"])
            shown = ceremonies.check_shown(credential, known)
            signed = sha256(shown.challenge).digest()
            if await work.value(_USE, row["id"], shown.sign_count, signed, shown.until) is None:
                raise NotShown
            return await begin_session(work, row["person_id"], replaces, manner="passkey")
        except NotShown as wrong:
            refused = wrong
            await throttle.count(work, tries)
            work.record("passkey:refuse", "account", None)
    raise refused


def _id(actor: Actor) -> UUID:
    if actor.person_id is None:
        raise NotFound
    return actor.person_id
