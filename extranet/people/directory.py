"""The directory: agencies as a tree, with the people of each that the actor may see, and those who
are invited."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from extranet.core.access import Actor, Role
from extranet.core.clock import now
from extranet.core.database import Row, unit_of_work
from extranet.core.jobs import MOST_TRIES
from extranet.people.agency_tree import in_order

_LIST = f"""
    WITH viewed AS MATERIALIZED (SELECT journal_record($1::jsonb) AS done)
    SELECT a.id AS agency_id, a.parent_id, a.kind AS agency_kind, a.name AS agency_name,
        p.id, p.first_name, p.last_name, p.role, p.active, p.phone, p.email, p.invited_until,
        p.mail_lost
    FROM viewed
    JOIN agency a ON viewed.done
    LEFT JOIN (
        SELECT id, agency_id, first_name, last_name, role, active, phone, email,
            NULL::timestamptz AS invited_until, false AS mail_lost
        FROM person
        UNION ALL
        SELECT id, agency_id, first_name, last_name, role, false, '', email, expires_at,
            mail_lost(message_id, {MOST_TRIES})
        FROM invitation
    ) p ON p.agency_id = a.id
    WHERE a.closed_at IS NULL
    ORDER BY a.name, p.role <> 'manager', p.last_name, p.first_name
"""  # noqa: S608 (our own constant)


@dataclass(slots=True)
class Branch:
    """An agency, how deep it lies below the topmost one shown, its people and who is invited."""

    id: UUID
    parent_id: UUID | None
    kind: str
    name: str
    depth: int = 0
    people: list[Row] = field(default_factory=list)
    invited: list["Invited"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody whose invitation waits for its answer; `expired` when the link is dead by now,
    `mail_lost` when it never left."""

    id: UUID
    name: str
    email: str
    role: Role
    until: datetime
    expired: bool
    mail_lost: bool


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
        if row["invited_until"] is not None:
            branch.invited.append(_invited(row))
        elif row["id"] is not None:
            branch.people.append(row)
    return in_order(branches.values())


def _invited(row: Row) -> Invited:
    return Invited(
        id=row["id"],
        name=f"{row['first_name']} {row['last_name']}",
        email=row["email"],
        role=Role(row["role"]),
        until=row["invited_until"],
        expired=row["invited_until"] <= now(),
        mail_lost=row["mail_lost"],
    )
