"""How the directory is narrowed: all of it stands in the URL, and no name does.

What was typed in the search box stands there sealed, for the person who typed it alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from extranet.core.access import Role
from extranet.core.sealed_search import SealedSearch
from extranet.core.url_filters import read_choice, read_id
from extranet.people.naming import fold

PATH = "/people"

SEARCH = SealedSearch("people")


class Standing(StrEnum):
    """How somebody's account stands."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    LEFT = "left"
    INVITED = "invited"


@dataclass(frozen=True, slots=True)
class PeopleFilters:
    """What is asked for: a role, an agency with all below it, a standing, a name. `errors` maps a
    field to what is wrong with what was given for it."""

    role: Role | None = None
    agency: UUID | None = None
    standing: Standing | None = None
    search: str = ""
    sealed_search: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def narrowed(self) -> bool:
        """Whether anything narrows the directory."""
        return bool(self.role or self.agency or self.standing or self.search)

    def admits(self, role: str, standing: Standing, path: list[UUID], *names: str) -> bool:
        """Whether somebody is asked for: of that role and standing, in an agency with that path,
        called so. Each word typed begins one of theirs."""
        if self.role is not None and role != self.role:
            return False
        if self.standing is not None and standing is not self.standing:
            return False
        if self.agency is not None and self.agency not in path:
            return False
        theirs = " " + fold(" ".join(names))
        return all(f" {word}" in theirs for word in fold(self.search).split())

    def url(self, **changes: Any) -> str:
        """The address of the directory with `changes`."""
        query = replace(self, **changes).query()
        return f"{PATH}?{urlencode(query)}" if query else PATH

    def query(self) -> dict[str, str]:
        """What stands in the URL; what is not asked for is left out."""
        asked = {
            "role": self.role.value if self.role else "",
            "agency": str(self.agency) if self.agency else "",
            "state": self.standing.value if self.standing else "",
            "search": self.sealed_search,
        }
        return {name: value for name, value in asked.items() if value}

    def facts(self) -> dict[str, object]:
        """The filter as the journal keeps it: no name, no state of anything else."""
        facts: dict[str, object] = {"role": self.role, "agency": self.agency}
        facts |= {"standing": self.standing, "search": bool(self.search) or None}
        return {name: value for name, value in facts.items() if value is not None}


def read_filters(given: Mapping[str, str], person_id: UUID) -> PeopleFilters:
    """Read the filters out of a URL; what cannot be read is left out and said in `errors`."""
    errors: dict[str, str] = {}
    sealed, search = SEARCH.open(given.get("search", ""), person_id, errors)
    return PeopleFilters(
        role=read_choice(Role, given.get("role", ""), "role", errors),
        agency=read_id(given.get("agency", ""), "agency", errors),
        standing=read_choice(Standing, given.get("state", ""), "state", errors),
        search=search,
        sealed_search=sealed,
        errors=errors,
        values={name: given.get(name, "") for name in ("role", "agency", "state")},
    )
