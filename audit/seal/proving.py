"""Proof that one entry stands in the journal, as a file that is checked without the journal."""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError

from audit.seal.leaves import COLUMNS, hash_of, leaf_text
from audit.seal.merkle import (
    ProofWrong,
    check_consistency,
    check_inclusion,
    consistency_ranges,
    inclusion_ranges,
    leaf_hash,
)
from audit.seal.notes import NoteRefused, PublicKey, SignedRoot, open_checkpoint
from audit.seal.tree import TreeBroken, read_hashes
from audit.seal.verifying import CONSOLE
from extranet.core.database import unit_of_work

_ENTRY = f"""
SELECT {COLUMNS}, l.position, l.hash FROM entry e LEFT JOIN leaf l ON l.seq = e.seq
WHERE e.id = $1 OR e.seq = $2
"""  # noqa: S608 (our own columns)
_NEWEST = "SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1"


class NoProof(Exception):
    """The entry cannot be proved; the text says why."""


class Continued(BaseModel):
    """A checkpoint kept elsewhere, and the path that shows that the newer one goes on from it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    checkpoint: str
    path: list[str]


class ProofFile(BaseModel):
    """What stands in the file (docs/journal.md)."""

    model_config = ConfigDict(extra="forbid", strict=True)

    format: Literal["palier-journal-proof/1"]
    leaf: str
    position: int
    path: list[str]
    checkpoint: str
    known: Continued | None = None


@dataclass(frozen=True, slots=True)
class Proved:
    """What a proof file shows: `entry`, as it was sealed, is in the tree `signed`, which goes on
    from the tree `known`."""

    entry: Mapping[str, Any]
    signed: SignedRoot
    known: SignedRoot | None


async def newest_checkpoint() -> str | None:
    """The newest signed checkpoint, to be kept elsewhere."""
    async with unit_of_work(CONSOLE) as work:
        note: str | None = await work.value(_NEWEST)
    return note


async def prove(entry: int | UUID, trusted: Sequence[PublicKey], known: str = "") -> str:
    """The proof file of an entry, by its number or id, and the journal's entry that it was made.

    `known` is a checkpoint kept elsewhere, to be shown a part of the same history. Raises
    `NoProof`; what is returned has been checked with the keys `trusted`.
    """
    wanted = (entry, None) if isinstance(entry, UUID) else (None, entry)
    async with unit_of_work(CONSOLE) as work:
        row = await work.one(_ENTRY, *wanted)
        note = await work.value(_NEWEST)
        if row is None:
            raise NoProof("there is no such entry, or it was dropped with its month")
        if row["position"] is None or note is None:
            raise NoProof("the entry is not sealed yet: wait ten seconds")
        if hash_of(row) != row["hash"]:
            raise NoProof("the entry is not what was sealed: run extranet audit verify")
        try:
            size = open_checkpoint(note, trusted).size
            before = open_checkpoint(known, trusted).size if known else 0
            ranges = inclusion_ranges(row["position"], size)
            going_on = consistency_ranges(before, size) if known else []
            hashes = await read_hashes(work, ranges + going_on)
        except (NoteRefused, TreeBroken, ValueError) as wrong:
            raise NoProof(f"the seal is not whole: {wrong}") from wrong
        path = [base64.b64encode(hashed).decode() for hashed in hashes]
        file = ProofFile(
            format="palier-journal-proof/1",
            leaf=leaf_text(row),
            position=row["position"],
            path=path[: len(ranges)],
            checkpoint=note,
            known=Continued(checkpoint=known, path=path[len(ranges) :]) if known else None,
        )
        text = file.model_dump_json(indent=2, exclude_none=True) + "\n"
        check_proof(text, trusted)
        facts = {"seq": row["seq"], "size": size}
        work.record("journal:prove", "entry", row["id"], after=facts)
    return text


def check_proof(text: str, trusted: Sequence[PublicKey]) -> Proved:
    """What the file shows, by the public keys alone; raise `NoProof` when it shows nothing."""
    try:
        file = ProofFile.model_validate_json(text)
        signed = open_checkpoint(file.checkpoint, trusted)
        leaf = leaf_hash(file.leaf.encode())
        check_inclusion(leaf, file.position, signed.size, _hashes(file.path), signed.root)
        known = None
        if file.known is not None:
            known = open_checkpoint(file.known.checkpoint, trusted)
            path = _hashes(file.known.path)
            check_consistency(known.size, known.root, signed.size, signed.root, path)
        entry = json.loads(file.leaf)
    except ValidationError as wrong:
        raise NoProof("this is no proof file of a journal") from wrong
    except NoteRefused as refused:
        raise NoProof(f"the checkpoint: {refused}") from refused
    except (ProofWrong, ValueError) as wrong:
        raise NoProof(f"the proof does not hold: {wrong}") from wrong
    return Proved(entry, signed, known)


def _hashes(path: Sequence[str]) -> list[bytes]:
    try:
        return [base64.b64decode(one, validate=True) for one in path]
    except binascii.Error as wrong:
        raise ProofWrong("a hash of the path is no base64") from wrong
