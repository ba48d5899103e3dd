"""A file comes whole out of its pieces, whatever the network does to them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extranet.documents.pieces import Gap, Piece, UnreadableRange, read_piece


class Server:
    """What a server holds of one file; its replies may get lost."""

    def __init__(self) -> None:
        self.held = b""

    def take(self, piece: Piece) -> int:
        self.held += piece.beyond(len(self.held))
        return len(self.held)


@given(
    content=st.binary(min_size=1, max_size=60),
    pieces=st.lists(st.tuples(st.integers(0, 59), st.integers(1, 60)), max_size=60),
)
def test_any_pieces_in_any_order_leave_the_beginning_of_the_file(
    content: bytes, pieces: list[tuple[int, int]]
) -> None:
    server, reach = Server(), 0
    for start, length in pieces:
        part = content[start : start + length]
        if not part:
            continue
        try:
            server.take(Piece(start, len(content), part))
        except Gap as gap:
            assert start > gap.held == reach
        else:
            reach = max(reach, start + len(part))
        assert server.held == content[:reach]


@given(
    content=st.binary(min_size=1, max_size=60),
    size=st.integers(1, 20),
    fates=st.lists(st.sampled_from(["comes", "is lost", "comes twice", "reply lost"]), max_size=40),
)
def test_a_sender_that_asks_where_to_go_on_always_ends(
    content: bytes, size: int, fates: list[str]
) -> None:
    server, offset, sent = Server(), 0, 0
    for fate in [*fates, *["comes"] * len(content)]:
        if len(server.held) == len(content):
            break
        piece = Piece(offset, len(content), content[offset : offset + size])
        sent += 1
        if fate == "is lost":
            continue
        held = server.take(piece)
        if fate == "comes twice":
            held = server.take(piece)
        # Without a reply the sender says the same again, or begins anew and asks.
        offset = offset if fate == "reply lost" else held
    assert server.held == content
    assert sent <= len(fates) + len(content)


def test_a_range_names_its_bytes() -> None:
    piece = read_piece("bytes 3-5/9", b"abc")
    assert (piece.start, piece.stop, piece.total) == (3, 6, 9)


@pytest.mark.parametrize(
    ("written", "content"),
    [
        ("", b"abc"),
        ("bytes 3-5/*", b"abc"),
        ("bytes 3-5/9", b"ab"),
        ("bytes 3-2/9", b""),
        ("bytes 7-9/9", b"abc"),
        ("items 3-5/9", b"abc"),
        ("bytes 3-5/9 ", b"abc"),
        ("bytes ٣-5/9", b"abc"),
        ("bytes 0-9999999999/99999999999", b"abc"),
    ],
)
def test_a_range_of_other_bytes_is_refused(written: str, content: bytes) -> None:
    with pytest.raises(UnreadableRange):
        read_piece(written, content)
