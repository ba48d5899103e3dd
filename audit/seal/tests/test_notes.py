"""Signed notes are those of C2SP: other tools read ours, and ours are read with care."""

import base64
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from audit.seal.key import signing_key
from audit.seal.notes import (
    COSIGNATURE,
    NOTE,
    KeyUnknown,
    NoteRefused,
    PublicKey,
    SigningKey,
    open_checkpoint,
    sign_checkpoint,
)
from extranet.core.settings import Settings

KEY = SigningKey.of("palier.example/journal", bytes(range(32)))
OTHER = SigningKey.of("palier.example/journal", bytes(32))
ROOT = sha256(b"root").digest()
AT = datetime(2026, 11, 22, 3, 40, 6, tzinfo=UTC)
NOTED = sign_checkpoint(KEY, 12, ROOT, AT)

# The example of golang.org/x/mod/sumdb/note, which the format comes from.
NEUMANN = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NEUMANN_SAID = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
NEUMANN_SIGNED = (
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
)


def test_the_note_has_the_form_of_a_checkpoint() -> None:
    lines = NOTED.split("\n")
    encoded = base64.b64encode(ROOT).decode()
    assert lines[:4] == ["palier.example/journal", "12", encoded, ""]
    assert [line.rpartition(" ")[0] for line in lines[4:]] == [
        "— palier.example/journal",
        "— palier.example/journal",
        "",
    ]
    first, second = (base64.b64decode(line.rpartition(" ")[2]) for line in lines[4:6])
    text = "\n".join(lines[:3]) + "\n"
    assert first[:4] == KEY.public.id(NOTE)
    KEY.public.verify(first[4:], text.encode())
    assert second[:4] == KEY.public.id(COSIGNATURE)
    assert int.from_bytes(second[4:12], "big") == int(AT.timestamp())
    time = f"cosignature/v1\ntime {int(AT.timestamp())}\n"
    KEY.public.verify(second[12:], (time + text).encode())


def test_a_note_of_another_tool_is_verified() -> None:
    key = PublicKey.parse(NEUMANN)
    signature = base64.b64decode(NEUMANN_SIGNED)
    assert str(key) == NEUMANN
    assert signature[:4] == key.id(NOTE)
    key.verify(signature[4:], NEUMANN_SAID.encode())


def test_what_was_signed_is_read() -> None:
    found = open_checkpoint(NOTED, [OTHER.public, KEY.public])
    assert (found.origin, found.size, found.root, found.at) == (KEY.public.name, 12, ROOT, AT)


def test_a_checkpoint_that_others_signed_too_is_read() -> None:
    witnessed = NOTED + "— witness.example/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI\n"
    assert open_checkpoint(witnessed, [KEY.public]).size == 12


def test_an_unknown_key_is_told_from_a_wrong_signature() -> None:
    with pytest.raises(KeyUnknown, match=KEY.public.id(NOTE).hex()):
        open_checkpoint(NOTED, [OTHER.public])
    with pytest.raises(KeyUnknown):
        open_checkpoint(NOTED, [replace(KEY.public, name="other.example/journal")])


def test_a_signed_text_that_is_no_checkpoint_is_refused() -> None:
    for size in ("012", "-1", "1" * 30, ""):
        wrong = replace(KEY.public, name=f"{KEY.public.name}\n{size}")
        note = sign_checkpoint(replace(KEY, public=wrong), 12, ROOT, AT)
        with pytest.raises(NoteRefused):
            open_checkpoint(note, [KEY.public, wrong])


def test_a_note_without_a_time_is_refused() -> None:
    bare = NOTED[: NOTED.rstrip("\n").rindex("\n") + 1]
    with pytest.raises(NoteRefused, match="when"):
        open_checkpoint(bare, [KEY.public])


@example(NOTED.index("=\n—") - 1, chr(ord(NOTED[NOTED.index("=\n—") - 1]) + 1))
@given(st.integers(0, len(NOTED) - 1), st.characters(codec="utf-8"))
def test_no_character_can_be_changed(place: int, character: str) -> None:
    changed = NOTED[:place] + character + NOTED[place + 1 :]
    if changed != NOTED:
        with pytest.raises(NoteRefused):
            open_checkpoint(changed, [KEY.public])


@given(st.text(max_size=400))
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(NoteRefused):
        open_checkpoint(text, [KEY.public])
    with pytest.raises(NoteRefused):
        PublicKey.parse(text)


def test_a_key_that_was_not_copied_whole_is_refused() -> None:
    text = str(KEY.public)
    assert PublicKey.parse(f" {text}\n") == KEY.public
    for wrong in (text[:-2], text[:-4], text.replace("palier", "palie"), text.replace("+", " ")):
        with pytest.raises(NoteRefused):
            PublicKey.parse(wrong)


def test_the_key_follows_from_the_secret_and_is_called_after_the_host() -> None:
    here = Settings.load(
        {"PALIER_SECRET": "5e" * 32, "PUBLIC_URL": "https://palier.example:8443/x"}
    )
    key = signing_key(here)
    assert key.public.name == "palier.example/journal"
    assert key.public.raw == signing_key(replace(here, public_url="https://b.example")).public.raw
    assert key.public.raw != signing_key(replace(here, secret=b"\0" * 32)).public.raw
