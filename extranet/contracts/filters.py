"""How the list of contracts is narrowed, ordered and paged: all of it stands in the URL.

A customer's name never does: what was typed in the search box stands there sealed, for the
person who typed it alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from extranet.contracts.states import ContractState
from extranet.core.sealed_search import SealedSearch
from extranet.core.url_filters import instants, read_choice, read_id, read_period

PATH = "/contracts"

SEARCH = SealedSearch("contract")


class Sort(StrEnum):
    """What the list is ordered by."""

    SIGNED = "signed"
    CUSTOMER = "customer"
    AGENCY = "agency"
    AMOUNT = "amount"

    @property
    def descends_first(self) -> bool:
        """Whether the first press on the column shows the latest, or largest, first."""
        return self in (Sort.SIGNED, Sort.AMOUNT)


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for. `errors` maps a field to what is wrong with what was given for it."""

    state: ContractState | None = None
    signed_from: date | None = None
    signed_to: date | None = None
    agency: UUID | None = None
    search: str = ""
    sort: Sort = Sort.SIGNED
    descending: bool = True
    after: UUID | None = None
    before: UUID | None = None
    sealed_search: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def narrowed(self) -> bool:
        """Whether anything but the state narrows the list."""
        return bool(self.signed_from or self.signed_to or self.agency or self.search)

    @property
    def signed_between(self) -> tuple[datetime | None, datetime | None]:
        """The instants of the period: its first, and the first after it."""
        return instants(self.signed_from, self.signed_to)

    def url(self, path: str = PATH, **changes: Any) -> str:
        """The address of this list with `changes`; another list begins at its first page."""
        if not {"after", "before"} & changes.keys():
            changes |= {"after": None, "before": None}
        query = replace(self, **changes).query()
        return f"{path}?{urlencode(query)}" if query else path

    def query(self) -> dict[str, str]:
        """What stands in the URL; what is as usual is left out."""
        order = f"{'-' if self.descending else ''}{self.sort.value}"
        asked = {
            "state": self.state.value if self.state else "",
            "from": self.signed_from.isoformat() if self.signed_from else "",
            "to": self.signed_to.isoformat() if self.signed_to else "",
            "agency": str(self.agency) if self.agency else "",
            "search": self.sealed_search,
            "sort": "" if order == "-signed" else order,
            "after": str(self.after) if self.after else "",
            "before": str(self.before) if self.before else "",
        }
        return {name: value for name, value in asked.items() if value}

    def facts(self) -> dict[str, object]:
        """The filter as the journal keeps it: no name."""
        return {**self.query(), "search": True} if self.search else dict(self.query())


def read_filters(given: Mapping[str, str], person_id: UUID) -> Filters:
    """Read the filters out of a URL; what cannot be read is left out and said in `errors`."""
    errors: dict[str, str] = {}
    start, end = read_period(given, errors)
    order = given.get("sort", "-signed")
    sort = read_choice(Sort, order.removeprefix("-"), "sort", errors) or Sort.SIGNED
    sealed, search = SEARCH.open(given.get("search", ""), person_id, errors)
    return Filters(
        state=read_choice(ContractState, given.get("state", ""), "state", errors),
        signed_from=start,
        signed_to=end,
        agency=read_id(given.get("agency", ""), "agency", errors),
        search=search,
        sort=sort,
        descending=order.startswith("-"),
        after=read_id(given.get("after", ""), "page", errors),
        before=read_id(given.get("before", ""), "page", errors),
        sealed_search=sealed,
        errors=errors,
        values={name: given.get(name, "") for name in ("from", "to", "agency")},
    )
