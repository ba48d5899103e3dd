"""The photos of a rescue file: taken by their hash under its author, each exactly once."""

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from extranet.core.access import Actor
from extranet.core.database import UnitOfWork, unit_of_work
from extranet.core.errors import NotFound
from extranet.documents.photos import PhotoGone, PhotoRefused, standing
from extranet.documents.pieces import Piece
from wizard.photo_intake import take_piece
from wizard.rescue.contents import NamedPhoto


class PhotoOutcome(StrEnum):
    """What came of a photo."""

    STORED = "stored"
    ALREADY_STORED = "already_stored"
    NOT_WANTED = "not_wanted"
    """Its sale names it no more."""
    UNNAMED = "unnamed"
    """No step that was stored names it."""
    REFUSED = "refused"
    BROKEN = "broken"
    """It is not in the file, or not as it was put in."""


@dataclass(frozen=True, slots=True)
class TakenPhoto:
    """One photo of the file, and the answer to it; `number` is that of its sale, if one sees it."""

    sale: UUID
    number: str | None
    outcome: PhotoOutcome


async def take_photos(
    author: Actor, named: list[NamedPhoto], contents: AsyncIterator[bytes | None]
) -> list[tuple[NamedPhoto, PhotoOutcome]]:
    """Take the photos of a file, one after another; steps that name them have been taken before."""
    taken: list[tuple[NamedPhoto, PhotoOutcome]] = []
    async for content in contents:
        photo = named[len(taken)]
        taken.append((photo, await _take(author, photo, content)))
    return taken


async def with_numbers(
    work: UnitOfWork, taken: list[tuple[NamedPhoto, PhotoOutcome]]
) -> list[TakenPhoto]:
    """The photos taken, each with the number of its sale; no round trip where there are none."""
    sales = list({photo.sale for photo, _ in taken})
    rows = await work.all("SELECT id, number FROM sale WHERE id = ANY($1)", sales) if sales else []
    numbers = {row["id"]: row["number"] for row in rows}
    return [TakenPhoto(photo.sale, numbers.get(photo.sale), outcome) for photo, outcome in taken]


async def _take(author: Actor, photo: NamedPhoto, content: bytes | None) -> PhotoOutcome:
    if content is None or hashlib.sha256(content).hexdigest() != photo.sha256:
        return PhotoOutcome.BROKEN
    try:
        async with unit_of_work(author) as work:
            if (await standing(work, photo.sha256)).kept:
                return PhotoOutcome.ALREADY_STORED
        await _keep(author, photo, Piece(0, len(content), content))
    except NotFound:
        return PhotoOutcome.UNNAMED
    except PhotoGone:
        return PhotoOutcome.NOT_WANTED
    except PhotoRefused:
        return PhotoOutcome.REFUSED
    return PhotoOutcome.STORED


async def _keep(author: Actor, photo: NamedPhoto, whole: Piece) -> None:
    try:
        await take_piece(author, photo.sha256, whole)
    except PhotoRefused as refused:
        if refused.code != "hash":
            raise
        # What the tablet had sent of it was spoilt on its way, and is forgotten by now.
        await take_piece(author, photo.sha256, whole)
