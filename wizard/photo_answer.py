"""What an answer of kind `photo` may hold: `[{sha256, bytes, type}, …]`, the photos themselves not.

The same on the tablet: static/js/tablet/photo_answer.js. How many there may be, the schema says.
"""

import re
from collections.abc import Mapping
from typing import Any

from extranet.core.jpeg import MOST_BYTES

TYPE = "image/jpeg"
_HASH = re.compile(r"[0-9a-f]{64}")


def in_one_form(value: Any) -> list[dict[str, Any]] | bool | None:
    """The answer with each photo once, None for no photo, False for what names no photos."""
    if value is None or value in ("", []):
        return None
    if not isinstance(value, list):
        return False
    photos: dict[str, dict[str, Any]] = {}
    for raw in value:
        photo = _photo(raw)
        if photo is None:
            return False
        photos.setdefault(photo["sha256"], photo)
    return list(photos.values())


def _photo(raw: Any) -> dict[str, Any] | None:
    if not isinstance(raw, Mapping) or set(raw) != {"sha256", "bytes", "type"}:
        return None
    sha256, size = raw["sha256"], raw["bytes"]
    if isinstance(size, float) and size.is_integer():
        size = int(size)  # 1.0 and 1 are the same number on a tablet
    if not (isinstance(sha256, str) and _HASH.fullmatch(sha256) and raw["type"] == TYPE):
        return None
    if type(size) is not int or not 1 <= size <= MOST_BYTES:
        return None
    return {"sha256": sha256, "bytes": size, "type": TYPE}
