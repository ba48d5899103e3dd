"""Agencies as the tree they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar
from uuid import UUID

from extranet.core.access import Actor
from extranet.core.database import unit_of_work

_LIST = "SELECT id, parent_id, kind, name FROM agency WHERE closed_at IS NULL ORDER BY name"

AGENCIES = """
    SELECT coalesce(json_agg(json_build_object('id', g.id, 'parent_id', g.parent_id, 'kind', g.kind,
            'name', g.name) ORDER BY g.name), '[]')
    FROM agency g WHERE g.closed_at IS NULL
"""
"""SQL: the open agencies the reader may see, for the queries of pages; `read_agencies` reads
them."""


class InTree(Protocol):
    """What hangs below something, or at the top of what is shown."""

    id: UUID
    parent_id: UUID | None
    depth: int


Node = TypeVar("Node", bound=InTree)


@dataclass(slots=True)
class ListedAgency:
    """An agency to choose, and how deep it lies below the topmost one shown."""

    id: UUID
    parent_id: UUID | None
    kind: str
    name: str
    depth: int = 0


async def agencies_of(actor: Actor) -> list[ListedAgency]:
    """Every open agency the actor may see, each followed by those below it."""
    async with unit_of_work(actor) as work:
        rows = await work.all(_LIST)
    return in_order(
        ListedAgency(row["id"], row["parent_id"], row["kind"], row["name"]) for row in rows
    )


def read_agencies(rows: list[dict[str, Any]]) -> list[ListedAgency]:
    """The agencies `AGENCIES` found, each followed by those below it."""
    return in_order(
        ListedAgency(
            UUID(one["id"]),
            UUID(one["parent_id"]) if one["parent_id"] else None,
            one["kind"],
            one["name"],
        )
        for one in rows
    )


def in_order(nodes: Iterable[Node]) -> list[Node]:
    """The tree, depth first, brothers in the order given; a node whose parent is not there is a
    root. Each learns its depth."""
    known = {node.id: node for node in nodes}
    below: dict[UUID | None, list[Node]] = {}
    for node in known.values():
        parent = node.parent_id if node.parent_id in known else None
        below.setdefault(parent, []).append(node)
    ordered: list[Node] = []
    waiting = list(reversed(below.get(None, [])))
    while waiting:
        node = waiting.pop()
        ordered.append(node)
        children = below.get(node.id, [])
        for child in reversed(children):
            child.depth = node.depth + 1
            waiting.append(child)
    return ordered
