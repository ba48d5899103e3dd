"""How the journal is narrowed and paged; all of it stands in the URL, and no name."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from audit.acts import ACTS, SUBJECTS
from audit.words import ROLES
from extranet.core.url_filters import DAMAGED, instants, read_id, read_period

PATH = "/journal"
_LARGEST = 2**63 - 1
_FIELDS = ("person", "subject", "act", "agency", "role", "behind", "object", "from", "to")


@dataclass(frozen=True, slots=True)
class JournalFilters:
    """What is asked for. `errors` maps a field to what is wrong with what was given for it.

    `person` acted, `behind` did in the name of another; `agency` is the one they acted for.
    `object_id` is something that bears no number, `number` what does, with all of its story.
    """

    person: UUID | None = None
    subject: str = ""
    act: str = ""
    agency: UUID | None = None
    role: str = ""
    behind: UUID | None = None
    number: str = ""
    object_id: UUID | None = None
    day_from: date | None = None
    day_to: date | None = None
    after: int | None = None
    before: int | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(replace(self, after=None, before=None).query())

    @property
    def finely(self) -> bool:
        """Whether it is narrowed by what few ask for."""
        return bool(self.act or self.agency or self.role or self.behind)

    @property
    def between(self) -> tuple[datetime | None, datetime | None]:
        """The instants of the period: its first, and the first after it."""
        return instants(self.day_from, self.day_to)

    def url(self, path: str = PATH, **changes: Any) -> str:
        """The address of this journal with `changes`, at its first page unless they say which; at
        another `path`, of what else is made of it."""
        query = replace(self, **{"after": None, "before": None, **changes}).query()
        return f"{path}?{urlencode(query)}" if query else path

    def query(self) -> dict[str, str]:
        """What stands in the URL."""
        asked = {
            "person": str(self.person or ""),
            "subject": self.subject,
            "act": self.act,
            "agency": str(self.agency or ""),
            "role": self.role,
            "behind": str(self.behind or ""),
            "object": self.number,
            "about": str(self.object_id or ""),
            "from": self.day_from.isoformat() if self.day_from else "",
            "to": self.day_to.isoformat() if self.day_to else "",
            "after": str(self.after or ""),
            "before": str(self.before or ""),
        }
        return {name: value for name, value in asked.items() if value}


def read_filters(given: Mapping[str, str]) -> JournalFilters:
    """Read the filters out of a URL; what cannot be read is left out and said in `errors`."""
    errors: dict[str, str] = {}
    start, end = read_period(given, errors)
    return JournalFilters(
        person=read_id(given.get("person", ""), "person", errors),
        subject=_one_of(SUBJECTS, given, "subject", errors),
        act=_one_of(ACTS, given, "act", errors),
        agency=read_id(given.get("agency", ""), "agency", errors),
        role=_one_of(ROLES, given, "role", errors),
        behind=read_id(given.get("behind", ""), "behind", errors),
        object_id=read_id(given.get("about", ""), "about", errors),
        number=given.get("object", "").strip().upper()[:40],
        day_from=start,
        day_to=end,
        after=_seq(given.get("after", ""), errors),
        before=_seq(given.get("before", ""), errors),
        errors=errors,
        values={name: given.get(name, "") for name in _FIELDS},
    )


def _one_of(
    known: Collection[str], given: Mapping[str, str], name: str, errors: dict[str, str]
) -> str:
    asked = given.get(name, "")
    if asked and asked not in known:
        errors[name] = DAMAGED
        return ""
    return asked


def _seq(text: str, errors: dict[str, str]) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 0 < int(text[:20]) <= _LARGEST):
        errors["page"] = DAMAGED
        return None
    return int(text)
