"""Who follows whom: an adviser is given a referent, another one, or none any more.

Nothing is forgotten of it: `referent_on` tells who followed somebody on a day that is over.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from extranet.core.access import Actor, Permission, Role
from extranet.core.database import UnitOfWork, unit_of_work
from extranet.core.errors import Conflict, Forbidden
from extranet.core.i18n import N_
from extranet.core.ids import new_id
from extranet.core.url_filters import instants

_MOVED_ON = N_("Cette fiche a changé entre-temps. Rechargez la page pour la voir.")
_BOTH = """
    SELECT p.role, p.first_name || ' ' || p.last_name AS name,
        r.first_name || ' ' || r.last_name AS referent,
        (SELECT f.referent_id FROM following f WHERE f.adviser_id = p.id AND f.until IS NULL)
            AS present
    FROM person p, person r WHERE p.id = $1 AND r.id = $2
"""
_FOLLOWED = "SELECT role, first_name || ' ' || last_name AS name FROM person WHERE id = $1"
_ON = """
    SELECT referent_id FROM following
    WHERE adviser_id = $1 AND since < $3 AND (until IS NULL OR until > $2)
    ORDER BY since DESC LIMIT 1
"""

CANDIDATES = """
    SELECT coalesce(json_agg(json_build_object('id', r.id,
            'name', r.first_name || ' ' || r.last_name, 'agency', b.name)
            ORDER BY r.last_name, r.first_name), '[]')
    FROM person w JOIN agency a ON a.id = w.agency_id,
        person r JOIN agency b ON b.id = r.agency_id
    WHERE w.id = {person} AND r.id <> w.id AND r.role = 'referent' AND r.active
        AND (a.path @> ARRAY[r.agency_id] OR b.path @> ARRAY[w.agency_id])
"""
"""SQL: the referents the reader sees who may follow a person: of their agency, of one above or one
below; for the queries of pages, `read_candidates` reads them."""

# A referent the reader may not see has no name there.
FOLLOWINGS = """
    SELECT coalesce(json_agg(json_build_object('since', f.since, 'until', f.until,
            'referent_id', f.referent_id, 'referent', r.first_name || ' ' || r.last_name,
            'adviser_id', f.adviser_id, 'adviser', w.first_name || ' ' || w.last_name)
            ORDER BY f.since DESC), '[]')
    FROM following f
    LEFT JOIN person r ON r.id = f.referent_id
    LEFT JOIN person w ON w.id = f.adviser_id
    WHERE f.adviser_id = {person} OR f.referent_id = {person} AND f.until IS NULL
"""
"""SQL: by whom a person was and is followed, and whom they follow, for the queries of pages;
`read_followings` reads them."""


@dataclass(frozen=True, slots=True)
class Following:
    """Somebody follows an adviser, or did; names the reader may not know are empty."""

    referent_id: UUID
    referent: str
    adviser_id: UUID
    adviser: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A referent who may follow somebody, and where they work."""

    id: UUID
    name: str
    agency: str


def read_followings(rows: list[dict[str, Any]]) -> list[Following]:
    """The followings `FOLLOWINGS` found, the latest first."""
    return [
        Following(
            UUID(one["referent_id"]),
            one["referent"] or "",
            UUID(one["adviser_id"]),
            one["adviser"] or "",
            datetime.fromisoformat(one["since"]),
            datetime.fromisoformat(one["until"]) if one["until"] else None,
        )
        for one in rows
    ]


def may_name(actor: Actor, role: Role) -> bool:
    """Whether the actor may say who follows somebody they see who has `role`: an adviser alone is
    followed."""
    return role is Role.ADVISER and actor.may(Permission.REFERENT_NAME)


def read_candidates(rows: list[dict[str, Any]]) -> list[Candidate]:
    """The referents `CANDIDATES` found."""
    return [Candidate(UUID(one["id"]), one["name"], one["agency"]) for one in rows]


async def follow(actor: Actor, adviser_id: UUID, referent_id: UUID) -> None:
    """Have a referent follow an adviser, in the place of the one who did; the same is no change.

    Raises `NotFound` when the actor does not see both, `Forbidden` for somebody who is no adviser,
    `Conflict` where the referent may not follow them (any more).
    """
    async with unit_of_work(actor) as work:
        row = await work.one_or_404(_BOTH, adviser_id, referent_id)
        if not may_name(actor, Role(row["role"])):
            raise Forbidden
        if row["present"] == referent_id:
            return
        if not await work.value("SELECT follow($1, $2, $3)", new_id(), adviser_id, referent_id):
            raise Conflict(_MOVED_ON)
        work.record(
            "following:begin",
            "person",
            adviser_id,
            before={"referent": row["present"]},
            after={"referent": referent_id},
            personal={"name": row["name"], "referent_name": row["referent"]},
        )


async def unfollow(actor: Actor, adviser_id: UUID) -> None:
    """Have nobody follow an adviser any more; raises like `follow`, and nobody before is no
    change."""
    async with unit_of_work(actor) as work:
        row = await work.one_or_404(_FOLLOWED, adviser_id)
        if not may_name(actor, Role(row["role"])):
            raise Forbidden
        former = await work.value("SELECT end_following($1)", adviser_id)
        if former is not None:
            work.record(
                "following:end",
                "person",
                adviser_id,
                before={"referent": former},
                personal={"name": row["name"]},
            )


async def end_broken(work: UnitOfWork) -> None:
    """End the followings that hold no longer after a move or another role, and journal each."""
    for row in await work.all("SELECT * FROM end_broken_followings()"):
        work.record(
            "following:end", "person", row["adviser_id"], before={"referent": row["referent_id"]}
        )


async def referent_on(work: UnitOfWork, adviser_id: UUID, day: date) -> UUID | None:
    """Who followed an adviser on a day in Paris, the last of them where there were several.

    None where nobody did, or the actor may not know: jobs know all.
    """
    start, end = instants(day, day)
    found = await work.value(_ON, adviser_id, start, end)
    return found if found is None else UUID(str(found))
