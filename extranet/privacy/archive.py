"""The copy of somebody's data as one file: an index to read, JSON for a machine, their papers.

It is made as it is sent and kept nowhere: a file that holds all of somebody would itself have to be
guarded, and forgotten.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import AsyncIterator
from datetime import datetime

from extranet.core.templates import render_text
from extranet.documents.keeping import document_store
from extranet.documents.storage import DocumentMissing
from extranet.privacy.copying import Copy, File

INDEX, DATA = "lisez-moi.html", "donnees.json"


async def archive(copy: Copy, name: str, made_at: datetime) -> AsyncIterator[bytes]:
    """The bytes of the ZIP, one file of the person's at a time."""
    written = _Written()
    missing: list[str] = []
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as whole:
        for file in copy.files:
            content = await _fetch(file)
            if content is None:
                missing.append(file.name)
                continue
            whole.writestr(file.name, content)
            yield written.taken()
        told = {"made_at": made_at.isoformat(), **copy.chapters, "missing_files": missing}
        whole.writestr(DATA, json.dumps(told, ensure_ascii=False, indent=1, default=str))
        there = [file.name for file in copy.files if file.name not in missing]
        index = render_text(
            "privacy/index.html",
            "fr",
            name=name,
            made_at=made_at,
            chapters=copy.chapters,
            files=there,
            missing=missing,
        )
        whole.writestr(INDEX, index)
    yield written.taken()


async def _fetch(file: File) -> bytes | None:
    """The file as it was kept, or nothing where it is lost or damaged: the copy says so."""
    try:
        content = await document_store().get(file.key)
    except DocumentMissing:
        return None
    return content if hashlib.sha256(content).hexdigest() == file.sha256 else None


class _Written(io.RawIOBase):
    """What a ZIP writes, handed on as it comes: it is never whole in memory."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object, /) -> int:
        self._parts.append(bytes(data))  # type: ignore[call-overload]
        return len(self._parts[-1])

    def taken(self) -> bytes:
        """What was written since the last time."""
        parts, self._parts = self._parts, []
        return b"".join(parts)
