from pathlib import Path

import pytest

from extranet.core.vault import SealBroken, Vault
from extranet.documents.storage import DocumentMissing, DocumentStore

KEY = "2026/11/0193/contract.pdf"


@pytest.fixture
def store(tmp_path: Path) -> DocumentStore:
    return DocumentStore.at(tmp_path / "files", Vault(b"a secret of thirty-two bytes, here"))


async def test_a_document_comes_back_as_it_was_put(store: DocumentStore) -> None:
    assert not await store.exists(KEY)
    await store.put(KEY, b"%PDF first")
    await store.put(KEY, b"%PDF second")
    assert await store.exists(KEY)
    assert await store.get(KEY) == b"%PDF second"
    await store.delete(KEY)
    await store.delete(KEY)
    assert not await store.exists(KEY)
    with pytest.raises(DocumentMissing):
        await store.get(KEY)


async def test_nothing_lies_in_clear_and_no_draft_is_left(
    store: DocumentStore, tmp_path: Path
) -> None:
    await store.put(KEY, b"%PDF Garcon")
    files = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert [path.name for path in files] == ["contract.pdf"]
    assert b"Garcon" not in files[0].read_bytes()


async def test_a_file_swapped_or_changed_does_not_open(
    store: DocumentStore, tmp_path: Path
) -> None:
    other = "2026/11/0194/contract.pdf"
    await store.put(KEY, b"mine")
    await store.put(other, b"yours")
    folder = tmp_path / "files"
    (folder / KEY).write_bytes((folder / other).read_bytes())
    with pytest.raises(SealBroken):
        await store.get(KEY)
    changed = bytearray((folder / other).read_bytes())
    changed[-1] ^= 1
    (folder / other).write_bytes(bytes(changed))
    with pytest.raises(SealBroken):
        await store.get(other)


@pytest.mark.parametrize(
    "key", ["", "/etc/passwd", "../x", "a/../b", "a//b", "a/.hidden", "é", "a\n"]
)
async def test_a_key_is_a_plain_relative_path(store: DocumentStore, key: str) -> None:
    with pytest.raises(ValueError, match="key"):
        await store.put(key, b"")


async def test_a_store_may_be_named_by_its_address(tmp_path: Path) -> None:
    vault = Vault(b"a secret of thirty-two bytes, here")
    store = DocumentStore.at("memory:///", vault)
    await store.put(KEY, b"%PDF")
    assert await store.get(KEY) == b"%PDF"


async def test_the_files_of_a_folder_are_found(store: DocumentStore) -> None:
    for key in (KEY, "2026/11/0193/more/sheet.pdf", "2026/11/01934/other.pdf", "2026/12/x.pdf"):
        await store.put(key, b"%PDF")
    assert sorted(await store.keys_below("2026/11/0193")) == [KEY, "2026/11/0193/more/sheet.pdf"]
    assert await store.keys_below("2027/01/0193") == []
