"""The sale of a customer whom no code can reach: it is printed and signed by hand."""

from extranet.core.clock import now
from extranet.core.database import UnitOfWork
from extranet.documents.keeping import keep
from extranet.documents.printing import queue_print
from extranet.documents.rendering import render_contract
from extranet.documents.workshop import in_workshop
from wizard.records import SaleRecord
from wizard.signing.handover import owner_of
from wizard.signing.papers import make_paper
from wizard.states import SaleState, move


async def send_to_print(work: UnitOfWork, record: SaleRecord) -> None:
    """Keep the unsigned contract and queue it for print; the caller holds the lock on the sale."""
    made_at = now()
    rendered = await in_workshop(render_contract, make_paper(record, made_at))
    contract = await keep(
        work,
        owner_of(record),
        "contract",
        rendered.pdf,
        page_count=rendered.page_count,
        made_at=made_at,
    )
    await queue_print(work, owner_of(record), "contract")
    before = await move(work, record.id, SaleState.TO_PRINT)
    work.record(
        "sale:print",
        "sale",
        record.id,
        before={"state": before},
        after={"state": SaleState.TO_PRINT, "document_sha256": contract.sha256},
    )
