"""Moving somebody to another agency.

Their tablets follow. What they sold, and what they have under way, stays with the agency it was
begun in: the rows keep it, whatever arrives later; what they begin from now on is the new one's.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from extranet.core.access import Actor, Role
from extranet.core.database import unit_of_work
from extranet.core.errors import Conflict, Forbidden
from extranet.core.i18n import N_
from extranet.core.ids import new_id
from extranet.people import followings

_MOVED_ON = N_("Cette fiche a changé entre-temps. Rechargez la page pour la voir.")
_BOTH = """
    SELECT p.role, p.agency_id, p.first_name || ' ' || p.last_name AS name, a.name AS former,
        b.name AS target
    FROM person p JOIN agency a ON a.id = p.agency_id, agency b
    WHERE p.id = $1 AND b.id = $2 AND b.closed_at IS NULL
"""

# Agencies and people the reader does not see have no name there.
MOVES = """
    SELECT coalesce(json_agg(json_build_object('at', m.moved_at, 'sales', m.sales,
            'left', f.name, 'reached', t.name, 'by', b.first_name || ' ' || b.last_name)
            ORDER BY m.moved_at DESC), '[]')
    FROM agency_move m
    LEFT JOIN agency f ON f.id = m.from_id
    LEFT JOIN agency t ON t.id = m.to_id
    LEFT JOIN person b ON b.id = m.moved_by
    WHERE m.person_id = {person}
"""
"""SQL: the moves of a person, for the queries of pages; `read_moves` reads them."""


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody went from one agency to another, and left `sales` sales there. Names the reader may
    not know are empty."""

    at: datetime
    sales: int
    left: str
    reached: str
    by: str


def read_moves(rows: list[dict[str, Any]]) -> list[Move]:
    """The moves `MOVES` found, the latest first."""
    return [
        Move(
            datetime.fromisoformat(one["at"]),
            one["sales"],
            one["left"] or "",
            one["reached"] or "",
            one["by"] or "",
        )
        for one in rows
    ]


def may_move(actor: Actor, person_id: UUID, role: Role) -> bool:
    """Whether the actor may move somebody they see: whose role they give, and never themselves."""
    return person_id != actor.person_id and actor.may_give(role)


async def move_person(actor: Actor, person_id: UUID, agency_id: UUID) -> None:
    """Move somebody to another agency; the one they are in already is no change.

    Raises `NotFound` when the actor does not see both, `Forbidden` for somebody who is not theirs
    to move, `Conflict` when one of them changed meanwhile.
    """
    async with unit_of_work(actor) as work:
        row = await work.one_or_404(_BOTH, person_id, agency_id)
        if not may_move(actor, person_id, Role(row["role"])):
            raise Forbidden
        if row["agency_id"] == agency_id:
            return
        move = "SELECT (move_person($1, $2, $3)).sales"
        sales = await work.value(move, person_id, agency_id, new_id())
        if sales is None:
            raise Conflict(_MOVED_ON)
        work.record(
            "person:move",
            "person",
            person_id,
            before={"former_agency": row["former"]},
            after={"agency": row["target"], "sales_left": sales},
            personal={"name": row["name"]},
        )
        await followings.end_broken(work)
