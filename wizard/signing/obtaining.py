"""The sealed contract of a signed sale, whenever somebody asks for it.

A sale signed here has one. A sale taken over from elsewhere (the demonstration's year, a former
extranet) has none: it is set and sealed from its record at the first opening, with an evidence
that says so and claims nothing that was not recorded. Without a recorded handover and signature
there is nothing to set.
"""

from dataclasses import replace
from uuid import UUID

from extranet.core.access import Actor, worker
from extranet.core.clock import now
from extranet.core.database import UnitOfWork, unit_of_work
from extranet.core.errors import NotFound
from extranet.documents.evidence import Moment, SignedFile
from extranet.documents.keeping import DocumentKind, StoredDocument, keep, newest
from extranet.documents.rendering import render_contract
from extranet.documents.workshop import in_workshop
from wizard.record_parts import Handover
from wizard.records import SaleRecord, load_record
from wizard.signing.conclusion import seal_contract
from wizard.signing.handover import lock_sale, make_sheet, owner_of
from wizard.signing.mark import Mark
from wizard.signing.papers import make_paper
from wizard.signing.proof import SignedPaper
from wizard.states import SaleState

TAKEN_OVER = "reprise"
"""In the evidence's story: this contract was set and sealed afterwards, from its record."""

_NEWEST = """
SELECT s.state, d.*, CASE WHEN d.id IS NOT NULL THEN journal_record($3::jsonb) END AS journalled
FROM sale s
LEFT JOIN LATERAL (
    SELECT o.id, o.sale_id, o.kind, o.sha256, o.size, o.page_count, o.storage_key, o.created_at
    FROM document o WHERE o.sale_id = s.id AND o.kind = $2
    ORDER BY o.created_at DESC, o.id DESC LIMIT 1
) d ON true
WHERE s.id = $1
"""

_RECORDED = """
SELECT g.sealed_mark, (SELECT k.channel FROM confirmation_code k
    WHERE k.sale_id = g.sale_id AND k.confirmed_at IS NOT NULL
    ORDER BY k.sent_at DESC, k.id DESC LIMIT 1) AS code_channel
FROM signature g WHERE g.sale_id = $1
"""

_PAPERS: frozenset[DocumentKind] = frozenset({"sheet", "sealed_contract"})


async def obtain(actor: Actor, sale_id: UUID, kind: DocumentKind) -> StoredDocument:
    """The newest document of `kind` of a sale `actor` may see, made first where it is missing.

    Raises `NotFound` for a sale they may not see, or one that has no such document. Opens its own
    units of work; the opening is journalled.
    """
    state, found = await _open_newest(actor, sale_id, kind)
    if found is None and state is SaleState.SIGNED and kind in _PAPERS:
        # Whoever asks may read the papers; setting them is the installation's own act, and one
        # that another request did meanwhile is nobody's.
        async with unit_of_work(worker("take_over_papers"), housekeeping=True) as work:
            await _take_over(work, sale_id)
        _, found = await _open_newest(actor, sale_id, kind)
    if found is None:
        raise NotFound
    return found


async def _open_newest(
    actor: Actor, sale_id: UUID, kind: DocumentKind
) -> tuple[SaleState, StoredDocument | None]:
    async with unit_of_work(actor) as work:
        entry = work.view("document:open", "sale", sale_id, facts={"kind": kind})
        row = await work.one_or_404(_NEWEST, sale_id, kind, entry)
        found = StoredDocument.of(row) if row["id"] is not None else None
        return SaleState(row["state"]), found


async def _take_over(work: UnitOfWork, sale_id: UUID) -> None:
    await lock_sale(work, sale_id)
    if await newest(work, sale_id, "sealed_contract") is not None:
        return
    record = await load_record(work, sale_id)
    signature, signed_at = record.signature, record.signed_at
    if record.handover is None or signature is None or signed_at is None:
        raise NotFound
    handover = await _sheet_taken_over(work, record, record.handover)
    record = replace(record, handover=handover)
    recorded = await work.one_or_404(_RECORDED, sale_id)
    paper = make_paper(
        record,
        signature.drawn_at,
        mark=Mark.open(recorded["sealed_mark"], sale_id),
        level=signature.level,
        code_channel=recorded["code_channel"],
    )
    rendered = await in_workshop(render_contract, paper)
    signed = SignedPaper(
        paper,
        SignedFile.of("contract", rendered.pdf),
        handover,
        signed_at,
        signature.level,
        notes=(Moment(now(), TAKEN_OVER),),
    )
    await seal_contract(work, record, rendered.pdf, signed)
    work.record("contract:take_over", "sale", sale_id)


async def _sheet_taken_over(work: UnitOfWork, record: SaleRecord, told: Handover) -> Handover:
    """The handover the record tells, its sheet set again and kept."""
    sheet = await make_sheet(record, told)
    kept = await keep(
        work,
        owner_of(record),
        "sheet",
        sheet.pdf,
        page_count=sheet.page_count,
        made_at=told.handed_at,
    )
    return replace(told, document_id=kept.id, document_sha256=kept.sha256)
