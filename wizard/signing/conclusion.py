"""From a confirmed signature to a contract: evidence, seal, stored papers, the news of it."""

from datetime import datetime

from extranet.core.database import UnitOfWork
from extranet.documents.company_seal import seal_as_company
from extranet.documents.keeping import StoredDocument, keep
from extranet.documents.links import make_link
from extranet.documents.printing import queue_print
from extranet.documents.rendering import page_count
from extranet.messages.sending import send
from wizard.events import SaleSigned
from wizard.records import SaleRecord
from wizard.signing.channels import reach_for_code
from wizard.signing.handover import owner_of
from wizard.signing.papers import copy_medium
from wizard.signing.proof import SignedPaper, gather_evidence
from wizard.states import SaleState, move


async def seal_contract(
    work: UnitOfWork, record: SaleRecord, contract: bytes, concluded: SignedPaper
) -> StoredDocument:
    """Seal `contract` with its evidence inside and keep it as the sale's sealed contract."""
    evidence = await gather_evidence(work, record, concluded)
    sealed = await seal_as_company(
        contract,
        evidence.to_json(),
        reason=f"Contrat {record.number}",
        location=concluded.paper.place,
        name=concluded.paper.seller.name,
    )
    return await keep(
        work,
        owner_of(record),
        "sealed_contract",
        sealed,
        page_count=page_count(contract),
        made_at=concluded.confirmed_at,
    )


async def announce(
    work: UnitOfWork, record: SaleRecord, sealed: StoredDocument, signed_at: datetime
) -> None:
    """Move the sale to "signed", tell the rooms above and the customer."""
    owner = owner_of(record)
    before = await move(work, record.id, SaleState.SIGNED)
    work.record(
        "sale:sign",
        "sale",
        record.id,
        before={"state": before},
        after={"state": SaleState.SIGNED, "sealed_sha256": sealed.sha256},
    )
    await work.emit(SaleSigned(record.id, record.adviser_id, record.agency_id, signed_at))
    reach = reach_for_code(record)
    if reach is not None:
        await send(
            work,
            owner,
            channel=reach.channel,
            kind="contract",
            recipient=reach.recipient,
            locale=record.locale,
            number=record.number,
            link=await make_link(work, owner),
        )
    if copy_medium(record) == "paper":
        # No agreement to an electronic copy: the dated copy is due on paper (L221-9).
        await queue_print(work, owner, "copy")
