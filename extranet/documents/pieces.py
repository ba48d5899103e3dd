"""A file that arrives in pieces, over a network that cuts, repeats and swallows replies.

What is held is always the beginning of the file, without a hole: a piece adds what goes on from
there. Whoever sends asks how much is held, and goes on from there too; a piece that comes twice
adds nothing, one that comes too early is told where the file stands. Pure.
"""

import re
from dataclasses import dataclass

_RANGE = re.compile(r"bytes ([0-9]{1,9})-([0-9]{1,9})/([0-9]{1,9})")


class UnreadableRange(ValueError):
    """The `Content-Range` is none, or does not fit the bytes it came with."""


class Gap(ValueError):
    """The piece begins beyond the `held` bytes there are."""

    def __init__(self, held: int) -> None:
        super().__init__(held)
        self.held = held


@dataclass(frozen=True, slots=True)
class Piece:
    """Some bytes of a file of `total` bytes, the first of them being number `start`."""

    start: int
    total: int
    content: bytes

    @property
    def stop(self) -> int:
        """The number of the byte after the last."""
        return self.start + len(self.content)

    def beyond(self, held: int) -> bytes:
        """What this piece adds to the first `held` bytes; raises `Gap`."""
        if self.start > held:
            raise Gap(held)
        return self.content[held - self.start :]


def read_piece(content_range: str, content: bytes) -> Piece:
    """The piece a request carries: `bytes <first>-<last>/<total>` and as many bytes."""
    found = _RANGE.fullmatch(content_range)
    if found is None:
        raise UnreadableRange("no range")
    first, last, total = (int(number) for number in found.groups())
    if not (first <= last < total and len(content) == last - first + 1):
        raise UnreadableRange("a range of other bytes")
    return Piece(first, total, content)
