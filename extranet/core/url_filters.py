"""Reading the parts of a list's address that lists have: a period, an id, one choice of several.

What cannot be read is left out and said in `errors`, field by field; nothing is refused whole.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from extranet.core.clock import PARIS
from extranet.core.i18n import N_

DAMAGED = N_("Cette adresse est abîmée. Choisissez à nouveau.")
Choice = TypeVar("Choice", bound=StrEnum)
_FIRST_DAY = date(2000, 1, 1)
_LAST_DAY = date(2100, 12, 31)


def read_period(
    given: Mapping[str, str], errors: dict[str, str]
) -> tuple[date | None, date | None]:
    """The first and the last day, from the parameters `from` and `to`."""
    start = _day(given.get("from", ""), "from", errors)
    end = _day(given.get("to", ""), "to", errors)
    if start and end and start > end:
        errors["to"] = N_(
            "La fin de la période vient avant son début. Corrigez l’une des deux dates."
        )
        end = None
    return start, end


def instants(start: date | None, end: date | None) -> tuple[datetime | None, datetime | None]:
    """The instants of a period of days in Paris: its first, and the first after it."""
    return (
        datetime.combine(start, time(), PARIS) if start else None,
        datetime.combine(end + timedelta(days=1), time(), PARIS) if end else None,
    )


def read_id(text: str, name: str, errors: dict[str, str]) -> UUID | None:
    """The id `text` writes, None for none or for a damaged one."""
    try:
        return UUID(text) if text else None
    except ValueError:
        errors[name] = DAMAGED
        return None


def read_choice(kind: type[Choice], text: str, name: str, errors: dict[str, str]) -> Choice | None:
    """The one of `kind` that `text` writes, None for none or for a damaged one."""
    try:
        return kind(text) if text else None
    except ValueError:
        errors[name] = DAMAGED
        return None


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
