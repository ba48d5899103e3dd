"""One's own account: the address it goes by, where one is signed in, and the tablets that keep
one's sales."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from extranet.core.access import Actor
from extranet.core.database import unit_of_work
from extranet.people.devices import browser_and_system, is_handheld
from extranet.people.impersonating import VISITS, Visited, read_visits
from extranet.people.second_factor.standing import FACTORS, Standing, read_standing
from extranet.people.tablet_list import TABLETS, ListedTablet, read_tablets

_ACCOUNT = f"""
    SELECT journal_record($2::jsonb) AS journalled,
        (SELECT coalesce(json_agg(json_build_object('id', s.id, 'device', s.device,
                'address', s.address, 'created_at', s.created_at, 'seen_at', s.seen_at)
                ORDER BY s.created_at DESC), '[]')
            FROM session s
            WHERE s.person_id = $1 AND s.ended_at IS NULL AND s.expires_at > now()
                AND s.seen_at > now() - interval '12 hours') AS sessions,
        {TABLETS.format(person="$1")} AS tablets,
        {VISITS.format(person="$1")} AS visits,
        {FACTORS.format(person="$1")},
        (SELECT p.email FROM person p WHERE p.id = $1) AS email,
        (SELECT c.email FROM email_change c
            WHERE c.person_id = $1 AND c.former IS NULL AND c.expires_at > now()) AS wanted_email,
        (SELECT s.tablet_id FROM session s JOIN tablet t ON t.id = s.tablet_id
            WHERE s.id = $3 AND t.revoked_at IS NULL) AS here
"""  # noqa: S608 (our own constants)


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A browser one is signed in with; `here` is the one that asks."""

    id: UUID
    browser: str
    system: str
    handheld: bool
    address: str
    created_at: datetime
    seen_at: datetime
    here: bool


@dataclass(frozen=True, slots=True)
class Account:
    """The e-mail address, and the one that waits to be confirmed or nothing; the living sessions,
    the present one first and then the newest, and all tablets; `here` is the one that asks, when it
    is a tablet."""

    email: str
    wanted_email: str

    sessions: list[OwnSession]
    tablets: list[ListedTablet]
    here: UUID | None
    visits: list[Visited]
    """When somebody of the back office looked in one's name, the newest first."""
    factors: Standing


async def account_of(actor: Actor, session_id: UUID) -> Account:
    """The actor's own account, seen from the session `session_id`; journals the view."""
    async with unit_of_work(actor) as work:
        entry = work.view("account:view", "person", actor.person_id)
        row = await work.one_or_404(_ACCOUNT, actor.person_id, entry, session_id)
    sessions = [_session(one, session_id) for one in json.loads(row["sessions"])]
    sessions.sort(key=lambda session: not session.here)
    return Account(
        email=row["email"],
        wanted_email=row["wanted_email"] or "",
        sessions=sessions,
        tablets=read_tablets(json.loads(row["tablets"])),
        here=row["here"],
        visits=read_visits(json.loads(row["visits"])),
        factors=read_standing(row),
    )


async def own_email(actor: Actor) -> str:
    """The e-mail address one signs in with; journals the view."""
    query = "SELECT email FROM person WHERE id = $1 AND journal_record($2::jsonb)"
    async with unit_of_work(actor) as work:
        entry = work.view("account:view", "person", actor.person_id)
        return str(await work.value(query, actor.person_id, entry))


async def own_names(actor: Actor) -> tuple[str, ...]:
    """One's own names and, last, e-mail address: what a password must not hold."""
    query = "SELECT first_name, last_name, email FROM person WHERE id = $1"
    async with unit_of_work(actor) as work:
        return tuple((await work.one_or_404(query, actor.person_id)).values())


def _session(one: dict[str, Any], present: UUID) -> OwnSession:
    browser, system = browser_and_system(one["device"])
    session_id = UUID(one["id"])
    return OwnSession(
        id=session_id,
        browser=browser,
        system=system,
        handheld=is_handheld(one["device"]),
        address=one["address"],
        created_at=datetime.fromisoformat(one["created_at"]),
        seen_at=datetime.fromisoformat(one["seen_at"]),
        here=session_id == present,
    )
