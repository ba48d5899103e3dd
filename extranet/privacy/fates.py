"""What becomes of a sale whose customer wants to be erased: the one place where it is decided.

The law keeps what proves a contract (C. civ. 2224) and what is owed to the accounts (C. com.
L123-22); a dispute keeps everything (GDPR art. 17.3.b and e). The rest goes.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from extranet.contracts.states import TRANSITIONS, ContractState
from extranet.core.clock import PARIS
from extranet.core.i18n import N_
from wizard.states import SaleState

_SIGNED = (SaleState.SIGNED, SaleState.TO_PRINT)
OVER = frozenset({state for state, following in TRANSITIONS.items() if not following})
"""The states in which a contract has come to its end."""


class Cause(StrEnum):
    """Why a sale goes or stays."""

    GOES = "goes"
    GONE = "gone"
    HELD = "held"
    RUNNING = "running"
    EVIDENCE = "evidence"


CAUSES = {
    Cause.GOES: N_("Sera effacée"),
    Cause.GONE: N_("Déjà effacée"),
    Cause.HELD: N_("Gardée : l’effacement est suspendu"),
    Cause.RUNNING: N_("Gardée : le contrat court"),
    Cause.EVIDENCE: N_("Gardée : preuve du contrat"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides of a sale; `ended_at` is when its contract took the state it has."""

    state: SaleState
    contract: ContractState | None
    ended_at: datetime | None
    changed_at: datetime
    erased: bool
    held: bool


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a sale; `until` is the day from which it may go, where one is known."""

    cause: Cause
    until: date | None = None

    @property
    def goes(self) -> bool:
        """Whether it is erased."""
        return self.cause is Cause.GOES

    @property
    def stays(self) -> bool:
        """Whether something of the person stays."""
        return self.cause not in (Cause.GOES, Cause.GONE)


def fate_of(sale: Standing, today: date, kept_months: int) -> Fate:
    """What becomes of `sale` today, evidence being kept for so many months after a contract."""
    if sale.erased:
        return Fate(Cause.GONE)
    if sale.held:
        return Fate(Cause.HELD)
    if sale.state not in _SIGNED:
        return Fate(Cause.GOES)
    ended_at = _ended_at(sale)
    if ended_at is None:
        return Fate(Cause.RUNNING)
    until = months_after(ended_at.astimezone(PARIS).date(), kept_months)
    return Fate(Cause.GOES) if until < today else Fate(Cause.EVIDENCE, until)


def _ended_at(sale: Standing) -> datetime | None:
    if sale.contract is None:
        return sale.changed_at if sale.state is SaleState.TO_PRINT else None
    return sale.ended_at if sale.contract in OVER else None


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a month that is too short."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    for last in range(day.day, 27, -1):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    return date(year, month, day.day)
