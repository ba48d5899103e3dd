"""How far the signature on the customer's own phone has come, for those who follow it."""

from dataclasses import dataclass
from datetime import datetime

from extranet.core.clock import now
from extranet.core.database import Row
from wizard.records import SaleRecord
from wizard.signing.channels import reach_for_link
from wizard.signing.phone_link import WINDOW
from wizard.signing.sitting import SIGNABLE
from wizard.states import SaleState


@dataclass(frozen=True, slots=True)
class SigningProgress:
    """The last stage reached: empty before any link, then `sent`, `opened`, `read`, `code`,
    `signed`; `expired` where the link died unsigned."""

    stage: str
    stamp: str
    code_at: datetime | None
    again_at: datetime | None
    """When the next link may leave, None when it may now."""
    reachable: bool
    """Whether a link has a way to the customer."""


def progress_of(record: SaleRecord, row: Row) -> SigningProgress:
    """The progress of `record`, read with `row` of `record_query.STORY`."""
    on_phone = record.signature is not None and record.signature.device_of == "customer"
    code_at = row["code_sent_at"] if on_phone else None
    since = row["links_flooded_since"]
    return SigningProgress(
        stage=_stage(record, code_at),
        stamp=row["stamp"],
        code_at=code_at,
        again_at=since + WINDOW if since else None,
        reachable=record.state in SIGNABLE and reach_for_link(record) is not None,
    )


def _stage(record: SaleRecord, code_at: datetime | None) -> str:
    link = record.link
    if link is None:
        return ""
    if record.state is SaleState.SIGNED:
        return "signed"
    if link.expires_at <= now():
        return "expired"
    reached = (("code", code_at), ("read", link.read_at), ("opened", link.opened_at))
    return next((stage for stage, at in reached if at), "sent")
