"""The two documents as the customer reads them on the tablet, before signing."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from typing import Literal, get_args

from extranet.core.clock import PARIS, now
from extranet.core.errors import NotFound
from extranet.documents.contents import contract_contents, sheet_contents
from extranet.documents.papers import Paper
from extranet.documents.rendering import Rendered, page, render_contract, render_sheet
from extranet.documents.workshop import in_workshop
from wizard.records import SaleRecord
from wizard.signing.papers import make_paper

ReadingKind = Literal["sheet", "contract"]
KINDS: tuple[ReadingKind, ...] = get_args(ReadingKind)


@dataclass(frozen=True, slots=True)
class ReadingCopy:
    """A document to read: its paper, unsigned."""

    kind: ReadingKind
    paper: Paper

    async def pdf(self) -> Rendered:
        """The document as a file."""
        render = render_sheet if self.kind == "sheet" else render_contract
        return await in_workshop(render, self.paper)

    async def page(self, number: int) -> bytes:
        """One page as an SVG, counted from 1; raises `NotFound` beyond the last."""
        drawn = await in_workshop(page, self.paper, self.kind, number)
        if drawn is None:
            raise NotFound
        return drawn

    def text(self) -> dict[str, object]:
        """The document as its plain contents, to be read large or aloud."""
        return sheet_contents(self.paper) if self.kind == "sheet" else contract_contents(self.paper)


def reading_copy(record: SaleRecord, kind: ReadingKind) -> ReadingCopy:
    """The sheet exactly as it was handed over, or the contract as it would be signed now."""
    if kind == "sheet" and record.handover is not None:
        paper = make_paper(replace(record, handover=None), record.handover.handed_at)
        return ReadingCopy(kind, paper)
    return ReadingCopy(kind, make_paper(record, now()))


def content_print(record: SaleRecord, at: datetime) -> str:
    """What the contract says on the day of `at`, as a hash: the hour is no part of it.

    The page carries it from the reading to the signing, so that nobody signs what they did not
    read: an answer, a price, the handover or the day changed meanwhile gives another.
    """
    day = datetime.combine(at.astimezone(PARIS).date(), time(), PARIS).astimezone(UTC)
    said = contract_contents(make_paper(record, day))
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def reading_prints(record: SaleRecord) -> dict[ReadingKind, str]:
    """What the two documents say, as hashes that stay the same until an answer changes: the sheet
    as it was handed over, the contract as of that moment. Empty before the handover."""
    given = record.handover
    if given is None:
        return {}
    return {"sheet": given.document_sha256, "contract": content_print(record, given.handed_at)}
