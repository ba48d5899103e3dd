"""The alphabet of SMS (GSM 03.38): what fits one segment, and how to stay within it.

One letter outside of it turns the whole message into UCS-2, 70 letters a segment instead of 160.
"""

import unicodedata

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€")
_PLAINER = str.maketrans(
    {
        "\u00a0": " ",
        "\u202f": " ",
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "«": '"',
        "»": '"',
        "–": "-",
        "—": "-",
        "…": "...",
        "œ": "oe",
        "Œ": "OE",
        "•": "-",
    }
)


def to_gsm(text: str) -> str:
    """Return `text` with every letter that has a GSM neighbour replaced by it (ê → e, ’ → ').

    Letters of other scripts stay: the message is then sent as UCS-2.
    """
    return "".join(_nearest(letter) for letter in text.translate(_PLAINER))


def segments(text: str) -> int:
    """How many SMS `text` is charged as."""
    if all(letter in _BASIC or letter in _EXTENDED for letter in text):
        return _parts(sum(2 if letter in _EXTENDED else 1 for letter in text), 160, 153)
    return _parts(len(text.encode("utf-16-be")) // 2, 70, 67)


def _nearest(letter: str) -> str:
    if letter in _BASIC or letter in _EXTENDED:
        return letter
    bases = [
        part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part)
    ]
    return "".join(bases) if bases and _BASIC.issuperset(bases) else letter


def _parts(length: int, alone: int, joined: int) -> int:
    return 1 if length <= alone else -(-length // joined)
