"""The page of one sale: the record, and the story of how it came about."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from audit.describe import Told
from audit.timelines import read_acts, with_acts
from extranet.core.database import UnitOfWork
from extranet.documents.photos import SalePhoto, read_photos
from extranet.messages.undelivered import LostMessage, lost_messages
from wizard.record_query import STORY
from wizard.records import SaleRecord, read_record
from wizard.signing.progress import SigningProgress, progress_of


@dataclass(frozen=True, slots=True)
class Chapter:
    """Something that happened to a sale: `step` (with its name), `handed`, `drawn`, `signed`, or
    `passed` (`former` had it before).

    `at` is the server's time. `captured_at` is there where it is not to be believed: the tablet's
    clock was `off` that many seconds ahead, or it says that the step came before the one before.
    """

    kind: str
    at: datetime
    step: str = ""
    times: int = 1
    captured_at: datetime | None = None
    off: int | None = None
    former: str = ""


@dataclass(frozen=True, slots=True)
class SalePage:
    """A sale and its story, the oldest chapter first."""

    record: SaleRecord
    story: list[Chapter]
    photos: list[SalePhoto]
    lost: list[LostMessage]
    contract_id: UUID | None
    signing: SigningProgress
    acts: list[Told]
    """The newest in the journal; none for whoever does not read it."""


async def load_page(work: UnitOfWork, sale_id: UUID) -> SalePage:
    """Read a sale with its story and journal that it was looked at; one query.

    Raises `NotFound` when the actor sees no such sale.
    """
    entry = work.view("sale:view", "sale", sale_id)
    contract = "(SELECT o.id FROM contract o WHERE o.sale_id = s.id)"
    query = with_acts(STORY, work.actor, about=("s.id", contract))
    row = await work.one_or_404(query, sale_id, entry)
    record, lost = read_record(row), lost_messages(json.loads(row["undelivered"]))
    chapters = [_step(one) for one in json.loads(row["story"])]
    if record.handover:
        chapters.append(Chapter("handed", record.handover.handed_at))
    if record.signature:
        chapters.append(Chapter("drawn", record.signature.drawn_at))
    if record.signed_at:
        chapters.append(Chapter("signed", record.signed_at))
    chapters += [
        Chapter("passed", datetime.fromisoformat(one["at"]), former=one["from"])
        for one in json.loads(row["passed_on"])
    ]
    photos = read_photos(row["photos"])
    signing = progress_of(record, row)
    return SalePage(
        record,
        _gathered(chapters),
        photos,
        lost,
        row["contract_id"],
        signing,
        read_acts(row["acts"]),
    )


def _step(one: dict[str, Any]) -> Chapter:
    strange = one["off"] is not None or bool(one["backwards"])
    return Chapter(
        "step",
        datetime.fromisoformat(one["at"]),
        one["step"],
        captured_at=datetime.fromisoformat(one["captured_at"]) if strange else None,
        off=one["off"],
    )


def _gathered(chapters: list[Chapter]) -> list[Chapter]:
    """In order, with repeats of one step in a row told once."""
    gathered: list[Chapter] = []
    for chapter in sorted(chapters, key=lambda one: one.at):
        last = gathered[-1] if gathered else None
        if last and chapter.kind == "step" and last.step == chapter.step:
            gathered[-1] = replace(chapter, times=last.times + 1)
        else:
            gathered.append(chapter)
    return gathered
