"""The page of a departure: what is under way, what waits on tablets, who may take over."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from extranet.core.access import Actor, Role
from extranet.core.database import unit_of_work
from extranet.people.sellers.contracts import SELLING
from extranet.people.tablet_list import TABLETS, ListedTablet, TabletState, read_tablets

# The sales are the room's above; of them only the number is wanted here.
_PAGE = f"""
    SELECT journal_record($2::jsonb) AS journalled, p.id, p.role, p.active, p.left_at,
        p.first_name || ' ' || p.last_name AS name, a.name AS agency_name,
        d.leaves_on, t.first_name || ' ' || t.last_name AS successor,
        (SELECT count(*) FROM sale s WHERE s.adviser_id = p.id
            AND s.state NOT IN ('signed', 'dropped')) AS sales,
        (SELECT count(*) FROM photo o JOIN sale s ON s.id = o.sale_id
            WHERE o.adviser_id = p.id AND o.kept_at IS NULL AND o.dropped_at IS NULL
            AND s.state <> 'dropped') AS photos,
        (SELECT coalesce(json_agg(json_build_object('id', c.id, 'agency', b.name,
                'name', c.first_name || ' ' || c.last_name)
                ORDER BY c.agency_id <> p.agency_id, b.name, c.last_name, c.first_name), '[]')
            FROM person c JOIN agency b ON b.id = c.agency_id
            WHERE c.role = ANY ($3) AND c.active AND c.id <> p.id) AS candidates,
        {TABLETS.format(person="p.id")} AS tablets
    FROM person p
    LEFT JOIN agency a ON a.id = p.agency_id
    LEFT JOIN LATERAL (SELECT * FROM departure o WHERE o.person_id = p.id
        AND (o.done_at IS NOT NULL) = (p.left_at IS NOT NULL)
        ORDER BY o.decided_at DESC, o.id DESC LIMIT 1) d ON true
    LEFT JOIN person t ON t.id = d.successor_id
    WHERE p.id = $1 AND p.erased_at IS NULL
"""  # noqa: S608 (our own constants)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may take over."""

    id: UUID
    name: str
    agency: str


@dataclass(frozen=True, slots=True)
class DeparturePage:
    """Somebody who is to leave, or left. `leaves_on` and `successor` are of the departure that
    is decided, or of the last one done; `sales` is what is under way, `photos` what a tablet named
    and has not sent."""

    id: UUID
    name: str
    role: Role
    agency_name: str
    active: bool
    left_at: datetime | None
    leaves_on: date | None
    successor: str
    sales: int
    photos: int
    candidates: list[Candidate]
    tablets: list[ListedTablet]

    @property
    def in_use(self) -> list[ListedTablet]:
        """The tablets that nobody revoked."""
        return [one for one in self.tablets if one.state is TabletState.IN_USE]

    @property
    def sells(self) -> bool:
        """Whether they sell, and so may have something under way on their last day."""
        return self.role.value in SELLING


async def load_departure(actor: Actor, person_id: UUID) -> DeparturePage:
    """Read what there is to know before somebody leaves; journals the view. Raises `NotFound`."""
    async with unit_of_work(actor) as work:
        entry = work.view("departure:view", "person", person_id)
        row = await work.one_or_404(_PAGE, person_id, entry, SELLING)
    return DeparturePage(
        id=row["id"],
        name=row["name"],
        role=Role(row["role"]),
        agency_name=row["agency_name"] or "",
        active=row["active"],
        left_at=row["left_at"],
        leaves_on=row["leaves_on"],
        successor=row["successor"] or "",
        sales=row["sales"],
        photos=row["photos"],
        candidates=[
            Candidate(UUID(one["id"]), one["name"], one["agency"])
            for one in json.loads(row["candidates"])
        ],
        tablets=read_tablets(json.loads(row["tablets"])),
    )
