"""The file of a seller: the contract that counts, those before, the papers, what ends when."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from extranet.core.access import Actor, Role
from extranet.core.clock import today
from extranet.core.database import unit_of_work
from extranet.people.sellers.deadlines import (
    Contract,
    ContractKind,
    Deadline,
    PaperEnd,
    deadlines,
    in_force,
)

CONTRACTS = """
(SELECT coalesce(json_agg(json_build_object(
        'id', c.id, 'kind', c.kind, 'starts_on', c.starts_on, 'ends_on', c.ends_on,
        'registry', c.registry, 'siren', c.siren, 'registered_until', c.registered_until,
        'written_at', c.written_at, 'written_by', (SELECT w.first_name || ' ' || w.last_name
            FROM person w WHERE w.id = c.written_by)
    ) ORDER BY c.written_at DESC, c.id DESC), '[]')
    FROM seller_contract c WHERE c.person_id = {person})
"""
"""SQL: the contracts of `{person}` for `read_contracts`, the last written first."""

PAPERS = """
(SELECT coalesce(json_agg(json_build_object(
        'id', d.id, 'kind', d.kind, 'media', d.media, 'size', d.size,
        'expires_on', d.expires_on, 'kept_at', d.kept_at
    ) ORDER BY d.kept_at DESC, d.id), '[]')
    FROM seller_paper d WHERE d.person_id = {person})
"""
"""SQL: the papers of `{person}` for `read_papers`, the newest first."""

_FILE = f"""
    SELECT journal_record($2::jsonb) AS journalled, p.id, p.role, p.active, p.suspended_for,
        p.first_name || ' ' || p.last_name AS name, a.name AS agency_name,
        {CONTRACTS.format(person="p.id")} AS contracts, {PAPERS.format(person="p.id")} AS papers
    FROM person p LEFT JOIN agency a ON a.id = p.agency_id
    WHERE p.id = $1
"""  # noqa: S608 (our own constants)


@dataclass(frozen=True, slots=True)
class ListedPaper:
    """A paper as its list shows it."""

    id: UUID
    kind: str
    media: str
    size: int
    expires_on: date | None
    kept_at: datetime


@dataclass(frozen=True, slots=True)
class SellerFile:
    """A person and what they sell under. `current` counts today; `following` has been written and
    begins later; `others` count no more."""

    id: UUID
    name: str
    role: Role
    agency_name: str
    active: bool
    stopped: bool
    """Whether the house suspended them because their contract ended."""
    current: Contract | None
    following: list[Contract]
    others: list[Contract]
    papers: list[ListedPaper]
    deadlines: list[Deadline]
    day: date

    @property
    def ended(self) -> bool:
        """Whether there are contracts and none lets them sell today."""
        if self.current is None:
            return bool(self.following or self.others)
        last = self.current.last_day
        return last is not None and last < self.day


async def load_file(actor: Actor, person_id: UUID) -> SellerFile:
    """Read somebody's file, and journal that it was looked at; raises `NotFound`."""
    async with unit_of_work(actor) as work:
        entry = work.view("seller:view", "person", person_id)
        row = await work.one_or_404(_FILE, person_id, entry)
    contracts, papers = read_contracts(row["contracts"]), read_papers(row["papers"])
    day = today()
    current = in_force(contracts, day)
    following = [one for one in contracts if one.starts_on > day]
    return SellerFile(
        id=row["id"],
        name=row["name"],
        role=Role(row["role"]),
        agency_name=row["agency_name"] or "",
        active=row["active"],
        stopped=row["suspended_for"] == "contract",
        current=current,
        following=following,
        others=[one for one in contracts if one != current and one not in following],
        papers=papers,
        deadlines=deadlines(contracts, ends_of(papers), day),
        day=day,
    )


def read_contracts(text: str) -> list[Contract]:
    """The contracts in the JSON of `CONTRACTS`."""
    return [_contract(one) for one in json.loads(text)]


def read_papers(text: str) -> list[ListedPaper]:
    """The papers in the JSON of `PAPERS`."""
    return [
        ListedPaper(
            id=UUID(one["id"]),
            kind=one["kind"],
            media=one["media"],
            size=one["size"],
            expires_on=_day(one["expires_on"]),
            kept_at=datetime.fromisoformat(one["kept_at"]),
        )
        for one in json.loads(text)
    ]


def ends_of(papers: Iterable[ListedPaper]) -> list[PaperEnd]:
    """What expires of them: a paper holds as long as the longest of its kind, for that one
    replaced the others; each of no kind of its own stands alone."""
    lasting: dict[str, ListedPaper] = {}
    for one in papers:
        key = str(one.id) if one.kind == "other" else one.kind
        if key not in lasting or _end(one) > _end(lasting[key]):
            lasting[key] = one
    return [
        PaperEnd(one.id, one.kind, one.expires_on) for one in lasting.values() if one.expires_on
    ]


def _end(paper: ListedPaper) -> date:
    return paper.expires_on or date.max


def _contract(one: dict[str, Any]) -> Contract:
    starts_on = _day(one["starts_on"])
    if starts_on is None:
        raise ValueError("a contract without a beginning")
    return Contract(
        id=UUID(one["id"]),
        kind=ContractKind(one["kind"]),
        starts_on=starts_on,
        ends_on=_day(one["ends_on"]),
        registry=one["registry"],
        siren=one["siren"],
        registered_until=_day(one["registered_until"]),
        written_at=datetime.fromisoformat(one["written_at"]),
        written_by=one["written_by"] or "",
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
