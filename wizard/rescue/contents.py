"""What a rescue file holds, read from its beginning to its end (static/js/tablet/export_file.js).

`PALIER2`, then boxes (`extranet.core.sealed_box`), each behind its length in four bytes: the first
says whose file it is, holds the submissions and names the photos; each of the others is one photo.
`PALIER1`, which tablets wrote before, is one box to the end, without photos.
"""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from extranet.core.jpeg import MOST_BYTES as LARGEST_PHOTO
from extranet.core.sealed_box import BoxBroken, open_box
from wizard.outbox import MOST_SUBMISSIONS, UnreadableBatch, read_batch
from wizard.photo_answer import in_one_form

MAGIC, MAGIC_WITHOUT_PHOTOS = b"PALIER2\n", b"PALIER1\n"
MOST_BYTES = 40_000_000
"""Of a whole file, as it is handed in: a tablet parts what is more than it (rescue_parts.js)."""

_LENGTH = 4
_BOX_ADDS = 1000
"""More than a box weighs beside what lies in it."""


class FileBroken(Exception):
    """No rescue file of this installation, or one whose beginning cannot be read."""


class Readable(Protocol):
    """What a file is read from."""

    async def read(self, size: int = -1, /) -> bytes:
        """The next bytes, fewer than `size` at the end alone."""
        ...


@dataclass(frozen=True, slots=True)
class NamedPhoto:
    """A photo as the beginning of the file names it."""

    sale: UUID
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Contents:
    """Whose file it is, and what it says it holds."""

    person: UUID
    tablet: UUID | None
    submissions: list[Mapping[str, Any]]
    photos: list[NamedPhoto]


async def read_contents(file: Readable) -> Contents:
    """Read the beginning of a file; the photos follow (`photos_in`). Raises `FileBroken`."""
    try:
        magic = await file.read(len(MAGIC))
        if magic == MAGIC_WITHOUT_PHOTOS:
            return _contents(await file.read())
        if magic != MAGIC:
            raise FileBroken
        return _contents(await _next_box(file, MOST_BYTES))
    except (BoxBroken, UnreadableBatch, ValueError, TypeError, KeyError, AttributeError) as broken:
        raise FileBroken from broken


async def photos_in(file: Readable, contents: Contents) -> AsyncIterator[bytes | None]:
    """The photos the file names, one by one; None for one that is not there or was changed.

    A file that was cut short still gives what comes before the cut.
    """
    for _ in contents.photos:
        try:
            yield open_box(await _next_box(file, LARGEST_PHOTO + _BOX_ADDS))
        except (BoxBroken, ValueError):
            yield None


async def _next_box(file: Readable, most: int) -> bytes:
    length = int.from_bytes(await file.read(_LENGTH))
    if length > most:
        raise BoxBroken
    return await file.read(length)


def _contents(box: bytes) -> Contents:
    told = json.loads(open_box(box))
    submissions = told["submissions"]
    for start in range(0, len(submissions), MOST_SUBMISSIONS):
        part = submissions[start : start + MOST_SUBMISSIONS]
        read_batch(json.dumps({"submissions": part}).encode())
    tablet = UUID(told["tablet"]) if told["tablet"] else None
    photos = [_named(raw) for raw in told.get("photos", [])]
    return Contents(UUID(told["person"]), tablet, submissions, photos)


def _named(raw: Any) -> NamedPhoto:
    named = in_one_form([{name: raw[name] for name in ("sha256", "bytes", "type")}])
    if not isinstance(named, list):
        raise ValueError("no photo")
    return NamedPhoto(UUID(raw["sale"]), named[0]["sha256"], named[0]["bytes"])
