"""What of a seller ends when, which contract counts on a day, and when to speak of it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

WARNED_BEFORE = (60, 30, 7, 0)
"""Days before an end on which it is told; 0 is its last day, or any after it."""

FREE_YEARS = 3
"""Full calendar years in a row that a VDI may sell before having to be registered."""


class ContractKind(StrEnum):
    """What a seller works as: an employee, or an independent (vendeur à domicile indépendant)."""

    EMPLOYEE = "employee"
    VDI = "vdi"


class Matter(StrEnum):
    """What ends. The first two stop a seller; of `due` and a paper one is only warned."""

    CONTRACT = "contract"
    REGISTRATION = "registration"
    DUE = "due"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract as it was written; `ends_on` and `registered_until` are last days, None for
    open-ended. `registry` is `rsac`, `rcs` or empty; `siren` nine figures or empty."""

    id: UUID
    kind: ContractKind
    starts_on: date
    ends_on: date | None
    registry: str
    siren: str
    registered_until: date | None
    written_at: datetime
    written_by: str = ""

    @property
    def last_day(self) -> date | None:
        """The last day one sells under it, None while nothing ends it."""
        ends = [day for day in (self.ends_on, self.registered_until) if day is not None]
        return min(ends, default=None)


@dataclass(frozen=True, slots=True)
class PaperEnd:
    """A paper that expires."""

    id: UUID
    kind: str
    expires_on: date


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something of a seller that ends: `day` is the last one. `kind` tells papers apart."""

    matter: Matter
    subject: UUID
    day: date
    kind: str = ""

    def days_left(self, today: date) -> int:
        """Days until the last one, 0 on it; negative when it is past."""
        return (self.day - today).days


def in_force(contracts: Iterable[Contract], day: date) -> Contract | None:
    """The contract that counts on `day`: of those begun by then, the one written last.

    So a renewal written ahead waits for its first day, and a correction counts at once.
    """
    begun = [one for one in contracts if one.starts_on <= day]
    return max(begun, key=lambda one: (one.written_at, one.id), default=None)


def sells(contracts: Sequence[Contract], day: date) -> bool:
    """Whether somebody with these contracts may sell on `day`: without any they may."""
    if not contracts:
        return True
    current = in_force(contracts, day)
    return current is not None and (current.last_day is None or current.last_day >= day)


def deadlines(
    contracts: Sequence[Contract], papers: Iterable[PaperEnd], today: date
) -> list[Deadline]:
    """What ends of a seller, the soonest first; what a renewal written ahead takes over is left
    out."""
    found = [Deadline(Matter.PAPER, one.id, one.expires_on, one.kind) for one in papers]
    current = in_force(contracts, today)
    if current is not None:
        ends = ((Matter.CONTRACT, current.ends_on), (Matter.REGISTRATION, current.registered_until))
        found += [
            Deadline(matter, current.id, day)
            for matter, day in ends
            if day is not None and not _taken_over(contracts, current, day)
        ]
        due = registration_due(contracts, current)
        if due is not None:
            found.append(Deadline(Matter.DUE, current.id, due))
    return sorted(found, key=lambda one: (one.day, one.matter, one.subject))


def registration_due(contracts: Iterable[Contract], current: Contract) -> date | None:
    """The last day a VDI may sell unregistered: three full calendar years in a row have passed by
    then. None for whoever is registered or employed.

    Whether they must depends on what they earned, which nobody here knows: it is told, and stops
    nobody.
    """
    if current.kind is not ContractKind.VDI or current.registry:
        return None
    first = min(one.starts_on for one in contracts if one.kind is ContractKind.VDI)
    first_full = first.year if (first.month, first.day) == (1, 1) else first.year + 1
    return date(first_full + FREE_YEARS - 1, 12, 31)


def warning_due(day: date, today: date) -> int | None:
    """Which of `WARNED_BEFORE` is reached for an end on `day`: the nearest; None before all."""
    left = (day - today).days
    return min((one for one in WARNED_BEFORE if left <= one), default=None)


def _taken_over(contracts: Iterable[Contract], current: Contract, day: date) -> bool:
    following = in_force(contracts, date.fromordinal(day.toordinal() + 1))
    if following is None or following.id == current.id:
        return False
    return following.last_day is None or following.last_day > day
