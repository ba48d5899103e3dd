"""The papers kept of a seller: signed contract, identity, extract of a register, card.

A file is what its bytes say, whatever it is called; it lies encrypted in the store of documents,
and whoever opens it is journalled.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from extranet.core.access import Actor
from extranet.core.database import UnitOfWork, unit_of_work
from extranet.core.errors import NotFound
from extranet.core.ids import new_id
from extranet.documents.keeping import DocumentDamaged, document_store
from extranet.people.sellers.contracts import check_keeper

MOST_BYTES = 10_000_000
FORGET = "forget_seller_paper"
"""The job that removes the file of a paper taken away; payload: person and paper, `<id>/<id>`."""

_PDF_HEAD, _PDF_TAIL = b"%PDF-", b"%%EOF"
_JPEG_HEAD, _JPEG_TAIL = b"\xff\xd8\xff", b"\xff\xd9"
_TAIL = 1024
"""Bytes at the end of a PDF among which its last line stands."""

_INSERT = """
    INSERT INTO seller_paper
        (id, person_id, agency_id, kind, media, sha256, size, expires_on, kept_by)
    SELECT $2, p.id, p.agency_id, $3, $4, $5, $6, $7, $8 FROM person p WHERE p.id = $1
"""
_OPEN = """
    SELECT kind, media, sha256, journal_record($3::jsonb) AS journalled FROM seller_paper
    WHERE person_id = $1 AND id = $2
"""
_REMOVE = "DELETE FROM seller_paper WHERE person_id = $1 AND id = $2 RETURNING kind, sha256"


class PaperKind(StrEnum):
    """What a paper is."""

    CONTRACT = "contract"
    IDENTITY = "identity"
    REGISTRATION = "registration"
    CARD = "card"
    OTHER = "other"


class PaperRefused(ValueError):
    """The bytes are not kept: `code` is `empty`, `too_large` or `neither` (no PDF, no JPEG)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Paper:
    """A file to hand out."""

    content: bytes
    media: str
    name: str


def media_of(content: bytes) -> str:
    """The media type the bytes themselves say; raises `PaperRefused` for what is not kept."""
    if not content:
        raise PaperRefused("empty")
    if len(content) > MOST_BYTES:
        raise PaperRefused("too_large")
    if content.startswith(_PDF_HEAD) and _PDF_TAIL in content[-_TAIL:]:
        return "application/pdf"
    if content.startswith(_JPEG_HEAD) and content.endswith(_JPEG_TAIL):
        return "image/jpeg"
    raise PaperRefused("neither")


async def keep_paper(
    actor: Actor, person_id: UUID, kind: PaperKind, content: bytes, expires_on: date | None
) -> UUID:
    """Keep a paper of somebody whose contract the actor keeps, and return its id.

    Raises `PaperRefused`, `NotFound`, `Forbidden`.
    """
    media, paper_id = media_of(content), new_id()
    sha256 = hashlib.sha256(content).hexdigest()
    async with unit_of_work(actor) as work:
        await check_keeper(work, person_id)
        await work.run(
            _INSERT,
            person_id,
            paper_id,
            kind.value,
            media,
            sha256,
            len(content),
            expires_on,
            actor.person_id,
        )
        # Before the commit: a file without a row is forgotten, a row without its file is a fault.
        await document_store().put(paper_key(person_id, paper_id), content)
        facts = {"paper": kind, "expires_on": expires_on, "sha256": sha256}
        work.record("seller:keep_paper", "person", person_id, after=facts)
    return paper_id


async def open_paper(actor: Actor, person_id: UUID, paper_id: UUID) -> Paper:
    """The paper, its opening journalled in the same query; raises `NotFound`."""
    async with unit_of_work(actor) as work:
        entry = work.view("seller:open_paper", "person", person_id, facts={"document": paper_id})
        row = await work.one_or_404(_OPEN, person_id, paper_id, entry)
    content = await document_store().get(paper_key(person_id, paper_id))
    if hashlib.sha256(content).hexdigest() != row["sha256"]:
        raise DocumentDamaged(str(paper_id))
    ending = "pdf" if row["media"] == "application/pdf" else "jpg"
    return Paper(content, row["media"], f"{row['kind']}-{str(paper_id)[-8:]}.{ending}")


async def remove_paper(actor: Actor, person_id: UUID, paper_id: UUID) -> None:
    """Take a paper away, file and all, as one kept by mistake. Raises like `keep_paper`."""
    async with unit_of_work(actor) as work:
        await check_keeper(work, person_id)
        row = await work.one(_REMOVE, person_id, paper_id)
        if row is None:
            raise NotFound
        await work.enqueue(FORGET, f"{person_id}/{paper_id}")
        facts = {"paper": row["kind"], "sha256": row["sha256"]}
        work.record("seller:remove_paper", "person", person_id, before=facts)


async def forget_file(work: UnitOfWork, person_id: UUID, paper_id: UUID) -> None:
    """Remove the file of a paper that no row names any more."""
    named = await work.value("SELECT count(*) FROM seller_paper WHERE id = $1", paper_id)
    if not named:
        await document_store().delete(paper_key(person_id, paper_id))


def paper_key(person_id: UUID, paper_id: UUID) -> str:
    """Where the bytes of a paper lie in the store."""
    return f"sellers/{person_id}/{paper_id}"
