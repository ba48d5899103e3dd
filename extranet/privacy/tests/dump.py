"""Everything an installation holds, as text that can be searched: rows, what is sealed in them,
files of the store."""

import json
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID

import asyncpg
from pikepdf import PdfError

from extranet.core.settings import installed
from extranet.core.vault import vault
from extranet.documents.keeping import document_store
from extranet.documents.tests.reading import page_texts, squeezed
from extranet.messages.envelope import Envelope
from wizard.secrets import open_secret

_TABLES = """
SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
    AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> 'migration'
"""


@dataclass(frozen=True, slots=True)
class Dump:
    """The rows of each table as text, the files by their key, and all that was sealed, opened."""

    rows: dict[str, list[str]]
    files: dict[str, bytes]
    opened: list[str]

    def places_of(self, needle: str) -> list[str]:
        """Where `needle` can be read, whatever its case."""
        wanted = needle.casefold()
        tables = [
            table
            for table, rows in self.rows.items()
            if any(wanted in row.casefold() or _in_bytes(needle, row) for row in rows)
        ]
        files = [key for key, content in self.files.items() if _in_file(needle, content)]
        opened = ["a sealed value"] if any(wanted in one.casefold() for one in self.opened) else []
        return [*tables, *files, *opened]


def _in_bytes(needle: str, row: str) -> bool:
    """A bytea is shown in hexadecimal figures."""
    return needle.encode().hex() in row


def _in_file(needle: str, content: bytes) -> bool:
    if needle.encode() in content:
        return True
    if not content.startswith(b"%PDF"):
        return False
    return squeezed(needle).casefold() in _pdf_text(content)


@lru_cache(maxsize=64)
def _pdf_text(pdf: bytes) -> str:
    with suppress(PdfError):  # what some tests call a PDF
        return "\n".join(squeezed(text).casefold() for text in page_texts(pdf))
    return ""


async def row_of(superuser: asyncpg.Connection, query: str, *args: object) -> asyncpg.Record:
    """The first row of `query`, which has one."""
    row = await superuser.fetchrow(query, *args)
    assert row is not None
    return row


async def dump(superuser: asyncpg.Connection) -> Dump:
    """All there is, read by somebody whom nothing binds."""
    rows = {
        row["relname"]: [
            one["text"]
            for one in await superuser.fetch(" ".join(("SELECT t::text AS text FROM", row[0], "t")))
        ]
        for row in await superuser.fetch(_TABLES)
    }
    return Dump(rows, await _files(), await _opened(superuser))


async def _files() -> dict[str, bytes]:
    return {key: await document_store().get(key) for key in _keys()}


def _keys() -> list[str]:
    folder = Path(unquote(urlsplit(installed().documents_url).path))
    return [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()]


async def _opened(superuser: asyncpg.Connection) -> list[str]:
    texts = [
        str(Envelope.open(row["sealed"], row["id"]))
        for row in await superuser.fetch("SELECT id, sealed FROM message WHERE sealed IS NOT NULL")
    ]
    for row in await superuser.fetch("SELECT sale_id, step, answers FROM sale_step"):
        answers: dict[str, Any] = json.loads(row["answers"])
        texts += [
            open_secret(UUID(str(row["sale_id"])), row["step"], name, value)
            for name, value in answers.items()
            if isinstance(value, dict) and "sealed" in value
        ]
    for row in await superuser.fetch("SELECT sale_id, sealed_mark FROM signature"):
        texts.append(vault().open(row["sealed_mark"], f"mark {row['sale_id']}").decode())
    for row in await superuser.fetch(
        "SELECT id, sealed FROM privacy_request WHERE sealed IS NOT NULL"
    ):
        texts.append(vault().open(row["sealed"], f"privacy request {row['id']}").decode())
    return texts
