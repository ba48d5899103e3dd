"""Documents of sales: their rows in the database, their encrypted files in the store.

A file is written before the transaction that mentions it commits, under a key nobody else uses.
A transaction undone afterwards leaves a file that no row names: it says nothing to anybody and
costs a few kilobytes, whereas a row without its file would be a contract that cannot be shown.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Literal, Protocol
from urllib.parse import unquote, urlsplit
from uuid import UUID

from extranet.core.clock import PARIS, now
from extranet.core.database import Row, UnitOfWork
from extranet.core.ids import new_id
from extranet.core.settings import installed
from extranet.core.vault import Vault, vault
from extranet.documents.storage import DocumentStore

DocumentKind = Literal["sheet", "contract", "sealed_contract"]

_COLUMNS = "id, sale_id, kind, sha256, size, page_count, storage_key, created_at"
_NEWEST = (
    f"SELECT {_COLUMNS} FROM document WHERE sale_id = $1 AND kind = $2 "  # noqa: S608 (constants)
    "ORDER BY created_at DESC, id DESC LIMIT 1"
)
_BY_ID = (
    f"SELECT {_COLUMNS}, journal_record($3::jsonb) "  # noqa: S608 (constants)
    "FROM document WHERE sale_id = $1 AND id = $2"
)
_INSERT = (
    "INSERT INTO document (id, sale_id, adviser_id, agency_id, kind, sha256, size, page_count, "
    "storage_key, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
)


class Owned(Protocol):
    """Whose sale a row belongs to, as row security reads it."""

    @property
    def sale_id(self) -> UUID: ...

    @property
    def adviser_id(self) -> UUID: ...

    @property
    def agency_id(self) -> UUID: ...


class DocumentDamaged(Exception):
    """The store gave back other bytes than those whose hash the database holds."""


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A row of `document`."""

    id: UUID
    sale_id: UUID
    kind: DocumentKind
    sha256: str
    size: int
    page_count: int
    storage_key: str
    created_at: datetime

    @classmethod
    def of(cls, row: Row) -> "StoredDocument":
        """The document a row of the columns of `document` describes."""
        return cls(*(row[name] for name in cls.__slots__))


async def keep(
    work: UnitOfWork,
    owner: Owned,
    kind: DocumentKind,
    content: bytes,
    *,
    page_count: int,
    made_at: datetime,
) -> StoredDocument:
    """Write `content` to the store and its row in `work`'s transaction; journalled."""
    document_id = new_id()
    (month,) = _months(made_at, made_at)
    stored = StoredDocument(
        id=document_id,
        sale_id=owner.sale_id,
        kind=kind,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        page_count=page_count,
        storage_key=f"{month}/{owner.sale_id}/{document_id}.pdf",
        created_at=made_at,
    )
    await document_store().put(stored.storage_key, content)
    await work.run(
        _INSERT,
        stored.id,
        stored.sale_id,
        owner.adviser_id,
        owner.agency_id,
        stored.kind,
        stored.sha256,
        stored.size,
        stored.page_count,
        stored.storage_key,
        stored.created_at,
    )
    work.record(
        "document:keep",
        "sale",
        stored.sale_id,
        after={"document": stored.id, "kind": kind, "sha256": stored.sha256},
    )
    return stored


async def newest(work: UnitOfWork, sale_id: UUID, kind: DocumentKind) -> StoredDocument | None:
    """The latest document of that kind the actor may see, or None."""
    row = await work.one(_NEWEST, sale_id, kind)
    return None if row is None else StoredDocument.of(row)


async def open_document(work: UnitOfWork, sale_id: UUID, document_id: UUID) -> StoredDocument:
    """That document of that sale, its opening journalled in the same query.

    Raises `NotFound` when the actor sees none.
    """
    entry = work.view("document:open", "sale", sale_id, facts={"document": document_id})
    return StoredDocument.of(await work.one_or_404(_BY_ID, sale_id, document_id, entry))


async def fetch(stored: StoredDocument) -> bytes:
    """The file of `stored`; raises `DocumentDamaged` when it is not the one that was kept."""
    content = await document_store().get(stored.storage_key)
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise DocumentDamaged(str(stored.id))
    return content


async def forget_files(sale_id: UUID, since: datetime, keys: Sequence[str]) -> int:
    """Take these files away, and whatever else lies in the folders of a sale that began then: how
    many. A transaction that was undone may have left one there that no row names."""
    store = document_store()
    doomed = set(keys)
    for month in _months(since, now()):
        doomed |= set(await store.keys_below(f"{month}/{sale_id}"))
    for key in sorted(doomed):
        await store.delete(key)
    return len(doomed)


def _months(first: datetime, last: datetime) -> Iterator[str]:
    start, end = (at.astimezone(PARIS) for at in (first, last))
    for count in range(start.year * 12 + start.month - 1, end.year * 12 + end.month):
        yield f"{count // 12:04d}/{count % 12 + 1:02d}"


def document_store() -> DocumentStore:
    """The store of this installation."""
    return _store(installed().documents_url, vault())


@cache
def _store(url: str, sealing: Vault) -> DocumentStore:
    parts = urlsplit(url)
    # A local folder is made when missing; from_url() would refuse to start.
    place = Path(unquote(parts.path)) if parts.scheme == "file" else url
    return DocumentStore.at(place, sealing)
