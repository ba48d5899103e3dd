"""Looking in somebody's name, for support: with a reason they can read, for half an hour, and only
looking.

Doors let nobody do anything so (`extranet.core.doors`), the database writes nothing so
(`extranet.core.row_security`), and what is looked at is journalled under both names.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from extranet.core.access import Actor, Role
from extranet.core.clock import now
from extranet.core.database import Row, UnitOfWork, unit_of_work
from extranet.core.errors import Conflict, Forbidden
from extranet.core.i18n import N_
from extranet.core.ids import new_id
from extranet.core.sessions import Impersonation

SHORTEST_REASON, LONGEST_REASON = 10, 500
KEPT = timedelta(days=365)
"""How long somebody is told who looked in their name; the journal has a term of its own."""

VISITS = """
(SELECT coalesce(json_agg(json_build_object(
        'by', i.agent_name, 'reason', i.reason, 'begun_at', i.begun_at,
        'ended_at', least(i.ended_at, i.until)
    ) ORDER BY i.begun_at DESC), '[]')
    FROM impersonation i WHERE i.person_id = {person})
"""
"""A column for `read_visits`: who looked in the name of `{person}`, the newest first."""

_WHOM = "SELECT role, active, first_name || ' ' || last_name AS name FROM person WHERE id = $1"
_SHOWN = f"{_WHOM} AND journal_record($2::jsonb)"
_BEGIN = """
    INSERT INTO impersonation (id, session_id, agent_id, agent_name, person_id, reason)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT DO NOTHING
"""
_END = """
    UPDATE impersonation SET ended_at = now()
    WHERE session_id = $1 AND ended_at IS NULL
    RETURNING id, person_id
"""
_LAPSE = """
    UPDATE impersonation SET ended_at = until
    WHERE ended_at IS NULL AND until < $1
    RETURNING id, person_id
"""
_FORGET = "DELETE FROM impersonation WHERE begun_at < $1"
_SUSPENDED = N_("Ce compte est suspendu : rétablissez-le d’abord, ou consultez la fiche.")


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody a page offers to see as."""

    id: UUID
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Visited:
    """Once that somebody looked in one's name: who, why, from when to when. `ended_at` is None
    while they do."""

    by: str
    reason: str
    begun_at: datetime
    ended_at: datetime | None


def may_impersonate(actor: Actor, person_id: UUID, role: Role) -> bool:
    """Whether the actor may look in the name of somebody they see: never of themselves."""
    return person_id != actor.person_id and actor.may_impersonate(role)


async def whom(actor: Actor, person_id: UUID) -> Seen:
    """Whom the actor asks to see as; journals that they were shown.

    Raises `NotFound` for somebody they do not see, `Forbidden` for one of a role they may not see
    as, `Conflict` for a suspended one.
    """
    async with unit_of_work(actor) as work:
        entry = work.view("person:view", "person", person_id, facts={"person": person_id})
        return _seen(actor, person_id, await work.one_or_404(_SHOWN, person_id, entry))


async def begin(actor: Actor, session_id: UUID, person_id: UUID, reason: str) -> None:
    """Have the actor's session look in the name of somebody; raises like `whom`.

    A session that does so already goes on as it is.
    """
    async with unit_of_work(actor) as work:
        seen = _seen(actor, person_id, await work.one_or_404(_WHOM, person_id))
        begun = new_id()
        written = await work.run(
            _BEGIN, begun, session_id, actor.person_id, actor.name, person_id, reason
        )
        if written:
            work.record(
                "impersonation:begin",
                "person",
                person_id,
                after={"role": seen.role},
                personal={"name": seen.name, "why_behind": reason},
            )


async def end(impersonation: Impersonation, session_id: UUID) -> None:
    """Have the agent be themselves again; asking twice is no fault."""
    async with unit_of_work(impersonation.agent) as work:
        row = await work.one(_END, session_id)
        if row is not None:
            work.record("impersonation:end", "person", row["person_id"])


async def close_lapsed(work: UnitOfWork) -> None:
    """End what nobody left in time, and forget what is a year old."""
    for row in await work.all(_LAPSE, now()):
        work.record("impersonation:lapse", "person", row["person_id"])
    await work.run(_FORGET, now() - KEPT)


def read_visits(found: list[dict[str, Any]]) -> list[Visited]:
    """The visits of a column `VISITS`, its JSON read; one past its time is over."""
    return [
        Visited(
            by=one["by"],
            reason=one["reason"],
            begun_at=datetime.fromisoformat(one["begun_at"]),
            ended_at=_past(datetime.fromisoformat(one["ended_at"])),
        )
        for one in found
    ]


def _past(at: datetime) -> datetime | None:
    return at if at <= now() else None


def _seen(actor: Actor, person_id: UUID, row: Row) -> Seen:
    role = Role(row["role"])
    if not may_impersonate(actor, person_id, role):
        raise Forbidden
    if not row["active"]:
        raise Conflict(_SUSPENDED)
    return Seen(person_id, row["name"], role)
