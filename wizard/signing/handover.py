"""Handing the pre-contract information over, before anybody signs (C. conso. L221-5)."""

from dataclasses import dataclass, replace
from uuid import UUID

from extranet.core.clock import now
from extranet.core.database import UnitOfWork
from extranet.documents.keeping import keep
from extranet.documents.links import make_link
from extranet.documents.printing import queue_print
from extranet.documents.rendering import Rendered, render_sheet
from extranet.documents.workshop import in_workshop
from extranet.messages.sending import SaleOwner, send
from wizard.record_parts import Handover
from wizard.records import SaleRecord, load_record
from wizard.signing.channels import Reach, reach_for_information
from wizard.signing.papers import can_make_paper, make_paper

_WRITE = """
INSERT INTO handover (sale_id, adviser_id, agency_id, document_id, document_sha256, channel,
    masked_destination, handed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (sale_id) DO UPDATE SET document_id = excluded.document_id,
    document_sha256 = excluded.document_sha256, channel = excluded.channel,
    masked_destination = excluded.masked_destination, handed_at = excluded.handed_at
"""


@dataclass(frozen=True, slots=True)
class _ToGive:
    """A sheet set for the customer who has it not yet: as it is given, and how it reaches them."""

    sheet: Rendered
    given: Handover
    reach: Reach | None


def owner_of(record: SaleRecord) -> SaleOwner:
    """Whose sale it is, as documents and messages keep it."""
    return SaleOwner(record.id, record.adviser_id, record.agency_id)


async def lock_sale(work: UnitOfWork, sale_id: UUID) -> None:
    """Hold the sale until the unit of work ends, so that two acts on it come one after the other.

    Raises `NotFound` when the actor sees no such sale.
    """
    await work.one_or_404("SELECT id FROM sale WHERE id = $1 FOR UPDATE", sale_id)


async def handed_sheet(record: SaleRecord) -> Rendered | None:
    """The sheet the customer was given, if it is what these answers make, the way they ask for.

    The sheet is made again as of the moment it was handed over: the same answers give the same
    bytes, so that one changed answer shows in the hash. None: it has to be handed over (again).
    """
    given = record.handover
    if given is None or given.channel != _channel(reach_for_information(record)):
        return None
    sheet = await make_sheet(record, given)
    return sheet if sheet.sha256 == given.document_sha256 else None


async def hand_over(work: UnitOfWork, record: SaleRecord) -> SaleRecord:
    """Give the customer the information sheet of `record`, unless they have it already.

    Stores the sheet, sends its link or queues it for print, and notes when, how and which bytes.
    Returns the record with its handover. The caller holds the lock on the sale.
    """
    to_give = await _set_sheet(record)
    return await _give(work, record, to_give) if to_give else record


async def hand_over_sale(work: UnitOfWork, sale_id: UUID) -> None:
    """`hand_over` of a sale known by its id; nothing while answers are missing, or once signed.

    Setting the sheet takes long, so the sale is locked afterwards, and the sheet given if the sale
    is still the one it was set from. If not it is set again, under the lock this time.
    """
    record = await load_record(work, sale_id)
    while can_make_paper(record) and record.signed_at is None:
        to_give = await _set_sheet(record)
        if to_give is None:
            return
        await lock_sale(work, sale_id)
        locked = await load_record(work, sale_id)
        if locked == record:
            await _give(work, record, to_give)
            return
        record = locked


async def _set_sheet(record: SaleRecord) -> _ToGive | None:
    """The sheet of `record` as of now; None when the customer has it already."""
    if await handed_sheet(record):
        return None
    reach = reach_for_information(record)
    given = Handover(record.id, "", _channel(reach), reach.masked if reach else "", now())
    return _ToGive(await make_sheet(record, given), given, reach)


async def _give(work: UnitOfWork, record: SaleRecord, to_give: _ToGive) -> SaleRecord:
    """Keep the sheet, note that it was given, and send it; the record with its handover."""
    sheet, given = to_give.sheet, to_give.given
    stored = await keep(
        work,
        owner_of(record),
        "sheet",
        sheet.pdf,
        page_count=sheet.page_count,
        made_at=given.handed_at,
    )
    given = replace(given, document_id=stored.id, document_sha256=stored.sha256)
    await _note(work, record, given)
    await _deliver(work, record, to_give.reach)
    return replace(record, handover=given)


async def make_sheet(record: SaleRecord, given: Handover) -> Rendered:
    """The sheet of `record` as it was given."""
    paper = make_paper(replace(record, handover=None), given.handed_at)
    return await in_workshop(render_sheet, paper)


async def _note(work: UnitOfWork, record: SaleRecord, given: Handover) -> None:
    await work.run(
        _WRITE,
        record.id,
        record.adviser_id,
        record.agency_id,
        given.document_id,
        given.document_sha256,
        given.channel,
        given.masked_destination,
        given.handed_at,
    )
    before = record.handover
    work.record(
        "information:hand_over",
        "sale",
        record.id,
        before={"sheet_sha256": before.document_sha256} if before else None,
        after={"sheet_sha256": given.document_sha256, "channel": given.channel},
        personal={"recipient": given.masked_destination},
    )


async def _deliver(work: UnitOfWork, record: SaleRecord, reach: Reach | None) -> None:
    owner = owner_of(record)
    if reach is None:
        await queue_print(work, owner, "sheet")
        return
    await send(
        work,
        owner,
        channel=reach.channel,
        kind="documents",
        recipient=reach.recipient,
        locale=record.locale,
        number=record.number,
        link=await make_link(work, owner),
    )


def _channel(reach: Reach | None) -> str:
    return reach.channel if reach else "paper"
