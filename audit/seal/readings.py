"""Who is right where leaves, entries and kept hashes contradict each other: whichever of them
gives the root that was signed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from audit.seal.leaves import Row
from audit.seal.merkle import STEP, Frontier, Part

_LOST = bytes(32)
"""Stands for a leaf that is gone: no leaf has that hash."""


class Reading(Enum):
    """What gives the signed root."""

    LEAVES = auto()
    ENTRIES = auto()
    IN_ORDER = auto()
    SUBTREES = auto()


@dataclass(frozen=True, slots=True)
class Sealed:
    """A leaf as it is kept, the entry of its number, and the hash that entry has now."""

    position: int
    seq: int
    hash: bytes
    entry: Row | None
    entry_hash: bytes | None

    @property
    def differs(self) -> bool:
        """Whether the entry is another than was sealed, or is not there."""
        return self.entry_hash != self.hash


@dataclass(slots=True)
class _Growth:
    """A tree that grows in one reading; `wrong` are the subtrees that are not kept as they are."""

    tree: Frontier
    wrong: list[Part] = field(default_factory=list)

    def add(self, root: bytes, kept: Mapping[Part, bytes], height: int = 0) -> None:
        for completed, its_root in self.tree.add(root, height):
            part = completed, (self.tree.size >> completed) - 1
            if kept.get(part) != its_root:
                self.wrong.append(part)

    def copy(self) -> "_Growth":
        return _Growth(self.tree.copy(), self.wrong.copy())


@dataclass(frozen=True, slots=True)
class Agreement:
    """What gave a signed root, and the subtrees of it that are not kept as they are."""

    reading: Reading
    wrong: list[Part]


class Readings:
    """The tree grown from `edge` in several ways at once, as long as they differ.

    By the leaves; by the entries, where an entry differs from its leaf; by the leaves in the
    order of their numbers; by the kept subtrees, where one differs from its leaves. `agree` asks
    which of them was signed, the most telling first, and all go on from that one. `held` are the
    leaves since then.
    """

    def __init__(self, edge: Frontier) -> None:
        self.held: list[Sealed] = []
        self.agreed = edge.size
        """The size of the tree at the last agreement."""
        self._held_all = True
        self._base = edge.copy()
        self._leaves = _Growth(edge)
        self._entries: _Growth | None = None
        self._subtrees: _Growth | None = None
        self._block = None if edge.size % (1 << STEP) else self._leaves.copy()

    @property
    def size(self) -> int:
        """How many leaves the tree has now."""
        return self._leaves.tree.size

    def add(self, leaf: Sealed, kept: Mapping[Part, bytes]) -> None:
        """Add the next leaf; `kept` holds the subtrees that it may complete."""
        self.held.append(leaf)
        if self._entries is None and leaf.differs and leaf.entry_hash is not None:
            self._entries = self._leaves.copy()
        self._grow(leaf.hash, leaf.entry_hash or leaf.hash, kept)

    def add_lost(self, kept: Mapping[Part, bytes]) -> None:
        """Add the place of a leaf that is gone."""
        self._held_all = False
        self._grow(_LOST, _LOST, kept)

    def agree(self, root: bytes) -> Agreement | None:
        """What gives `root`, if anything does; all go on from there."""
        found = next((one for one in self._readings() if one[1].tree.root() == root), None)
        if found is None:
            return None
        reading, growth = found
        if self._subtrees is not None and reading is not Reading.SUBTREES:
            self._block = None  # it began with what has just been found wrong
        agreement = Agreement(reading, growth.wrong)
        self._leaves = _Growth(growth.tree)
        self._base = growth.tree.copy()
        self._entries = self._subtrees = None
        self.agreed, self._held_all = self.size, True
        return agreement

    def taken(self) -> list[Sealed]:
        """The leaves held, which are held no longer."""
        held, self.held = self.held, []
        self._held_all = self.agreed == self.size
        return held

    def _grow(self, leaf: bytes, entry: bytes, kept: Mapping[Part, bytes]) -> None:
        known = len(self._leaves.wrong)
        self._leaves.add(leaf, kept)
        if self._entries is not None:
            self._entries.add(entry, kept)
        if self._subtrees is not None:
            self._subtrees.add(leaf, kept)
        if not self.size % (1 << STEP):
            self._end_block(kept, len(self._leaves.wrong) > known)

    def _end_block(self, kept: Mapping[Part, bytes], wrong: bool) -> None:
        """Begin another block of leaves, believing what is kept of the last one."""
        believed = kept.get((STEP, (self.size >> STEP) - 1))
        if wrong and believed is not None and self._block is not None:
            self._subtrees = self._block
            self._subtrees.add(believed, kept, STEP)
        self._block = (self._subtrees or self._leaves).copy()

    def _readings(self) -> Iterator[tuple[Reading, _Growth]]:
        yield Reading.LEAVES, self._leaves
        if self._entries is not None:
            yield Reading.ENTRIES, self._entries
        in_order = sorted(self.held, key=lambda leaf: leaf.seq)
        if self._held_all and in_order != self.held:
            tree = self._base.copy()
            for leaf in in_order:
                tree.add(leaf.hash)
            yield Reading.IN_ORDER, _Growth(tree)
        if self._subtrees is not None:
            yield Reading.SUBTREES, self._subtrees
