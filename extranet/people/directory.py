"""The directory: agencies as a tree, with the people of each that the actor may see, and those who
are invited. A large company is shown as its agencies alone, until it is narrowed."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from extranet.core.access import Actor, Role
from extranet.core.clock import now
from extranet.core.database import Row, unit_of_work
from extranet.core.jobs import MOST_TRIES
from extranet.people.agency_tree import ListedAgency, in_order
from extranet.people.directory_filters import PeopleFilters, Standing
from extranet.people.leaving.last_day import LEFT_ON

MOST_SHOWN = 150
"""People on one page."""

_LIST = f"""
    WITH viewed AS MATERIALIZED (SELECT journal_record($1::jsonb) AS done)
    SELECT a.id AS agency_id, a.parent_id, a.kind AS agency_kind, a.name AS agency_name, a.path,
        p.id, p.first_name, p.last_name, p.role, p.active, p.left_on, p.phone, p.email,
        p.invited_until, p.mail_lost
    FROM viewed
    JOIN agency a ON viewed.done
    LEFT JOIN (
        SELECT id, agency_id, first_name, last_name, role, active, {LEFT_ON} AS left_on, phone,
            email, NULL::timestamptz AS invited_until, false AS mail_lost
        FROM person p WHERE erased_at IS NULL
        UNION ALL
        SELECT id, agency_id, first_name, last_name, role, false, NULL, '', email, expires_at,
            mail_lost(message_id, {MOST_TRIES})
        FROM invitation
    ) p ON p.agency_id = a.id
    WHERE a.closed_at IS NULL
    ORDER BY a.name, p.role <> 'manager', p.last_name, p.first_name
"""  # noqa: S608 (our own constant)


@dataclass(slots=True)
class Branch:
    """An agency, how deep it lies below the topmost one shown, its people and who is invited, as
    far as they are asked for."""

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


@dataclass(frozen=True, slots=True)
class Directory:
    """The directory as it is asked for. `branches` are in tree order; `folded` when they are too
    many people to be shown, `cut` when only the first of those asked for are. `agencies` are those
    to choose from."""

    branches: list[Branch]
    agencies: list[ListedAgency]
    count: int
    folded: bool
    cut: bool


async def directory(actor: Actor, filters: PeopleFilters | None = None) -> Directory:
    """Every open agency the actor may see with its people; with `filters` those alone that hold
    somebody who is asked for."""
    asked = filters or PeopleFilters()
    async with unit_of_work(actor) as work:
        entry = work.view("people:list", "agency", actor.agency_id, facts=asked.facts())
        rows = await work.all(_LIST, entry)
    branches = in_order(_branches(rows, asked).values())
    agencies = [ListedAgency(one.id, one.parent_id, one.kind, one.name) for one in branches]
    count = sum(len(branch.people) for branch in branches)
    if asked.narrowed:
        branches = [branch for branch in branches if branch.people or branch.invited]
        _cut(branches)
    return Directory(
        branches=branches,
        agencies=in_order(agencies),
        count=count,
        folded=count > MOST_SHOWN and not asked.narrowed,
        cut=count > MOST_SHOWN and asked.narrowed,
    )


def _branches(rows: list[Row], asked: PeopleFilters) -> dict[UUID, Branch]:
    branches: dict[UUID, Branch] = {}
    for row in rows:
        branch = branches.setdefault(
            row["agency_id"],
            Branch(row["agency_id"], row["parent_id"], row["agency_kind"], row["agency_name"]),
        )
        if row["id"] is None or not _is_asked_for(row, asked):
            continue
        if row["invited_until"] is not None:
            branch.invited.append(_invited(row))
        else:
            branch.people.append(row)
    return branches


def _is_asked_for(row: Row, asked: PeopleFilters) -> bool:
    names = (row["first_name"], row["last_name"], row["email"])
    return asked.admits(row["role"], _standing(row), row["path"], *names)


def _standing(row: Row) -> Standing:
    if row["invited_until"] is not None:
        return Standing.INVITED
    if row["left_on"] is not None:
        return Standing.LEFT
    return Standing.ACTIVE if row["active"] else Standing.SUSPENDED


def _cut(branches: list[Branch]) -> None:
    left = MOST_SHOWN
    for branch in branches:
        branch.people = branch.people[:left]
        left -= len(branch.people)


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
