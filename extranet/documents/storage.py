"""Where document files are kept: a folder or an object store, encrypted either way."""

import re
from pathlib import Path
from typing import Protocol

from obstore.exceptions import NotFoundError as ObjectMissing
from obstore.store import LocalStore, ObjectStore, from_url

_KEY = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")


class Vault(Protocol):
    """What encrypts: bytes sealed for one context do not open in another."""

    def seal(self, data: bytes, context: str) -> bytes: ...

    def open(self, sealed: bytes, context: str) -> bytes: ...


class DocumentMissing(LookupError):
    """No document under this key."""


class DocumentStore:
    """Files under keys such as `2026/11/<id>/contract.pdf`.

    A file is written whole or not at all, and encrypted for its key: one put in another's place
    does not open.
    """

    def __init__(self, store: ObjectStore, vault: Vault) -> None:
        self._store = store
        self._vault = vault

    @classmethod
    def at(cls, place: str | Path, vault: Vault) -> "DocumentStore":
        """A local folder, made if missing, or an `s3://`, `gs://` or `az://` address."""
        if "://" in str(place):
            return cls(from_url(str(place)), vault)
        return cls(LocalStore(prefix=Path(place), mkdir=True), vault)

    async def put(self, key: str, content: bytes) -> None:
        await self._store.put_async(_checked(key), self._vault.seal(content, key))

    async def get(self, key: str) -> bytes:
        """The file as it was put; raises `DocumentMissing`, or the vault's own error if it was
        changed or moved."""
        try:
            result = await self._store.get_async(_checked(key))
            sealed = bytes(await result.bytes_async())
        except (ObjectMissing, FileNotFoundError) as missing:
            raise DocumentMissing(key) from missing
        return self._vault.open(sealed, key)

    async def exists(self, key: str) -> bool:
        try:
            await self._store.head_async(_checked(key))
        except (ObjectMissing, FileNotFoundError):
            return False
        return True

    async def delete(self, key: str) -> None:
        """Remove the file; a missing one is already removed."""
        try:
            await self._store.delete_async(_checked(key))
        except (ObjectMissing, FileNotFoundError):
            return

    async def keys_below(self, folder: str) -> list[str]:
        """The keys that begin with `folder/`, however deep."""
        pages = self._store.list(_checked(folder))
        return [str(found["path"]) async for page in pages for found in page]


def _checked(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise ValueError("a document key is a relative path of plain names")
    return key
