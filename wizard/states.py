"""The states of a sale, and the one table of how it moves from one to the next.

A sale is edited while it is `open`, `ready_to_sign` or `out_for_signature`; any edit brings it
back to `open` until its review is submitted again. `signed`, `to_print` and `dropped` are ends
for the tablet: what follows is the back office's.
"""

from enum import StrEnum
from uuid import UUID

from extranet.core.database import UnitOfWork
from extranet.core.errors import Conflict
from extranet.core.i18n import N_

_GONE_FURTHER = N_("Cette vente est déjà allée plus loin. Rechargez la page pour la voir.")


class SaleState(StrEnum):
    """Where a sale stands."""

    OPEN = "open"
    READY_TO_SIGN = "ready_to_sign"
    OUT_FOR_SIGNATURE = "out_for_signature"
    SIGNED = "signed"
    TO_PRINT = "to_print"
    STALLED = "stalled"
    DROPPED = "dropped"


_MOVES: dict[SaleState, frozenset[SaleState]] = {
    SaleState.OPEN: frozenset({SaleState.READY_TO_SIGN, SaleState.STALLED, SaleState.DROPPED}),
    SaleState.READY_TO_SIGN: frozenset(
        {
            SaleState.OPEN,
            SaleState.OUT_FOR_SIGNATURE,
            SaleState.TO_PRINT,
            SaleState.STALLED,
            SaleState.DROPPED,
        }
    ),
    SaleState.OUT_FOR_SIGNATURE: frozenset(
        {
            SaleState.OPEN,
            SaleState.SIGNED,
            SaleState.TO_PRINT,
            SaleState.STALLED,
            SaleState.DROPPED,
        }
    ),
    SaleState.STALLED: frozenset({SaleState.OPEN, SaleState.DROPPED}),
    SaleState.SIGNED: frozenset(),
    SaleState.TO_PRINT: frozenset(),
    SaleState.DROPPED: frozenset(),
}

EDITABLE = frozenset(
    state for state, following in _MOVES.items() if SaleState.OPEN in following
) | {SaleState.OPEN}
"""The states in which a tablet may still submit steps."""


def may_move(before: SaleState, after: SaleState) -> bool:
    """Whether a sale may go from `before` to `after`; staying is no move and always may be."""
    return before is after or after in _MOVES[before]


def refuse_move(before: SaleState, after: SaleState) -> None:
    """Raise `Conflict` when a sale may not go from `before` to `after`."""
    if not may_move(before, after):
        raise Conflict(_GONE_FURTHER)


async def hold(work: UnitOfWork, sale_id: UUID) -> SaleState:
    """The state of a sale, which stays so until the unit of work ends: the row is locked.

    Raises `NotFound` when the actor sees no such sale.
    """
    row = await work.one_or_404("SELECT state FROM sale WHERE id = $1 FOR UPDATE", sale_id)
    return SaleState(row["state"])


async def move(work: UnitOfWork, sale_id: UUID, after: SaleState) -> SaleState:
    """Bring a sale into the state `after` and return the one it came from.

    Raises `Conflict` when the table does not know that move, `NotFound` when the actor sees no
    such sale. The row is locked, so that of two moves at once the second one meets the first one's
    outcome. The caller journals its own act.
    """
    before = await hold(work, sale_id)
    refuse_move(before, after)
    if before is not after:
        await work.run(
            "UPDATE sale SET state = $2, changed_at = now(), revision = revision + 1, "
            "signed_at = CASE WHEN $2 = 'signed' THEN now() ELSE signed_at END WHERE id = $1",
            sale_id,
            after.value,
        )
    return before
