"""The states of a contract and the one table of how it may move."""

from enum import StrEnum

from extranet.core.errors import Conflict
from extranet.core.i18n import N_


class ContractState(StrEnum):
    """Where a contract stands."""

    TO_CHECK = "to_check"
    VALIDATED = "validated"
    ACTIVE = "active"
    TERMINATED = "terminated"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


# A withdrawal may be used from the moment of signing, whatever the back office did meanwhile
# (C. conso. L221-18); what is over stays over.
TRANSITIONS: dict[ContractState, frozenset[ContractState]] = {
    ContractState.TO_CHECK: frozenset(
        {ContractState.VALIDATED, ContractState.REJECTED, ContractState.WITHDRAWN}
    ),
    ContractState.VALIDATED: frozenset({ContractState.ACTIVE, ContractState.WITHDRAWN}),
    ContractState.ACTIVE: frozenset({ContractState.TERMINATED, ContractState.WITHDRAWN}),
    ContractState.TERMINATED: frozenset(),
    ContractState.REJECTED: frozenset(),
    ContractState.WITHDRAWN: frozenset(),
}

LABELS: dict[ContractState, str] = {
    ContractState.TO_CHECK: N_("À vérifier"),
    ContractState.VALIDATED: N_("Validé"),
    ContractState.ACTIVE: N_("En vigueur"),
    ContractState.TERMINATED: N_("Résilié"),
    ContractState.REJECTED: N_("Rejeté"),
    ContractState.WITHDRAWN: N_("Rétracté"),
}

TONES: dict[ContractState, str] = {
    ContractState.TO_CHECK: "warning",
    ContractState.VALIDATED: "success",
    ContractState.ACTIVE: "info",
    ContractState.TERMINATED: "neutral",
    ContractState.REJECTED: "error",
    ContractState.WITHDRAWN: "neutral",
}

_REFUSED = N_(
    "Ce contrat a changé d’état et ne peut pas devenir ce que vous demandez. Rechargez la page "
    "pour le voir."
)


class MoveRefused(Conflict):
    """The contract is not in a state from which it may go there."""


def may_move(source: ContractState, target: ContractState) -> bool:
    """Whether a contract in `source` may go to `target`."""
    return target in TRANSITIONS[source]


def require_move(source: ContractState, target: ContractState) -> None:
    """Raise `MoveRefused` unless a contract in `source` may go to `target`."""
    if not may_move(source, target):
        raise MoveRefused(_REFUSED)
