"""Photos of a sale: how their bytes arrive, piece by piece, and how they are shown.

A step of a sale names its photos first (`wizard.photos`); only what the sender's own step names is
taken. The row says so from that moment, and `kept_at` once the bytes have come: until then a page
shows that the photo is awaited. Bytes are kept once per sender and content, under their hash.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from extranet.core.database import Row, UnitOfWork
from extranet.core.errors import NotFound
from extranet.core.jpeg import NotAPhoto, check_photo
from extranet.core.vault import vault
from extranet.documents.keeping import DocumentDamaged, document_store
from extranet.documents.pieces import Piece

PHOTOS = """
(SELECT coalesce(json_agg(json_build_object('id', p.id, 'step', p.step, 'field', p.field,
        'size', p.size, 'kept', p.kept_at IS NOT NULL)
        ORDER BY p.named_at, p.step, p.field, p.position), '[]')
    FROM photo p WHERE p.sale_id = {sale} AND p.dropped_at IS NULL)
"""
"""SQL: the photos of the sale whose id is `sale`, as JSON for `read_photos`."""

_NAMED = """
SELECT p.id, p.sale_id, p.size, p.kept_at, p.dropped_at FROM photo p
WHERE p.adviser_id = $1 AND p.sha256 = $2 ORDER BY p.id
"""
_HELD = "SELECT coalesce(max(stop), 0) FROM photo_piece WHERE person_id = $1 AND sha256 = $2"
_ADD = """
INSERT INTO photo_piece (person_id, sha256, start, stop, sealed) VALUES ($1, $2, $3, $4, $5)
"""
_PIECES = """
SELECT start, sealed FROM photo_piece WHERE person_id = $1 AND sha256 = $2 ORDER BY start
"""
_FORGET_PIECES = "DELETE FROM photo_piece WHERE person_id = $1 AND sha256 = $2"
_KEEP = """
UPDATE photo SET kept_at = now(), storage_key = $3
WHERE adviser_id = $1 AND sha256 = $2 AND kept_at IS NULL AND dropped_at IS NULL
RETURNING id, sale_id
"""
_SHOW = """
SELECT sha256, storage_key, journal_record($3::jsonb) FROM photo
WHERE sale_id = $1 AND id = $2 AND kept_at IS NOT NULL AND dropped_at IS NULL
"""


class PhotoGone(Exception):
    """The photo was named once and is not wanted any more: whoever holds it may let it go."""


class PhotoRefused(Exception):
    """These bytes are not kept: `code` is `size`, `hash` or one of `jpeg.NotAPhoto`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Standing:
    """How much of a photo the server has; `kept` once it has it whole and has checked it."""

    size: int
    held: int
    kept: bool


@dataclass(frozen=True, slots=True)
class SalePhoto:
    """A photo as the page of its sale shows it."""

    id: UUID
    step: str
    field: str
    size: int
    kept: bool


def read_photos(text: str) -> list[SalePhoto]:
    """The photos in the JSON of `PHOTOS`."""
    return [SalePhoto(**{**one, "id": UUID(one["id"])}) for one in json.loads(text)]


async def standing(work: UnitOfWork, sha256: str) -> Standing:
    """How much the server has of a photo of the actor's.

    Raises `NotFound` when no step of theirs names it, `PhotoGone` when none does any more.
    """
    wanted = await _wanted(work, sha256)
    return await _standing(work, sha256, wanted)


async def receive(work: UnitOfWork, sha256: str, piece: Piece) -> Standing:
    """Take a piece of a photo of the actor's; the last one has the whole checked and kept.

    Raises like `standing`, `Gap` (from `pieces`) when it begins beyond what is held, and
    `PhotoRefused`. What was refused whole must be forgotten with `forget_pieces`, in a unit of
    work of its own: this one is undone by the error.
    """
    # The rows are locked, so that of two requests at once the second sees what the first added.
    wanted = await _wanted(work, sha256, lock=" FOR UPDATE")
    before = await _standing(work, sha256, wanted)
    if before.kept:
        return before
    if piece.total != before.size:
        raise PhotoRefused("size")
    added = piece.beyond(before.held)
    if added:
        await _add(work, sha256, before.held, added)
    held = before.held + len(added)
    if held == before.size:
        await _keep(work, sha256)
    return Standing(before.size, held, kept=held == before.size)


async def forget_pieces(work: UnitOfWork, sha256: str) -> None:
    """Let go of what has come of a photo: it has to begin again."""
    await work.run(_FORGET_PIECES, work.actor.person_id, sha256)


async def show(work: UnitOfWork, sale_id: UUID, photo_id: UUID) -> bytes:
    """The photo, its viewing journalled in the same query.

    Raises `NotFound` when the actor sees none, or its bytes have not come yet.
    """
    entry = work.view("photo:view", "sale", sale_id, facts={"photo": photo_id})
    row = await work.one_or_404(_SHOW, sale_id, photo_id, entry)
    content = await document_store().get(row["storage_key"])
    if hashlib.sha256(content).hexdigest() != row["sha256"]:
        raise DocumentDamaged(str(photo_id))
    return content


async def _wanted(work: UnitOfWork, sha256: str, lock: str = "") -> list[Row]:
    named = await work.all(_NAMED + lock, work.actor.person_id, sha256)
    if not named:
        raise NotFound
    wanted = [row for row in named if row["dropped_at"] is None]
    if not wanted:
        raise PhotoGone(sha256)
    return wanted


async def _standing(work: UnitOfWork, sha256: str, wanted: list[Row]) -> Standing:
    size: int = wanted[0]["size"]
    if all(row["kept_at"] for row in wanted):
        return Standing(size, size, kept=True)
    held: Any = await work.value(_HELD, work.actor.person_id, sha256)
    return Standing(size, int(held), kept=False)


async def _add(work: UnitOfWork, sha256: str, start: int, added: bytes) -> None:
    sealed = vault().seal(added, _context(work, sha256, start))
    stop = start + len(added)
    await work.run(_ADD, work.actor.person_id, sha256, start, stop, sealed)


async def _keep(work: UnitOfWork, sha256: str) -> None:
    rows = await work.all(_PIECES, work.actor.person_id, sha256)
    content = b"".join(
        vault().open(row["sealed"], _context(work, sha256, row["start"])) for row in rows
    )
    if hashlib.sha256(content).hexdigest() != sha256:
        raise PhotoRefused("hash")
    try:
        check_photo(content)
    except NotAPhoto as wrong:
        raise PhotoRefused(wrong.code) from wrong
    key = f"photos/{work.actor.person_id}/{sha256}.jpg"
    await document_store().put(key, content)
    for row in await work.all(_KEEP, work.actor.person_id, sha256, key):
        facts = {"photo": row["id"], "sha256": sha256}
        work.record("photo:keep", "sale", row["sale_id"], after=facts)
    await forget_pieces(work, sha256)


def _context(work: UnitOfWork, sha256: str, start: int) -> str:
    return f"photo piece:{work.actor.person_id}:{sha256}:{start}"
