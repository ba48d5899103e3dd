"""The bytes an entry is sealed as: canonical JSON of all its columns (docs/journal.md)."""

from typing import Any, Protocol

from audit.seal.canonical import canonical, parsed
from audit.seal.merkle import leaf_hash

COLUMNS = """
e.seq, e.id, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at,
e.actor_id, e.actor_kind, e.role, e.agency_id, e.act, e.object_kind, e.object_id,
e.facts::text AS facts, encode(e.details_digest, 'hex') AS details_digest,
e.behind_id
"""
"""What to select of `entry e` for `leaf_text`."""


class Row(Protocol):
    """A row of the database, or what looks like one."""

    def __getitem__(self, column: str, /) -> Any: ...


_TEXTS = ("at", "actor_kind", "role", "act", "object_kind", "details_digest")
_IDS = ("id", "actor_id", "agency_id", "object_id")
# They came later: where they are null the leaf has the bytes it had before them.
_LATER_IDS = ("behind_id",)


def leaf_text(entry: Row, seq: int | None = None) -> str:
    """The text of the leaf of a row read with `COLUMNS`; with `seq`, were that its number."""
    fields: dict[str, Any] = {name: entry[name] for name in _TEXTS}
    fields |= {name: None if entry[name] is None else str(entry[name]) for name in _IDS}
    fields |= {name: str(entry[name]) for name in _LATER_IDS if entry[name] is not None}
    fields["seq"] = entry["seq"] if seq is None else seq
    fields["facts"] = parsed(entry["facts"])
    return canonical(fields)


def hash_of(entry: Row, seq: int | None = None) -> bytes:
    """The hash of that leaf."""
    return leaf_hash(leaf_text(entry, seq).encode())
