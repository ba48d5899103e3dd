"""Text made fit to print: what the embedded fonts can show, nothing that hides or reorders, and
words that can break.

PDF/A forbids a glyph that no font has, so a character outside the known ranges prints as □; the
evidence file keeps the original. Bidirectional overrides and control characters are taken out:
they could make a name read as something else.
"""

import re
import unicodedata
from typing import Any

MISSING = "\u25a1"
"""What stands for a character the fonts do not have."""

_RANGES = (
    "20-7e a0-ac ae-36f 384-38a 38c 38e-3a1 3a3-3ce 400-45f 490-4c4 531-556 561-587 5b0-5c3"
    " 5d0-5ea 5f0-5f4 60c 61b 61f 621-63a 640-655 660-66d 67e 686 691 698 6a4 6a9 6af 6cc 6f0-6f9"
    " 10d0-10f0 1e00-1eff 2010-2027 202f-2037 2039-203a 2044 2070-2071 2074-208e 20a0-20b5 2116"
    " 2122 2126 2153-215e 2190-2199 2212 221e 2248 2260 2264-2265 25a0-25a1 25cf 2605-2606"
    " 2713-2717 fb01-fb02 fffd"
)
# The accents of living languages that the fonts can set on any letter; composed ones (é) are
# letters of their own. Piled up they would cover the lines above and below.
_ACCENT_RANGES = "300-304 306-30c 30f 311 31b 323-328 32d-32e 330-331"
_MOST_ACCENTS = 2
_LONG_WORD = re.compile(r"[^\s\u200b]{41,}")
_ADDRESS = re.compile(r"https?://[!-~]+")
_CHUNK = 16


def _characters(ranges: str) -> frozenset[str]:
    known: set[str] = set()
    for part in ranges.split():
        first, _, last = part.partition("-")
        known.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return frozenset(known)


ACCENTS = _characters(_ACCENT_RANGES)
PRINTABLE = _characters(_RANGES) | ACCENTS


def clean(text: str) -> str:
    """`text` on one line, composed (NFC), printable, its very long words given places to break."""
    kept: list[str] = []
    accents = 0
    for character in unicodedata.normalize("NFC", text):
        accents = accents + 1 if character in ACCENTS else 0
        if accents > _MOST_ACCENTS:
            continue
        if character in PRINTABLE:
            kept.append(character)
        elif character.isspace():
            kept.append(" ")
        elif unicodedata.category(character) not in ("Cc", "Cf", "Mn"):
            kept.append(MISSING)
    return _LONG_WORD.sub(_breakable, "".join(kept))


def clean_all(value: Any) -> Any:
    """Every string inside lists and dictionaries, cleaned; keys are left alone."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: clean_all(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [clean_all(item) for item in value]
    return value


def shortened(text: str, limit: int) -> str:
    """`text`, cut with an ellipsis when longer than `limit` characters."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _breakable(match: re.Match[str]) -> str:
    word = match.group()
    if _ADDRESS.fullmatch(word.rstrip(".,;)")):
        return word
    return "\u200b".join(word[at : at + _CHUNK] for at in range(0, len(word), _CHUNK))
