"""Merkle trees after RFC 6962, section 2.1: pure functions over hashes, no database.

A range `(start, end)` of leaves stands for the hash that the RFC writes MTH(D[start:end]). What is
kept of a tree, its leaves and every complete subtree whose height is a multiple of `STEP`, gives
the hash of any range from a few hundred of them (`kept_parts`).
"""

from collections.abc import Iterator
from hashlib import sha256

STEP = 8
"""Subtrees of 256 leaves are kept, of 256², of 256³ … (as in C2SP tlog-tiles)."""

EMPTY_ROOT = sha256(b"").digest()

Range = tuple[int, int]
Part = tuple[int, int]
"""Height and position of a complete subtree: it covers leaves `position << height` and on."""

_NONE: tuple[tuple[int, bytes], ...] = ()


class ProofWrong(Exception):
    """A proof that does not lead from what it is about to the root."""


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf that holds `data`."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of the node above two others."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """The right edge of a growing tree: the roots of the complete subtrees it is made of, the
    largest first. Enough to go on growing, and for the root."""

    def __init__(self) -> None:
        self.size = 0
        self._peaks: list[tuple[int, bytes]] = []

    def copy(self) -> "Frontier":
        """The same edge, growing apart from this one."""
        other = Frontier()
        other.size, other._peaks = self.size, self._peaks.copy()
        return other

    def add(self, root: bytes, height: int = 0) -> tuple[tuple[int, bytes], ...]:
        """Add a leaf, or a complete subtree of `height`; the size is a multiple of what it covers.

        Returns height and root of the subtrees this completes whose height is a multiple of
        `STEP`; each ends where the tree now ends.
        """
        peaks = self._peaks
        completed = _NONE
        self.size += 1 << height
        while peaks and peaks[-1][0] == height:
            root = node_hash(peaks.pop()[1], root)
            height += 1
            if not height % STEP:
                completed = (*completed, (height, root))
        peaks.append((height, root))
        return completed

    def root(self) -> bytes:
        """The root of the tree as it is."""
        if not self._peaks:
            return EMPTY_ROOT
        root = self._peaks[-1][1]
        for _, left in reversed(self._peaks[:-1]):
            root = node_hash(left, root)
        return root


def kept_parts(start: int, end: int) -> Iterator[Part]:
    """The kept subtrees that make up a range, from left to right; height 0 is a leaf."""
    while start < end:
        height = 0
        while not start % (1 << (height + STEP)) and start + (1 << (height + STEP)) <= end:
            height += STEP
        yield height, start >> height
        start += 1 << height


def completed_parts(start: int, end: int) -> Iterator[Part]:
    """The kept subtrees, leaves left out, that a tree completes as it grows from `start` leaves
    to `end`."""
    height = STEP
    while end >> height:
        yield from ((height, position) for position in range(start >> height, end >> height))
        height += STEP


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """The ranges whose hashes are the audit path of leaf `index` in a tree of `size` leaves, the
    leaf's sibling first (RFC 6962, 2.1.1)."""
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    path = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((start, middle))
            start = middle
    return path[::-1]


def consistency_ranges(first: int, second: int) -> list[Range]:
    """The ranges whose hashes prove that the tree of `second` leaves goes on from that of its
    `first` ones (RFC 6962, 2.1.2)."""
    if not 0 < first <= second:
        raise ValueError(f"a tree of {second} does not go on from one of {first}")
    path = []
    start, end, whole = 0, second, True
    while end != first:
        middle = start + _split(end - start)
        if first <= middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((start, middle))
            start, whole = middle, False
    if not whole:
        path.append((start, end))
    return path[::-1]


def check_inclusion(leaf: bytes, index: int, size: int, path: list[bytes], root: bytes) -> None:
    """Raise `ProofWrong` unless `path` leads from the hash of leaf `index` to the root of the
    tree of `size` leaves (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        raise ProofWrong("the leaf is not in the tree")
    here, last, found = index, size - 1, leaf
    for hashed in path:
        if not last:
            raise ProofWrong("the path is too long")
        if here & 1 or here == last:
            found = node_hash(hashed, found)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            found = node_hash(found, hashed)
        here, last = here >> 1, last >> 1
    if last or found != root:
        raise ProofWrong("the path does not lead to the root")


def check_consistency(
    first: int, first_root: bytes, second: int, second_root: bytes, path: list[bytes]
) -> None:
    """Raise `ProofWrong` unless `path` shows that the second tree holds all of the first, in its
    place (RFC 9162, 2.1.4.2)."""
    if not 0 < first <= second:
        raise ProofWrong("the second tree is smaller than the first")
    if first == second:
        if path or first_root != second_root:
            raise ProofWrong("two trees of one size differ")
        return
    hashes = list(path)
    if not first & (first - 1):
        hashes.insert(0, first_root)
    if not hashes:
        raise ProofWrong("the path is too short")
    here, last = first - 1, second - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    old = new = hashes[0]
    for hashed in hashes[1:]:
        if not last:
            raise ProofWrong("the path is too long")
        if here & 1 or here == last:
            old, new = node_hash(hashed, old), node_hash(hashed, new)
            while here and not here & 1:
                here, last = here >> 1, last >> 1
        else:
            new = node_hash(new, hashed)
        here, last = here >> 1, last >> 1
    if last or old != first_root or new != second_root:
        raise ProofWrong("the path does not lead to both roots")


def _split(count: int) -> int:
    """The largest power of two below `count`."""
    return 1 << ((count - 1).bit_length() - 1)
