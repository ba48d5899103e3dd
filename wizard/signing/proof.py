"""The evidence file of a signature, gathered from what the database holds of it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from extranet.core.access import Actor
from extranet.core.database import Row, UnitOfWork
from extranet.documents.evidence import (
    CodeDelivery,
    ConsentGiven,
    Evidence,
    Moment,
    SheetHandover,
    Signatory,
    SignedFile,
    SigningDevice,
)
from extranet.documents.papers import Paper
from extranet.documents.refusals import DURABLE_COPY
from extranet.messages.masking import mask_email, mask_phone
from wizard.record_parts import Handover
from wizard.records import SaleRecord
from wizard.signing.port import device_of

# What was recorded on the way, in one query. `submission` keeps each step as it came; the last
# time a step came is when the customer last answered it.
_GATHER = """
SELECT
    (SELECT coalesce(json_agg(json_build_array(m.step, m.at) ORDER BY m.at), '[]') FROM (
        SELECT step, max(received_at) AS at FROM submission WHERE sale_id = $1 GROUP BY step
    ) m) AS steps,
    (SELECT d.size FROM document d WHERE d.id = $2) AS sheet_size,
    c.channel, c.masked_destination, c.sent_at, c.confirmed_at, c.attempts
FROM sale s
LEFT JOIN LATERAL (
    SELECT * FROM confirmation_code k WHERE k.sale_id = s.id ORDER BY k.sent_at DESC, k.id DESC
    LIMIT 1
) c ON true
WHERE s.id = $1
"""

_DESCRIPTION = 300


@dataclass(frozen=True, slots=True)
class SignedPaper:
    """How a contract was concluded: the paper that was signed, its bytes, the handover before.

    `notes` add to the story what the database does not tell.
    """

    paper: Paper
    contract: SignedFile
    handover: Handover
    confirmed_at: datetime
    level: str
    notes: tuple[Moment, ...] = ()


async def gather_evidence(work: UnitOfWork, record: SaleRecord, concluded: SignedPaper) -> Evidence:
    """The evidence of `record`'s signature, as the database tells it and as now concluded."""
    handover = concluded.handover
    row = await work.one_or_404(_GATHER, record.id, handover.document_id)
    answered = {step: datetime.fromisoformat(at) for step, at in json.loads(row["steps"])}
    return Evidence(
        reference=record.number,
        contract=concluded.contract,
        sheet=SignedFile("sheet", handover.document_sha256, row["sheet_size"] or 0),
        signatory=_signatory(record, concluded.paper),
        adviser=f"{record.adviser.name}, {record.adviser.card_number}",
        code=_code(row),
        device=_device(work.actor),
        journey=record.journey.name,
        journey_version=str(record.journey.version),
        signed_at=concluded.confirmed_at,
        timeline=_story(record, answered, row, concluded),
        consents=tuple(
            ConsentGiven(
                consent.code,
                consent.version,
                consent.given,
                answered.get(_asked_in(record, consent.code), consent.at),
            )
            for consent in concluded.paper.consents
        ),
        handover=SheetHandover(handover.handed_at, handover.channel, handover.masked_destination),
        signature_level=concluded.level,
    )


def _signatory(record: SaleRecord, paper: Paper) -> Signatory:
    contact = record.answers["contact"]
    born: date | None = paper.customer.birth_date
    return Signatory(
        name=paper.customer.full_name,
        birth_date=born,
        phone_masked=mask_phone(contact["phone"]) if contact.get("phone") else "",
        email_masked=mask_email(contact["email"]) if contact.get("email") else "",
    )


def _code(row: Row) -> CodeDelivery:
    """The code as it was sent; where none is known, the evidence does not make one up."""
    return CodeDelivery(
        channel=row["channel"] or "",
        destination_masked=row["masked_destination"] or "",
        sent_at=row["sent_at"],
        confirmed_at=row["confirmed_at"],
        attempts=row["attempts"] or 0,
    )


def _device(actor: Actor) -> SigningDevice:
    origin = actor.origin
    return SigningDevice(origin.address, origin.device[:_DESCRIPTION], device_of(actor))


def _story(
    record: SaleRecord, answered: dict[str, datetime], row: Row, concluded: SignedPaper
) -> tuple[Moment, ...]:
    moments = [Moment(at, step) for step, at in answered.items()]
    moments.append(Moment(concluded.handover.handed_at, "information_handed_over"))
    moments.append(Moment(concluded.paper.made_at, "mark_made"))
    moments.extend(_on_the_phone(record))
    if row["sent_at"]:
        moments.append(Moment(row["sent_at"], "code_sent"))
    moments.append(Moment(concluded.confirmed_at, "signature_confirmed"))
    moments.extend(concluded.notes)
    return tuple(sorted(moments, key=lambda moment: moment.at))


def _on_the_phone(record: SaleRecord) -> Iterator[Moment]:
    """What became of the link sent to the customer's own phone, where one was."""
    link = record.link
    if link is None:
        return
    yield Moment(link.sent_at, "link_sent")
    if link.opened_at:
        yield Moment(link.opened_at, "link_opened")
    if link.read_at:
        yield Moment(link.read_at, "papers_read")


def _asked_in(record: SaleRecord, code: str) -> str:
    """The step a consent was asked in."""
    field = "contract_medium" if code == DURABLE_COPY else code
    return next((step.name for step in record.journey.steps if step.field(field)), "")
