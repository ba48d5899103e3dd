"""The print queue: papers that must reach a customer by hand or by post."""

from typing import Literal

from extranet.core.database import UnitOfWork
from extranet.core.ids import new_id
from extranet.documents.keeping import Owned

PrintReason = Literal["sheet", "contract", "copy"]
"""`sheet`: the pre-contract sheet to hand over (L221-5). `contract`: the order form to sign by
hand, when no code can reach the customer. `copy`: the dated copy of a signed contract (L221-9)."""


async def queue_print(work: UnitOfWork, owner: Owned, reason: PrintReason) -> bool:
    """Put the sale in the print queue for `reason`; False when it is there already."""
    added = await work.run(
        "INSERT INTO print_job (id, sale_id, adviser_id, agency_id, reason) "
        "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (sale_id, reason) DO NOTHING",
        new_id(),
        owner.sale_id,
        owner.adviser_id,
        owner.agency_id,
        reason,
    )
    if added:
        work.record("print:queue", "sale", owner.sale_id, after={"reason": reason})
    return bool(added)
