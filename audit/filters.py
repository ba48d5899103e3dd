"""How the journal is narrowed and paged; all of it stands in the URL, and no name."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode
from uuid import UUID

from audit.acts import SUBJECTS
from extranet.core.clock import PARIS
from extranet.core.i18n import N_

PATH = "/journal"
_FIRST_DAY = date(2000, 1, 1)
_LAST_DAY = date(2100, 12, 31)
_LARGEST = 2**63 - 1
_DAMAGED = N_("Cette adresse est abîmée. Choisissez à nouveau.")


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
        start, end = self.day_from, self.day_to
        return (
            datetime.combine(start, time(), PARIS) if start else None,
            datetime.combine(end + timedelta(days=1), time(), PARIS) if end else None,
        )

    def url(self, **changes: object) -> str:
        """The address of this journal with `changes`, at its first page unless they say which."""
        turned: dict[str, object] = {"after": None, "before": None, **changes}
        query = replace(self, **turned).query()  # type: ignore[arg-type]
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
    start = _day(given.get("from", ""), "from", errors)
    end = _day(given.get("to", ""), "to", errors)
    if start and end and start > end:
        errors["to"] = N_(
            "La fin de la période vient avant son début. Corrigez l’une des deux dates."
        )
        end = None
    subject = given.get("subject", "")
    if subject and subject not in SUBJECTS:
        errors["subject"], subject = _DAMAGED, ""
    return JournalFilters(
        person=_person(given.get("person", ""), errors),
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


def _day(text: str, name: str, errors: dict[str, str]) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or not _FIRST_DAY <= day <= _LAST_DAY:
        errors[name] = N_("Cette date n’existe pas. Entrez un jour, un mois et une année.")
        return None
    return day


def _person(text: str, errors: dict[str, str]) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        errors["person"] = _DAMAGED
        return None


def _seq(text: str, errors: dict[str, str]) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 0 < int(text[:20]) <= _LARGEST):
        errors["page"] = _DAMAGED
        return None
    return int(text)
