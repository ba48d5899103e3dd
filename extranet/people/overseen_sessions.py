"""Where somebody is signed in, for whoever may suspend their account; ending it all at once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from extranet.core.access import Actor, Role
from extranet.core.database import unit_of_work
from extranet.core.errors import Forbidden
from extranet.people.devices import browser_and_system, is_handheld
from extranet.people.suspending import may_suspend

SESSIONS = """
(SELECT coalesce(json_agg(json_build_object(
        'device', s.device, 'created_at', s.created_at, 'seen_at', s.seen_at
    ) ORDER BY s.seen_at DESC), '[]')
    FROM sessions_overseen({person}) s)
"""
"""A column for `read_sessions`: the living sessions of `{person}`; none where the reader may not
suspend them."""

_END = "SELECT end_sessions_of($1)"


@dataclass(frozen=True, slots=True)
class OverseenSession:
    """A browser somebody is signed in with; its words may be empty."""

    browser: str
    system: str
    handheld: bool
    created_at: datetime
    seen_at: datetime


def read_sessions(found: list[dict[str, Any]]) -> list[OverseenSession]:
    """The sessions of a column `SESSIONS`, its JSON read."""
    return [
        OverseenSession(
            *browser_and_system(one["device"]),
            is_handheld(one["device"]),
            datetime.fromisoformat(one["created_at"]),
            datetime.fromisoformat(one["seen_at"]),
        )
        for one in found
    ]


async def end_sessions(actor: Actor, person_id: UUID) -> None:
    """End every session of somebody the actor may suspend; their account stays as it is.

    Raises `NotFound` for somebody the actor does not see, `Forbidden` for one they may not suspend.
    """
    async with unit_of_work(actor) as work:
        person = await work.one_or_404(
            "SELECT role, first_name || ' ' || last_name AS name FROM person WHERE id = $1",
            person_id,
        )
        if not may_suspend(actor, person_id, Role(person["role"])):
            raise Forbidden
        ended = await work.value(_END, person_id)
        work.record(
            "person:end_sessions",
            "person",
            person_id,
            after={"sessions": ended},
            personal={"name": person["name"]},
        )
