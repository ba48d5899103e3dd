"""Keeping the refusal list: who said so, where, until when. No name of theirs is kept."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from asyncpg import UniqueViolationError

from extranet.core.clock import today
from extranet.core.database import Row, UnitOfWork
from extranet.core.ids import new_id

MOST = 100
"""So many addresses on a page; a postcode narrows it."""
USUAL = timedelta(days=3 * 365)
"""How long a refusal stands unless they said otherwise: as long as a prospect is kept."""
LONGEST = timedelta(days=10 * 365)

_LIST = f"""
WITH viewed AS MATERIALIZED (SELECT journal_record($3::jsonb) AS done),
found AS (
    SELECT r.id, r.line1, r.postcode, r.city, r.source, r.added_at, r.until,
        coalesce(p.first_name || ' ' || p.last_name, '') AS added_by
    FROM refused_address r LEFT JOIN person p ON p.id = r.added_by
    WHERE starts_with(r.postcode, $1) AND r.until >= $2
    ORDER BY r.added_at DESC, r.id DESC LIMIT {MOST + 1}
)
SELECT f.* FROM viewed LEFT JOIN found f ON viewed.done IS NOT NULL
ORDER BY f.added_at DESC, f.id DESC
"""  # noqa: S608 (our own constant)
_ADD = """
INSERT INTO refused_address (id, line1, postcode, city, source, added_by, until)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""
_LAPSED = "DELETE FROM refused_address WHERE until < $1 RETURNING id"
_REMOVE = "DELETE FROM refused_address WHERE id = $1 RETURNING line1, postcode, city"


class Source(StrEnum):
    """How the refusal came to us."""

    DOOR = "door"
    MAIL = "mail"
    PHONE = "phone"
    NOTICE = "notice"


class Removal(StrEnum):
    """Why an address leaves the list."""

    ASKED = "asked"
    MOVED = "moved"
    MISTAKE = "mistake"


class AlreadyListed(Exception):
    """The address, however it was typed then, stands on the list already."""


@dataclass(frozen=True, slots=True)
class RefusedAddress:
    """One line of the list; `added_by` is empty for somebody the actor may not know."""

    id: UUID
    line1: str
    postcode: str
    city: str
    source: Source
    added_at: datetime
    added_by: str
    until: date


@dataclass(frozen=True, slots=True)
class RefusalList:
    """The newest refusals, and whether there are more than are shown."""

    addresses: list[RefusedAddress]
    more: bool


async def list_refusals(work: UnitOfWork, postcode: str) -> RefusalList:
    """The refusals that stand, newest first, of the postcodes that begin so; journals the view."""
    entry = work.view("refusal:list", "refused_address", None)
    rows = [row for row in await work.all(_LIST, postcode, today(), entry) if row["id"]]
    return RefusalList([_read(row) for row in rows[:MOST]], len(rows) > MOST)


async def add_refusal(
    work: UnitOfWork, *, line1: str, postcode: str, city: str, source: Source, until: date
) -> None:
    """Put an address on the list until that day; raises `AlreadyListed`, which ends the work."""
    await work.run(_LAPSED, today())
    added = new_id()
    try:
        await work.run(
            _ADD, added, line1, postcode, city, source.value, work.actor.person_id, until
        )
    except UniqueViolationError as taken:
        raise AlreadyListed from taken
    work.record(
        "refusal:add",
        "refused_address",
        added,
        after={"source": source, "until": until},
        personal={"address": f"{line1}, {postcode} {city}"},
    )


async def remove_refusal(work: UnitOfWork, address_id: UUID, why: Removal) -> None:
    """Take an address off the list; raises `NotFound` when it is not on it."""
    row = await work.one_or_404(_REMOVE, address_id)
    work.record(
        "refusal:remove",
        "refused_address",
        address_id,
        after={"why": why},
        personal={"address": f"{row['line1']}, {row['postcode']} {row['city']}"},
    )


async def forget_lapsed(work: UnitOfWork) -> None:
    """Forget the refusals whose time has passed."""
    for row in await work.all(_LAPSED, today()):
        work.record("refusal:lapse", "refused_address", row["id"])


def _read(row: Row) -> RefusedAddress:
    return RefusedAddress(
        id=row["id"],
        line1=row["line1"],
        postcode=row["postcode"],
        city=row["city"],
        source=Source(row["source"]),
        added_at=row["added_at"],
        added_by=row["added_by"],
        until=row["until"],
    )
