"""What a photo must be: a JPEG of modest size that says nothing but its picture.

Read marker by marker, never decoded: a picture that a browser shows badly harms nobody, whereas
a decoder fed by strangers may. Where a photo was taken, with which device and when lies in its
metadata; a photo that carries any is refused, because the tablet takes it out.
"""

import re

MOST_BYTES = 4_000_000
LONGEST_SIDE = 1600
"""Pixels; the tablet shrinks to this."""

_START, _END = b"\xff\xd8", b"\xff\xd9"
# In the scan, a marker is 0xFF before anything but a stuffed zero, a restart or another 0xFF.
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
_SCAN = 0xDA
# Comments, and every APP segment but JFIF, the colour profile and Adobe's note on colours.
_METADATA = frozenset({0xFE, *range(0xE0, 0xF0)}) - {0xE0, 0xE2, 0xEE}


class NotAPhoto(ValueError):
    """The bytes are no photo we keep; `code` is `not_jpeg`, `too_large` or `metadata`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def check_photo(content: bytes, most_bytes: int = MOST_BYTES) -> None:
    """Raise `NotAPhoto` for what is no JPEG, is larger than the limits, or tells more than its
    picture."""
    if len(content) > most_bytes:
        raise NotAPhoto("too_large")
    if not (content.startswith(_START) and content.endswith(_END)):
        raise NotAPhoto("not_jpeg")
    place, end, framed, scanned = 2, len(content) - 2, False, False
    while place < end:
        if content[place] != 0xFF:
            raise NotAPhoto("not_jpeg")
        kind, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4], "big")
        if kind < 0xC0 or kind == 0xFF or length < 2 or place + 2 + length > end:
            raise NotAPhoto("not_jpeg")
        if kind in _METADATA:
            raise NotAPhoto("metadata")
        if kind in _FRAMES:
            _check_frame(content[place + 4 : place + 2 + length])
            framed = True
        place += 2 + length
        if kind == _SCAN:
            scanned = True
            place = _after_scan(content, place)
    if place != end or not (framed and scanned):
        raise NotAPhoto("not_jpeg")


def _check_frame(frame: bytes) -> None:
    height, width = int.from_bytes(frame[1:3], "big"), int.from_bytes(frame[3:5], "big")
    if not height or not width:
        raise NotAPhoto("not_jpeg")
    if max(height, width) > LONGEST_SIDE:
        raise NotAPhoto("too_large")


def _after_scan(content: bytes, place: int) -> int:
    found = _MARKER.search(content, place)
    if found is None:
        raise NotAPhoto("not_jpeg")
    return found.start()
