"""What the database keeps of the tree: hashes by range, the edge it goes on growing from."""

from collections.abc import Iterable

from audit.seal.merkle import Frontier, Part, Range, kept_parts
from extranet.core.database import UnitOfWork

_LEAVES = "SELECT position, hash FROM leaf WHERE position = ANY ($1::bigint[])"
_SUBTREES = """
SELECT s.height, s.position, s.hash
FROM unnest($1::integer[], $2::bigint[]) AS wanted (height, position)
JOIN subtree s USING (height, position)
"""


class TreeBroken(Exception):
    """What is kept of the tree is not what was signed; the text says where."""


async def read_edge(work: UnitOfWork, size: int) -> Frontier:
    """The edge of the tree when it had `size` leaves; raise `TreeBroken` where a hash is gone."""
    kept = await read_kept(work, kept_parts(0, size))
    return _grown(kept, (0, size))


async def read_hashes(work: UnitOfWork, ranges: list[Range]) -> list[bytes]:
    """The hash of each range of leaves; raise `TreeBroken` where one is gone."""
    kept = await read_kept(work, (part for one in ranges for part in kept_parts(*one)))
    return [_grown(kept, one).root() for one in ranges]


async def read_kept(work: UnitOfWork, parts: Iterable[Part]) -> dict[Part, bytes]:
    """The hashes of these leaves and subtrees, as far as they are there."""
    wanted = set(parts)
    leaves = [position for height, position in wanted if not height]
    subtrees = [part for part in wanted if part[0]]
    kept: dict[Part, bytes] = {}
    for row in await work.all(_LEAVES, leaves):
        kept[0, row["position"]] = row["hash"]
    if subtrees:
        heights, positions = zip(*subtrees, strict=True)
        for row in await work.all(_SUBTREES, list(heights), list(positions)):
            kept[row["height"], row["position"]] = row["hash"]
    return kept


def _grown(kept: dict[Part, bytes], leaves: Range) -> Frontier:
    edge = Frontier()
    for height, position in kept_parts(*leaves):
        if (height, position) not in kept:
            start = position << height
            raise TreeBroken(f"the hash of leaves {start} to {start + (1 << height) - 1} is gone")
        edge.add(kept[height, position], height)
    return edge
