"""The page of one person: who they are, how to reach them, their tablets."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from audit.describe import Told
from audit.timelines import ACTS, read_acts, with_acts
from extranet.core.access import Actor, Role
from extranet.core.database import Row, unit_of_work
from extranet.people.followings import FOLLOWINGS, Following, read_followings
from extranet.people.leaving.last_day import LEFT_ON
from extranet.people.moving import MOVES, Move, read_moves
from extranet.people.overseen_sessions import SESSIONS, OverseenSession, read_sessions
from extranet.people.tablet_list import TABLETS, ListedTablet, read_tablets

# The sales are the room's above; of them only the number is wanted here.
_PERSON = f"""
    SELECT journal_record($2::jsonb) AS journalled, p.id, p.first_name, p.last_name, p.role,
        p.active, p.phone, p.email, p.agency_id, a.name AS agency_name, p.suspended_at,
        has_second_factor(p.id) AS protected,
        (SELECT b.first_name || ' ' || b.last_name FROM person b WHERE b.id = p.suspended_by)
            AS suspended_by,
        p.suspended_for, p.left_at, {LEFT_ON} AS left_on, (SELECT d.leaves_on FROM departure d
            WHERE d.person_id = p.id AND d.done_at IS NULL) AS leaves_on,
        (SELECT count(*) FROM sale s WHERE s.adviser_id = p.id AND s.agency_id = p.agency_id)
            AS sales_here,
        ({MOVES.format(person="p.id")}) AS moves,
        {SESSIONS.format(person="p.id")} AS sessions,
        ({FOLLOWINGS.format(person="p.id")}) AS followings,
        {TABLETS.format(person="p.id")} AS tablets, {ACTS} AS acts, ({{asked}}) AS asked
    FROM person p JOIN agency a ON a.id = p.agency_id
    WHERE p.id = $1 AND p.erased_at IS NULL
"""  # noqa: S608 (our own constants)


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Somebody with an account. `phone` is E.164 or empty; `suspended_by` is empty for readers who
    may not know who that is, `sessions` for those who may not suspend them, `suspended_for` unless
    the house itself suspends. `protected` says that they have a second factor; which one, nobody
    is told. `leaves_on` is the last day of somebody whose departure is decided."""

    id: UUID
    name: str
    role: Role
    agency_id: UUID
    agency_name: str
    active: bool
    phone: str
    email: str
    sessions: list[OverseenSession]
    tablets: list[ListedTablet]
    suspended_at: datetime | None
    suspended_by: str
    suspended_for: str
    left_at: datetime | None
    left_on: date | None
    """The last day of somebody who left."""
    leaves_on: date | None
    sales_here: int
    """The sales they began in the agency they are in: those stay when they move."""
    moves: list[Move]
    protected: bool
    followings: list[Following]
    """By whom they were and are followed, and whom they follow, the latest first."""
    acts: list[Told]
    """The newest in the journal by them and about them; none for whoever does not read it."""

    @property
    def referent(self) -> Following | None:
        """Who follows them now."""
        present = (one for one in self.followings if one.adviser_id == self.id and not one.until)
        return next(present, None)

    @property
    def former_referents(self) -> list[Following]:
        """Who followed them before."""
        return [one for one in self.followings if one.adviser_id == self.id and one.until]

    @property
    def followed(self) -> list[Following]:
        """Whom they follow now."""
        return [one for one in self.followings if one.referent_id == self.id]


async def load_person(actor: Actor, person_id: UUID) -> PersonPage:
    """Read somebody the actor may see, and journal that their page was looked at.

    Raises `NotFound` when the actor sees no such person.
    """
    return (await load_person_and(actor, person_id, "'[]'"))[0]


async def load_person_and(
    actor: Actor, person_id: UUID, asked: str
) -> tuple[PersonPage, list[dict[str, Any]]]:
    """The same, with what a page asks about them besides: `asked` is SQL of one JSON list, where
    `{person}` stands for the person."""
    query = _PERSON.format(asked=asked.format(person="p.id"))
    query = with_acts(query, actor, about=("p.id",), by="p.id")
    async with unit_of_work(actor) as work:
        entry = work.view("person:view", "person", person_id, facts={"person": person_id})
        row = await work.one_or_404(query, person_id, entry)
    return _person(row), json.loads(row["asked"])


def _person(row: Row) -> PersonPage:
    return PersonPage(
        id=row["id"],
        name=f"{row['first_name']} {row['last_name']}",
        role=Role(row["role"]),
        agency_id=row["agency_id"],
        agency_name=row["agency_name"],
        active=row["active"],
        phone=row["phone"],
        email=row["email"],
        sessions=read_sessions(json.loads(row["sessions"])),
        tablets=read_tablets(json.loads(row["tablets"])),
        suspended_at=row["suspended_at"],
        suspended_by=row["suspended_by"] or "",
        suspended_for=row["suspended_for"],
        left_at=row["left_at"],
        left_on=row["left_on"],
        leaves_on=row["leaves_on"],
        sales_here=row["sales_here"],
        moves=read_moves(json.loads(row["moves"])),
        protected=row["protected"],
        followings=read_followings(json.loads(row["followings"])),
        acts=read_acts(row["acts"]),
    )
