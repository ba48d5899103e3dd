"""The list of contracts as the page shows it: one page of rows, counts, and where to go next."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from extranet.contracts.filters import Filters
from extranet.contracts.list_query import MOST_COUNTED, MOST_FOUND, PAGE, ListQuery
from extranet.contracts.states import ContractState
from extranet.core.database import UnitOfWork

Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of contracts; `counts` stop at a thousand, `previous` and `following` are URLs.

    `search_is_cut` when more was found than is shown.
    """

    contracts: list[Line]
    counts: dict[ContractState, int]
    agencies: list[tuple[str, str]]
    previous: str
    following: str
    search_is_cut: bool

    @property
    def total(self) -> int:
        """How many contracts there are in all states, as far as they are counted."""
        return sum(self.counts.values())

    def counted(self, state: ContractState | None) -> str:
        """`12`, or `999+` where counting stopped."""
        many = self.total if state is None else self.counts[state]
        return str(many) if many < MOST_COUNTED else f"{MOST_COUNTED - 1}+"


async def list_contracts(work: UnitOfWork, filters: Filters) -> Listing:
    """Read the page that `filters` ask for, and journal that it was looked at; one query."""
    query = ListQuery(filters, work.actor)
    entry = work.view("contract:list", "contract", None, facts=filters.facts())
    row = await work.one_or_404(query.page(entry), *query.parameters)
    found = [_line(one) for one in json.loads(row["contracts"])]
    more, shown = len(found) > PAGE, found[:PAGE]
    if filters.before:
        shown.reverse()
    counts = json.loads(row["counts"])
    return Listing(
        contracts=shown,
        counts={state: counts.get(state.value, 0) for state in ContractState},
        agencies=_indented(json.loads(row["agencies"])),
        previous=_previous(filters, shown, more),
        following=_following(filters, shown, more),
        search_is_cut=row["found"] >= MOST_FOUND,
    )


def _previous(filters: Filters, shown: list[Line], more: bool) -> str:
    if filters.before and not more:
        return ""
    if not shown or not (filters.before or filters.after):
        return ""
    return filters.url(after=None, before=shown[0]["id"])


def _following(filters: Filters, shown: list[Line], more: bool) -> str:
    if not shown or not (more or filters.before):
        return ""
    return filters.url(before=None, after=shown[-1]["id"])


def _line(one: Line) -> Line:
    return {**one, "signed_at": datetime.fromisoformat(one["signed_at"])}


def _indented(agencies: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """The agencies to choose from, with those below set in."""
    top = min((agency["depth"] for agency in agencies), default=0)
    return [
        (agency["id"], "\u2003" * (agency["depth"] - top) + agency["name"]) for agency in agencies
    ]
