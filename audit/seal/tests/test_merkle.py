"""The Merkle code against RFC 6962, written down as the RFC writes it, and against known roots."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.seal import merkle
from audit.seal.merkle import Frontier, ProofWrong, check_consistency, check_inclusion

# The leaves and roots that implementations of Certificate Transparency are tested with.
DATA = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)

sizes = st.one_of(st.integers(1, 40), st.integers(1, 1_100), st.sampled_from([255, 256, 257, 512]))


def leaves_of(size: int) -> list[bytes]:
    return [merkle.leaf_hash(str(index).encode()) for index in range(size)]


def head(leaves: list[bytes]) -> bytes:
    """MTH of section 2.1, over leaves that are hashed already."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = largest_power_below(len(leaves))
    return sha256(b"\x01" + head(leaves[:k]) + head(leaves[k:])).digest()


def path_of(m: int, leaves: list[bytes]) -> list[bytes]:
    """PATH of section 2.1.1."""
    n = len(leaves)
    if n == 1:
        return []
    k = largest_power_below(n)
    if m < k:
        return [*path_of(m, leaves[:k]), head(leaves[k:])]
    return [*path_of(m - k, leaves[k:]), head(leaves[:k])]


def subproof(m: int, leaves: list[bytes], whole: bool) -> list[bytes]:
    """SUBPROOF of section 2.1.2."""
    n = len(leaves)
    if m == n:
        return [] if whole else [head(leaves)]
    k = largest_power_below(n)
    if m <= k:
        return [*subproof(m, leaves[:k], whole), head(leaves[k:])]
    return [*subproof(m - k, leaves[k:], False), head(leaves[:k])]


def largest_power_below(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def grown(leaves: list[bytes]) -> tuple[Frontier, dict[merkle.Part, bytes]]:
    """The edge of the tree, and what is kept of it."""
    tree = Frontier()
    kept = {}
    for leaf in leaves:
        kept[0, tree.size] = leaf
        for height, root in tree.add(leaf):
            kept[height, (tree.size >> height) - 1] = root
    return tree, kept


def from_kept(kept: dict[merkle.Part, bytes], start: int, end: int) -> bytes:
    edge = Frontier()
    for part in merkle.kept_parts(start, end):
        edge.add(kept[part], part[0])
    return edge.root()


def test_known_roots() -> None:
    tree = Frontier()
    assert tree.root().hex() == sha256(b"").hexdigest()
    for data, root in zip(DATA, ROOTS, strict=True):
        tree.add(merkle.leaf_hash(data))
        assert tree.root().hex() == root


@given(sizes)
def test_the_edge_has_the_root_of_the_rfc_at_every_size(size: int) -> None:
    leaves = leaves_of(size)
    tree, kept = grown(leaves)
    assert tree.root() == head(leaves) == from_kept(kept, 0, size)
    assert tree.size == size
    assert {part for part in kept if part[0]} == {(8, block) for block in range(size >> 8)}


@given(st.integers(0, 200_000), st.integers(0, 70_000))
def test_the_subtrees_a_tree_completes_as_it_grows(start: int, more: int) -> None:
    end = start + more
    completed = set(merkle.completed_parts(start, end))
    grown = set(merkle.completed_parts(0, end)) - set(merkle.completed_parts(0, start))
    assert completed == grown
    assert all(start < (position + 1) << height <= end for height, position in completed)
    assert len([one for one in completed if one[0] == 8]) == (end >> 8) - (start >> 8)


@given(sizes, st.data())
def test_inclusion(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    leaves = leaves_of(size)
    _, kept = grown(leaves)
    path = [from_kept(kept, *one) for one in merkle.inclusion_ranges(index, size)]
    assert path == path_of(index, leaves)
    check_inclusion(leaves[index], index, size, path, head(leaves))


@given(sizes, st.data())
def test_a_wrong_inclusion_is_refused(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    leaves = leaves_of(size)
    path, root, leaf = path_of(index, leaves), head(leaves), leaves[index]
    other = data.draw(st.integers(0, size + 3))
    wrong = [
        (merkle.leaf_hash(b"other"), index, size, path),
        (leaf, index, size, [*path, leaf]),
        (leaf, index, size, [leaf, *path]),
    ]
    if other != index:
        wrong.append((leaf, other, size, path))
    if path:
        turned = data.draw(st.integers(0, len(path) - 1))
        changed = path.copy()
        changed[turned] = merkle.leaf_hash(changed[turned])
        wrong += [(leaf, index, size, changed), (leaf, index, size, path[1:])]
    for one in wrong:
        with pytest.raises(ProofWrong):
            check_inclusion(*one, root)


@given(sizes, st.data())
def test_consistency(size: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(1, size))
    leaves = leaves_of(size)
    _, kept = grown(leaves)
    path = [from_kept(kept, *one) for one in merkle.consistency_ranges(first, size)]
    assert path == subproof(first, leaves, True)
    check_consistency(first, head(leaves[:first]), size, head(leaves), path)


@given(sizes, st.data())
def test_a_history_that_was_changed_is_not_consistent(size: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(1, size))
    changed = data.draw(st.integers(0, first - 1))
    leaves = leaves_of(size)
    before = head(leaves[:first])
    leaves[changed] = merkle.leaf_hash(b"other")
    path = subproof(first, leaves, True)
    for wrong in (path, path[1:], [*path, before], [before, *path]):
        with pytest.raises(ProofWrong):
            check_consistency(first, before, size, head(leaves), wrong)


@pytest.mark.parametrize(("first", "second"), [(0, 0), (0, 5), (6, 5), (-1, 5)])
def test_sizes_that_make_no_sense(first: int, second: int) -> None:
    with pytest.raises(ValueError, match="does not go on"):
        merkle.consistency_ranges(first, second)
    with pytest.raises(ProofWrong):
        check_consistency(first, b"", second, b"", [])
    with pytest.raises(ValueError, match="no leaf"):
        merkle.inclusion_ranges(second, second)


@given(st.integers(0, 10**7), st.data())
def test_a_proof_among_ten_million_reads_hundreds_of_hashes(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size))
    ranges = merkle.inclusion_ranges(index, size + 1)
    # At each of three heights: the others of the leaf's own 255, and those of the ragged end.
    assert sum(len(list(merkle.kept_parts(*one))) for one in ranges) <= 3 * 2 * 255
