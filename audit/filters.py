"""How the journal is narrowed and paged; all of it stands in the URL, and no name."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from audit.acts import SUBJECTS
from extranet.core.url_filters import DAMAGED, instants, read_id, read_period

PATH = "/journal"
_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class JournalFilters:
    """What is asked for. `errors` maps a field to what is wrong with what was given for it."""

    person: UUID | None = None
    subject: str = ""
    number: str = ""
    day_from: date | None = None
    day_to: date | None = None
    after: int | None = None
    before: int | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.person or self.subject or self.number or self.day_from or self.day_to)

    @property
    def between(self) -> tuple[datetime | None, datetime | None]:
        """The instants of the period: its first, and the first after it."""
        return instants(self.day_from, self.day_to)

    def url(self, **changes: Any) -> str:
        """The address of this journal with `changes`, at its first page unless they say which."""
        query = replace(self, **{"after": None, "before": None, **changes}).query()
        return f"{PATH}?{urlencode(query)}" if query else PATH

    def query(self) -> dict[str, str]:
        """What stands in the URL."""
        asked = {
            "person": str(self.person or ""),
            "subject": self.subject,
            "object": self.number,
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
    subject = given.get("subject", "")
    if subject and subject not in SUBJECTS:
        errors["subject"], subject = DAMAGED, ""
    return JournalFilters(
        person=read_id(given.get("person", ""), "person", errors),
        subject=subject,
        number=given.get("object", "").strip().upper()[:40],
        day_from=start,
        day_to=end,
        after=_seq(given.get("after", ""), errors),
        before=_seq(given.get("before", ""), errors),
        errors=errors,
        values={
            name: given.get(name, "") for name in ("person", "subject", "object", "from", "to")
        },
    )


def _seq(text: str, errors: dict[str, str]) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 0 < int(text[:20]) <= _LARGEST):
        errors["page"] = DAMAGED
        return None
    return int(text)
