"""The organisation as a page shows it: every agency with how many people it holds, and one of them
with what may be done to it."""

from dataclasses import dataclass
from uuid import UUID

from extranet.core.access import Actor
from extranet.core.database import Row, unit_of_work
from extranet.core.errors import NotFound
from extranet.people import agency_rules
from extranet.people.agencies import is_theirs
from extranet.people.agency_rules import AgencyKind
from extranet.people.agency_tree import in_order

_TREE = """
    WITH viewed AS MATERIALIZED (SELECT journal_record($1::jsonb) AS done)
    SELECT a.id, a.parent_id, a.kind, a.name, a.path,
        (SELECT count(*) FROM person p WHERE p.agency_id = a.id) AS people,
        (SELECT count(*) FROM invitation i WHERE i.agency_id = a.id) AS invited
    FROM viewed JOIN agency a ON viewed.done
    WHERE a.closed_at IS NULL
    ORDER BY a.name
"""


@dataclass(slots=True)
class TreeAgency:
    """An agency in the tree. `people` and `invited` are its own; `all_people` and `all_agencies`
    count what lies below as well."""

    id: UUID
    parent_id: UUID | None
    kind: AgencyKind
    name: str
    path: list[UUID]
    people: int
    invited: int
    all_people: int = 0
    all_agencies: int = 0
    depth: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing hangs on it, so that it may be closed."""
        return not (self.people or self.invited or self.all_agencies)


@dataclass(frozen=True, slots=True)
class AgencyPage:
    """One agency: those above it, from the top down, those right below it, and what the actor may
    do: open kinds below, rename, move to `places`, close."""

    agency: TreeAgency
    above: list[TreeAgency]
    below: list[TreeAgency]
    opens: list[AgencyKind]
    renames: bool
    closes: bool
    moves: bool
    places: list[TreeAgency]


async def load_tree(actor: Actor) -> list[TreeAgency]:
    """Every open agency the actor may see, each followed by those below it."""
    async with unit_of_work(actor) as work:
        rows = await work.all(_TREE, work.view("agency:list", "agency", actor.agency_id))
    return _counted([_agency(row) for row in rows])


async def load_agency(actor: Actor, agency_id: UUID) -> AgencyPage:
    """One open agency; raises `NotFound` when the actor sees none."""
    tree = {one.id: one for one in await load_tree(actor)}
    agency = tree.get(agency_id)
    if agency is None:
        raise NotFound
    theirs = is_theirs(actor, agency_id)
    hangs = theirs and agency.parent_id is not None
    keeps = agency_rules.may_keep(actor, agency.kind)
    return AgencyPage(
        agency=agency,
        above=[tree[one] for one in agency.path[:-1] if one in tree],
        below=[one for one in tree.values() if one.parent_id == agency_id],
        opens=agency_rules.opened_below(actor, agency.kind),
        renames=theirs and keeps,
        closes=hangs and keeps,
        moves=hangs and agency_rules.may_move(actor, agency.kind),
        places=[one for one in tree.values() if _may_hang(agency, one)],
    )


def _may_hang(agency: TreeAgency, place: TreeAgency) -> bool:
    elsewhere = place.id != agency.parent_id and agency.id not in place.path
    return elsewhere and agency_rules.may_hold(place.kind, agency.kind)


def _counted(agencies: list[TreeAgency]) -> list[TreeAgency]:
    known = {one.id: one for one in agencies}
    for one in agencies:
        for above in one.path:
            if above in known:
                known[above].all_people += one.people
                known[above].all_agencies += above != one.id
    return in_order(agencies)


def _agency(row: Row) -> TreeAgency:
    return TreeAgency(
        row["id"],
        row["parent_id"],
        AgencyKind(row["kind"]),
        row["name"],
        row["path"],
        row["people"],
        row["invited"],
    )
