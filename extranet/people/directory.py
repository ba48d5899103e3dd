"""The directory: agencies as a tree, with the people of each that the actor may see."""

from dataclasses import dataclass, field
from uuid import UUID

from extranet.core.access import Actor
from extranet.core.database import Row, unit_of_work

_LIST = """
    WITH viewed AS MATERIALIZED (SELECT journal_record($1::jsonb) AS done)
    SELECT a.id AS agency_id, a.parent_id, a.kind AS agency_kind, a.name AS agency_name,
        p.id, p.first_name, p.last_name, p.role, p.active, p.phone, p.email
    FROM viewed
    JOIN agency a ON viewed.done
    LEFT JOIN person p ON p.agency_id = a.id
    ORDER BY a.name, p.role <> 'manager', p.last_name, p.first_name
"""


@dataclass(slots=True)
class Branch:
    """An agency, how deep it lies below the topmost one shown, and its people."""

    id: UUID
    parent_id: UUID | None
    kind: str
    name: str
    depth: int = 0
    people: list[Row] = field(default_factory=list)


async def directory(actor: Actor) -> list[Branch]:
    """Every agency the actor may see, each followed by those below it."""
    async with unit_of_work(actor) as work:
        rows = await work.all(_LIST, work.view("people:list", "agency", actor.agency_id))
    branches: dict[UUID, Branch] = {}
    for row in rows:
        branch = branches.setdefault(
            row["agency_id"],
            Branch(row["agency_id"], row["parent_id"], row["agency_kind"], row["agency_name"]),
        )
        if row["id"] is not None:
            branch.people.append(row)
    return _in_order(branches)


def _in_order(branches: dict[UUID, Branch]) -> list[Branch]:
    """The tree, depth first; a branch whose parent is not shown is a root."""
    below: dict[UUID | None, list[Branch]] = {}
    for branch in branches.values():
        parent = branch.parent_id if branch.parent_id in branches else None
        below.setdefault(parent, []).append(branch)
    ordered: list[Branch] = []
    waiting = list(reversed(below.get(None, [])))
    while waiting:
        branch = waiting.pop()
        ordered.append(branch)
        children = below.get(branch.id, [])
        for child in reversed(children):
            child.depth = branch.depth + 1
            waiting.append(child)
    return ordered
