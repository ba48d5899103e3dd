"""Checkpoints as signed notes: C2SP `signed-note`, `tlog-checkpoint` and `tlog-cosignature`.

A note of ours bears two Ed25519 signatures of one key: that of the checkpoint, which every tool
for transparency logs reads, and a cosignature, which adds when it was signed.
"""

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

NOTE, COSIGNATURE = 1, 4
"""Types of signatures (signed-note, « Signature types »)."""

_DASH = "— "
_LONGEST = 16_384
_KEY_BYTES = 32
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_NAME = re.compile(r"[^\s+]+")
_ID = re.compile(r"[0-9a-f]{8}")


class NoteRefused(Exception):
    """A note, or a key, that is not what it should be; the text says why."""


class KeyUnknown(NoteRefused):
    """No known key signed the note."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """Who signs: a name, and 32 bytes of Ed25519."""

    name: str
    raw: bytes

    @classmethod
    def parse(cls, text: str) -> "PublicKey":
        """Read `name+id+base64`, as `extranet audit key` prints it; raise `NoteRefused`."""
        name, _, rest = text.strip().partition("+")
        number, _, encoded = rest.partition("+")
        material = _decoded(encoded)
        if not (_NAME.fullmatch(name) and _ID.fullmatch(number) and material[:1] == bytes([NOTE])):
            raise NoteRefused("this is no public key of a journal: name+id+base64")
        key = cls(name, material[1:])
        if len(key.raw) != _KEY_BYTES or key.id(NOTE).hex() != number:
            raise NoteRefused("this public key was not copied whole")
        return key

    def __str__(self) -> str:
        material = base64.b64encode(bytes([NOTE]) + self.raw).decode()
        return f"{self.name}+{self.id(NOTE).hex()}+{material}"

    def id(self, kind: int) -> bytes:
        """What stands before its signatures of this type."""
        return sha256(self.name.encode() + b"\n" + bytes([kind]) + self.raw).digest()[:4]

    def verify(self, signature: bytes, message: bytes) -> None:
        """Raise `NoteRefused` unless this key signed `message`."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
        except (InvalidSignature, ValueError) as wrong:
            raise NoteRefused("its signature does not hold") from wrong


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The two halves of a key."""

    public: PublicKey
    private: Ed25519PrivateKey

    @classmethod
    def of(cls, name: str, seed: bytes) -> "SigningKey":
        """The key called `name` that follows from 32 secret bytes."""
        private = Ed25519PrivateKey.from_private_bytes(seed)
        return cls(PublicKey(name, private.public_key().public_bytes_raw()), private)


@dataclass(frozen=True, slots=True)
class SignedRoot:
    """What a checkpoint says: the root of the tree of the first `size` entries, signed `at`."""

    origin: str
    size: int
    root: bytes
    at: datetime


def sign_checkpoint(key: SigningKey, size: int, root: bytes, at: datetime) -> str:
    """The note in which `key` signs the root of the tree of `size` leaves; `at` has no fraction
    of a second."""
    text = f"{key.public.name}\n{size}\n{base64.b64encode(root).decode()}\n"
    moment = int(at.timestamp())
    time = moment.to_bytes(8, "big")
    signatures = (
        (NOTE, key.private.sign(text.encode())),
        (COSIGNATURE, time + key.private.sign(_cosigned(text, moment))),
    )
    lines = [
        f"{_DASH}{key.public.name} {base64.b64encode(key.public.id(kind) + signature).decode()}\n"
        for kind, signature in signatures
    ]
    return "\n".join((text, "".join(lines)))


def open_checkpoint(note: str, trusted: Sequence[PublicKey]) -> SignedRoot:
    """What the note says, signed by one of the keys `trusted`; raise `NoteRefused` otherwise."""
    text, signatures = _split(note)
    key = _signer(text, signatures, trusted)
    stamped = signatures.get((key.name, key.id(COSIGNATURE)))
    if stamped is None or len(stamped) < 8:
        raise NoteRefused("nothing in it says when it was signed")
    moment = int.from_bytes(stamped[:8], "big")
    key.verify(stamped[8:], _cosigned(text, moment))
    origin, size, root = (*text.split("\n"), "", "")[:3]
    hashed = _decoded(root)
    if origin != key.name or not _SIZE.fullmatch(size) or len(hashed) != sha256().digest_size:
        raise NoteRefused("it is signed, but no checkpoint of this journal")
    return SignedRoot(origin, int(size), hashed, datetime.fromtimestamp(moment, UTC))


def _signer(
    text: str, signatures: dict[tuple[str, bytes], bytes], trusted: Sequence[PublicKey]
) -> PublicKey:
    for key in trusted:
        signature = signatures.get((key.name, key.id(NOTE)))
        if signature is not None:
            key.verify(signature, text.encode())
            return key
    names = sorted({f"{name}+{number.hex()}" for name, number in signatures})
    raise KeyUnknown(f"none of the known keys signed it: {', '.join(names)}")


def _cosigned(text: str, moment: int) -> bytes:
    return f"cosignature/v1\ntime {moment}\n{text}".encode()


def _split(note: str) -> tuple[str, dict[tuple[str, bytes], bytes]]:
    """The text of a note, and its signatures by the name and id of their key."""
    body, blank, tail = note.rpartition("\n\n")
    if len(note) > _LONGEST or not blank or not tail.endswith("\n") or _CONTROL.search(note):
        raise NoteRefused("it is no signed note")
    signatures = {}
    for line in tail[:-1].split("\n"):
        name, _, encoded = line.removeprefix(_DASH).partition(" ")
        signature = _decoded(encoded)
        if not line.startswith(_DASH) or not _NAME.fullmatch(name) or len(signature) < 5:
            raise NoteRefused("it is no signed note")
        signatures[name, signature[:4]] = signature[4:]
    return f"{body}\n", signatures


def _decoded(text: str) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as wrong:
        raise NoteRefused("it holds what is no base64") from wrong
    if base64.b64encode(raw).decode() != text:  # the last sign has bits that nothing reads
        raise NoteRefused("it holds what is no base64")
    return raw
