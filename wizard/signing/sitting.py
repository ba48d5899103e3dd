"""The customer's sitting, at the tablet or at their own phone: what they are given to read, and
when they may sign it."""

import asyncio
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from extranet.core.clock import now
from extranet.core.database import UnitOfWork
from extranet.documents.rendering import Rendered
from wizard.record_query import RECORD
from wizard.records import SaleRecord, load_record
from wizard.signing.channels import reach_for_code
from wizard.signing.handover import hand_over, handed_sheet, lock_sale
from wizard.signing.on_paper import send_to_print
from wizard.signing.reading import content_print, reading_copy
from wizard.states import SaleState

SIGNABLE = frozenset({SaleState.READY_TO_SIGN, SaleState.OUT_FOR_SIGNATURE})


class Standing(StrEnum):
    """Where a sale stands for its signature."""

    TO_SIGN = "to_sign"
    SIGNED = "signed"
    ON_PAPER = "on_paper"
    CALL_BACK = "call_back"
    REFUSED = "refused"
    STOPPED = "stopped"
    UNFINISHED = "unfinished"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Sitting:
    """A sale at the moment of signing. The page counts and the print are empty unless `TO_SIGN`."""

    record: SaleRecord
    standing: Standing
    sheet_pages: int = 0
    contract_pages: int = 0
    seen: str = ""
    """Hash of what there is to read: the form carries it from the reading to the signing."""

    @property
    def mark_before(self) -> str:
        """The contract that bears the mark already taken, empty before any. The form carries it
        back, so that a signature sent twice is told from one that replaces another."""
        signed = self.record.signature
        return str(signed.document_id) if signed else ""


async def open_sitting(
    work: UnitOfWork, sale_id: UUID, *, to_sign: bool = False, query: str = RECORD
) -> Sitting:
    """Open the sitting of a sale: hand over what was not yet, or send it to print.

    With `to_sign` the sale is locked until the unit of work ends. The view is journalled. `query`
    is the one of `wizard.record_query` that reads the sale.
    """
    entry = work.view("signature:open", "sale", sale_id)
    if to_sign:
        await lock_sale(work, sale_id)
    record = await load_record(work, sale_id, entry=entry, query=query)
    if standing_of(record) is not Standing.TO_SIGN:
        return Sitting(record, standing_of(record))
    # Both are set at once, each in its thread: no query runs meanwhile.
    sheet, contract = await asyncio.gather(
        handed_sheet(record), reading_copy(record, "contract").pdf()
    )
    if sheet is None or reach_for_code(record) is None:
        if not to_sign:
            await lock_sale(work, sale_id)
            record = await load_record(work, sale_id)
        return await _prepare(work, record)
    return _to_read(record, sheet, contract)


async def _prepare(work: UnitOfWork, record: SaleRecord) -> Sitting:
    """Do what has to be done before the customer reads; the sale is locked."""
    if standing_of(record) is not Standing.TO_SIGN:
        return Sitting(record, standing_of(record))
    record = await hand_over(work, record)
    if reach_for_code(record) is None:
        await send_to_print(work, record)
        return Sitting(record, Standing.ON_PAPER)
    sheet, contract = await asyncio.gather(
        reading_copy(record, "sheet").pdf(), reading_copy(record, "contract").pdf()
    )
    return _to_read(record, sheet, contract)


def _to_read(record: SaleRecord, sheet: Rendered, contract: Rendered) -> Sitting:
    seen = content_print(record, now())
    return Sitting(record, Standing.TO_SIGN, sheet.page_count, contract.page_count, seen)


def standing_of(record: SaleRecord) -> Standing:
    """What the state of a sale means to somebody who wants it signed.

    Nothing is signed while the address is on the refusal list (C. conso. L221-10-1), nor with an
    adviser who may sell nothing today."""
    if record.state in SIGNABLE and record.stopped:
        return Standing.STOPPED
    if record.state in SIGNABLE:
        return Standing.REFUSED if record.address_refused else Standing.TO_SIGN
    if record.state is SaleState.STALLED and record.facts["doubt"]:
        return Standing.CALL_BACK
    ends = {
        SaleState.SIGNED: Standing.SIGNED,
        SaleState.TO_PRINT: Standing.ON_PAPER,
        SaleState.DROPPED: Standing.DROPPED,
    }
    return ends.get(record.state, Standing.UNFINISHED)
