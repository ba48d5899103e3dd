"""What happened to entries that are not what was sealed under their number."""

from collections.abc import Sequence

from audit.seal.findings import Finding, Kind
from audit.seal.leaves import Row, hash_of
from audit.seal.readings import Sealed

MOST_COMPARED = 200
"""Entries compared with each other's leaves, to find those that exchanged their numbers."""


def named(entry: Row) -> str:
    """How an entry is called in a finding."""
    return f"n° {entry['seq']} ({entry['act']} of {entry['at']}, id {entry['id']})"


def plain(leaf: Sealed) -> Finding:
    """What is said of `leaf` where nothing else explains it."""
    if leaf.entry is None:
        return Finding(
            Kind.REMOVED, f"n° {leaf.seq}, sealed at position {leaf.position}, is not there"
        )
    return Finding(
        Kind.CHANGED, f"{named(leaf.entry)} is not what was sealed at position {leaf.position}"
    )


def explain(leaves: Sequence[Sealed], strays: Sequence[Row]) -> tuple[list[Finding], set[int]]:
    """What happened to the entries of `leaves`, which are authentic and differ from them.

    `strays` are entries without a leaf. Returns the numbers of those that turn out to be sealed
    ones, too.
    """
    entries = [leaf.entry for leaf in leaves if leaf.entry is not None] + list(strays)
    by_hash = {leaf.entry_hash: leaf.entry for leaf in leaves}
    found = []
    explained = set()
    for leaf in leaves:
        sealed = by_hash.get(leaf.hash)
        moved = None if sealed else _renumbered(leaf, entries)
        if sealed:
            text = f"position {leaf.position} bears n° {leaf.seq} and seals {named(sealed)}"
            found.append(Finding(Kind.LEAF_CHANGED, text))
        elif moved:
            explained.add(moved["seq"])
            text = f"{named(moved)} was sealed as n° {leaf.seq} at position {leaf.position}"
            found.append(Finding(Kind.RENUMBERED, text))
        else:
            found.append(plain(leaf))
    return found, explained


def _renumbered(leaf: Sealed, entries: Sequence[Row]) -> Row | None:
    """The entry that has the leaf's content under another number."""
    for entry in entries:
        if entry["seq"] != leaf.seq and hash_of(entry, leaf.seq) == leaf.hash:
            return entry
    return None
