"""The sellers and what of theirs ends when, the most urgent first; filters stand in the URL."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from extranet.core.access import Actor
from extranet.core.clock import today
from extranet.core.database import Row, unit_of_work
from extranet.core.settings import installed
from extranet.core.url_filters import read_choice, read_id
from extranet.people.agency_tree import ListedAgency, in_order
from extranet.people.sellers.contracts import SELLING
from extranet.people.sellers.deadlines import (
    WARNED_BEFORE,
    Contract,
    ContractKind,
    Deadline,
    deadlines,
    in_force,
    sells,
)
from extranet.people.sellers.file import CONTRACTS, PAPERS, ends_of, read_contracts, read_papers

PATH = "/seller-contracts"
PAGE = 50

_LIST = f"""
    WITH viewed AS MATERIALIZED (SELECT journal_record($1::jsonb) AS done)
    SELECT a.id AS agency_id, a.parent_id, a.kind AS agency_kind, a.name AS agency_name, a.path,
        p.id, p.first_name || ' ' || p.last_name AS name, p.active,
        {CONTRACTS.format(person="p.id")} AS contracts, {PAPERS.format(person="p.id")} AS papers
    FROM viewed
    JOIN agency a ON viewed.done
    LEFT JOIN person p ON p.agency_id = a.id AND p.role = ANY ($2)
        AND p.suspended_for <> 'departure'
    ORDER BY a.name, p.last_name, p.first_name, p.id
"""  # noqa: S608 (our own constants)


class Standing(StrEnum):
    """How the contract of somebody stands, the most urgent first."""

    ENDED = "ended"
    MISSING = "missing"
    SOON = "soon"
    FINE = "fine"


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for; `errors` maps a field to what is wrong with what was given for it."""

    standing: Standing | None = None
    kind: ContractKind | None = None
    agency: UUID | None = None
    page: int = 1
    errors: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def narrowed(self) -> bool:
        """Whether anything but the standing narrows the list."""
        return self.kind is not None or self.agency is not None

    def url(self, **changes: Any) -> str:
        """The address of this list with `changes`; another list begins at its first page."""
        query = replace(self, **({"page": 1} | changes)).query()
        return f"{PATH}?{urlencode(query)}" if query else PATH

    def query(self) -> dict[str, str]:
        """What stands in the URL; what is as usual is left out."""
        asked = {
            "standing": self.standing.value if self.standing else "",
            "kind": self.kind.value if self.kind else "",
            "agency": str(self.agency) if self.agency else "",
            "page": str(self.page) if self.page > 1 else "",
        }
        return {name: value for name, value in asked.items() if value}


@dataclass(frozen=True, slots=True)
class ListedSeller:
    """Somebody who sells, and what comes next of theirs; `contract` is the one that counts today,
    or the next to begin."""

    id: UUID
    name: str
    agency_id: UUID
    agency_name: str
    active: bool
    standing: Standing
    contract: Contract | None
    deadlines: list[Deadline]


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the sellers asked for, and how many there are by standing."""

    sellers: list[ListedSeller]
    counts: dict[Standing, int]
    agencies: list[ListedAgency]
    found: int
    more: bool
    day: date


def read_filters(given: Mapping[str, str]) -> Filters:
    """Read the filters out of a URL; what cannot be read is left out and said in `errors`."""
    errors: dict[str, str] = {}
    page = given.get("page", "")
    return Filters(
        standing=read_choice(Standing, given.get("standing", ""), "standing", errors),
        kind=read_choice(ContractKind, given.get("kind", ""), "kind", errors),
        agency=read_id(given.get("agency", ""), "agency", errors),
        page=max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 5 else 1,
        errors=errors,
        values={name: given.get(name, "") for name in ("kind", "agency")},
    )


async def list_sellers(actor: Actor, filters: Filters) -> Listing:
    """The sellers the actor may see, as far as they are asked for; the view is journalled."""
    async with unit_of_work(actor) as work:
        entry = work.view("seller:list", "agency", actor.agency_id, facts=filters.query())
        rows = await work.all(_LIST, entry, SELLING)
    day = today()
    asked = [
        _listed(row, day)
        for row in rows
        if row["id"] is not None and (filters.agency is None or filters.agency in row["path"])
    ]
    if filters.kind is not None:
        asked = [one for one in asked if one.contract and one.contract.kind is filters.kind]
    counts = {standing: sum(one.standing is standing for one in asked) for standing in Standing}
    if filters.standing is not None:
        asked = [one for one in asked if one.standing is filters.standing]
    asked.sort(key=_urgency)
    start = (filters.page - 1) * PAGE
    return Listing(
        sellers=asked[start : start + PAGE],
        counts=counts,
        agencies=_agencies(rows),
        found=len(asked),
        more=len(asked) > start + PAGE,
        day=day,
    )


def standing_of(contracts: list[Contract], ends: list[Deadline], day: date) -> Standing:
    """How somebody with these contracts and ends stands on `day`."""
    if not contracts and installed().contracts_required:
        return Standing.MISSING
    if not sells(contracts, day):
        return Standing.ENDED
    soon = any(one.days_left(day) <= max(WARNED_BEFORE) for one in ends)
    return Standing.SOON if soon else Standing.FINE


def _listed(row: Row, day: date) -> ListedSeller:
    contracts, papers = read_contracts(row["contracts"]), read_papers(row["papers"])
    ends = deadlines(contracts, ends_of(papers), day)
    return ListedSeller(
        id=row["id"],
        name=row["name"],
        agency_id=row["agency_id"],
        agency_name=row["agency_name"],
        active=row["active"],
        standing=standing_of(contracts, ends, day),
        contract=in_force(contracts, day) or min(contracts, key=_begins, default=None),
        deadlines=ends,
    )


def _begins(contract: Contract) -> date:
    return contract.starts_on


def _urgency(one: ListedSeller) -> tuple[int, date, str]:
    soonest = min((deadline.day for deadline in one.deadlines), default=date.max)
    return list(Standing).index(one.standing), soonest, one.name


def _agencies(rows: list[Row]) -> list[ListedAgency]:
    found = {
        row["agency_id"]: ListedAgency(
            row["agency_id"], row["parent_id"], row["agency_kind"], row["agency_name"]
        )
        for row in rows
    }
    return in_order(found.values())
