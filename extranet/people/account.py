"""One's own account: where one is signed in, and the tablets that keep one's sales."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from extranet.core.access import Actor
from extranet.core.database import unit_of_work
from extranet.people.devices import browser_and_system, is_handheld
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
    """The living sessions, the present one first and then the newest, and all tablets; `here` is
    the one that asks, when it is a tablet."""

    sessions: list[OwnSession]
    tablets: list[ListedTablet]
    here: UUID | None


async def account_of(actor: Actor, session_id: UUID) -> Account:
    """The actor's own account, seen from the session `session_id`; journals the view."""
    async with unit_of_work(actor) as work:
        entry = work.view("account:view", "person", actor.person_id)
        row = await work.one_or_404(_ACCOUNT, actor.person_id, entry, session_id)
    sessions = [_session(one, session_id) for one in json.loads(row["sessions"])]
    sessions.sort(key=lambda session: not session.here)
    return Account(sessions, read_tablets(json.loads(row["tablets"])), row["here"])


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
