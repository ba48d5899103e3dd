"""Tablets: a browser registered to one person, which keeps their sales under a key of its own.

The key is made here, lies sealed, and is given to that person alone. A revoked tablet gets
nothing any more: its sessions end, and it wipes itself as soon as it asks how it stands.
"""

import secrets
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from extranet.core.access import Actor, Person
from extranet.core.database import UnitOfWork, unit_of_work
from extranet.core.errors import Conflict, PalierError, SignInRequired
from extranet.core.i18n import N_
from extranet.core.ids import new_id
from extranet.core.vault import vault
from extranet.people.devices import device_words

_KEY_BYTES = 32

_REGISTER = """
    INSERT INTO tablet (id, person_id, agency_id, name)
    SELECT $1, p.id, p.agency_id, $3 FROM person p WHERE p.id = $2
"""
_KEEP_KEY = "INSERT INTO tablet_key (tablet_id, person_id, data_key) VALUES ($1, $2, $3)"
_REMEMBER = "UPDATE session SET tablet_id = $2 WHERE id = $1"
# The update is also a lock: a revocation comes before it or after it, and then ends the session
# that is remembered here.
_OPEN = """
    WITH mine AS (
        UPDATE tablet SET seen_at = now() WHERE id = $1 AND person_id = $2
        RETURNING id, name, revoked_at
    ), remembered AS (
        UPDATE session s SET tablet_id = mine.id FROM mine
        WHERE s.id = $3 AND mine.revoked_at IS NULL
    )
    SELECT mine.name, mine.revoked_at IS NOT NULL AS revoked, k.data_key,
        CASE WHEN mine.revoked_at IS NULL THEN journal_record($4::jsonb) END AS journalled
    FROM mine JOIN tablet_key k ON k.tablet_id = mine.id
"""
# A contact is noted once a minute, and at once when it is the first since the revocation.
_STANDING = """
    WITH seen AS (
        UPDATE tablet SET seen_at = now()
        WHERE id = $1 AND (seen_at < now() - interval '1 minute' OR seen_at < revoked_at)
    )
    SELECT revoked_at IS NOT NULL AS revoked FROM tablet WHERE id = $1
"""
_WIPED = """
    UPDATE tablet SET wiped_at = now(), seen_at = now()
    WHERE id = $1 AND revoked_at IS NOT NULL AND wiped_at IS NULL
    RETURNING name, person_id
"""
_REVOKED = "SELECT revoked_at IS NOT NULL AS revoked FROM tablet WHERE id = $1"
# Locked for the same reason: a living session that is open on a tablet is never that of a revoked
# one.
_ADMIT = """
    WITH mine AS (
        SELECT id FROM tablet WHERE id = $1 AND person_id = $2 AND revoked_at IS NULL FOR SHARE
    ), remembered AS (
        UPDATE session s SET tablet_id = mine.id FROM mine
        WHERE s.id = $3 AND s.tablet_id IS DISTINCT FROM mine.id
    )
    SELECT id FROM mine
"""
_REVOKE = """
    UPDATE tablet t SET revoked_at = now(), revoked_by = $3
    FROM person p
    WHERE t.id = $1 AND t.person_id = $2 AND t.revoked_at IS NULL AND p.id = t.person_id
    RETURNING t.name, p.first_name || ' ' || p.last_name AS owner
"""
_OF_PERSON = "SELECT id FROM tablet WHERE id = $1 AND person_id = $2"


class Revoked(PalierError):
    """The tablet was revoked: nothing is kept on it any more."""


class TabletRefused(SignInRequired):
    """What comes in the name of a tablet that was revoked, or is somebody else's. Answered like a
    closed session: the tablet keeps what it holds and asks how it stands."""

    act = "tablet:refuse"


class Standing(StrEnum):
    """What a tablet is told of itself."""

    KNOWN = "known"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class NewTablet:
    """A tablet just registered, with the key of its store."""

    id: UUID
    key: bytes


async def register(work: UnitOfWork) -> NewTablet:
    """Register the browser of the actor to them and make the key of its store."""
    actor = work.actor
    tablet = NewTablet(new_id(), secrets.token_bytes(_KEY_BYTES))
    name = device_words(actor.origin.device)
    await work.run(_REGISTER, tablet.id, actor.person_id, name)
    sealed = vault().seal(tablet.key, _context(tablet.id))
    await work.run(_KEEP_KEY, tablet.id, actor.person_id, sealed)
    work.record("tablet:register", "tablet", tablet.id, after={"device": name})
    return tablet


async def remember(work: UnitOfWork, session_id: UUID, tablet_id: UUID) -> None:
    """Note on which tablet a session of the actor is open: it ends with the tablet."""
    await work.run(_REMEMBER, session_id, tablet_id)


async def open_key(actor: Actor, session_id: UUID, tablet_id: UUID) -> bytes:
    """Return the key of the actor's own tablet, and remember that their session is open on it.

    Raises `NotFound` for anybody else's tablet and `Revoked` for one that was revoked.
    """
    async with unit_of_work(actor) as work:
        facts = {"device": device_words(actor.origin.device)}
        entry = work.view("tablet:open", "tablet", tablet_id, facts=facts)
        row = await work.one_or_404(_OPEN, tablet_id, actor.person_id, session_id, entry)
    if row["revoked"]:
        raise Revoked
    return vault().open(row["data_key"], _context(tablet_id))


async def standing_of(visitor: Actor, tablet_id: UUID) -> Standing:
    """How a tablet stands, for whoever holds its id; `NotFound` when there is none.

    Notes that the tablet was in contact, once a minute at most.
    """
    async with unit_of_work(visitor, housekeeping=True) as work:
        row = await work.one_or_404(_STANDING, tablet_id)
    return Standing.REVOKED if row["revoked"] else Standing.KNOWN


async def note_wiped(visitor: Actor, tablet_id: UUID) -> None:
    """Note that a revoked tablet wiped itself; saying it twice is no fault.

    Raises `NotFound` when there is no such tablet, `Conflict` when it was not revoked.
    """
    async with unit_of_work(visitor) as work:
        wiped = await work.one(_WIPED, tablet_id)
        if wiped is not None:
            facts = {"device": wiped["name"], "person": wiped["person_id"]}
            work.record("tablet:wipe", "tablet", tablet_id, after=facts)
            return
        row = await work.one_or_404(_REVOKED, tablet_id)
    if not row["revoked"]:
        raise Conflict(N_("Cette tablette n’est pas révoquée."))


async def admit(actor: Actor, person: Person, named: str) -> None:
    """Let pass what comes from the tablet called `named`, the actor's own and not revoked; `person`
    is the actor as signed in.

    Raises `TabletRefused` for any other. The session is remembered to be open on the tablet; then
    nothing more is asked, since it ends with it.
    """
    tablet_id = _read(named)
    if person.tablet_id == tablet_id:
        return
    async with unit_of_work(actor, housekeeping=True) as work:
        if not await work.one(_ADMIT, tablet_id, actor.person_id, person.session_id):
            raise TabletRefused


async def revoke(actor: Actor, person_id: UUID, tablet_id: UUID) -> None:
    """Revoke a tablet of somebody the actor oversees and end the sessions open on it.

    Raises `NotFound` when the actor sees no such tablet of that person. One that is revoked
    already stays as it is.
    """
    async with unit_of_work(actor) as work:
        row = await work.one(_REVOKE, tablet_id, person_id, actor.person_id)
        if row is None:
            await work.one_or_404(_OF_PERSON, tablet_id, person_id)
            return
        ended = await work.value("SELECT end_tablet_sessions($1)", tablet_id)
        work.record(
            "tablet:revoke",
            "tablet",
            tablet_id,
            after={"device": row["name"], "person": person_id, "sessions": ended},
            personal={"name": row["owner"]},
        )


def _context(tablet_id: UUID) -> str:
    return f"tablet:{tablet_id}"


def _read(named: str) -> UUID:
    try:
        return UUID(named)
    except ValueError as unreadable:
        raise TabletRefused from unreadable
