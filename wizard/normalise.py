"""Answers in one form, whatever way they were typed. The same on the tablet: normalise.js.

Normalising never refuses: what it cannot read it leaves, and the checks say what is wrong.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from wizard.journey import Field, Normaliser
from wizard.phones import Phone, read_phone
from wizard.photo_answer import in_one_form

SPACES = re.compile(r"[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
LINE_BREAKS = re.compile(r"\r\n|[\n-\r\x85\u2028\u2029]")
# Controls, invisible and direction-changing characters, tags, halves of a pair: they carry no
# meaning in an answer and can make it read as something else.
UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    r"\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
WRITTEN_DATE = re.compile(r"([0-9]{1,2})[/. -]([0-9]{1,2})[/. -]([0-9]{4})")
DIALLED_DATE = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")
UPPER = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


def line(text: str) -> str:
    """One line: NFC, single plain spaces, nothing invisible, trimmed."""
    seen = SPACES.sub(" ", UNSEEN.sub("", text))
    return unicodedata.normalize("NFC", seen).strip(" ")


def block(text: str) -> str:
    """Several lines, each as `line`; at most one empty line between two."""
    lines = "\n".join(line(part) for part in LINE_BREAKS.split(text))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n")


def compact(text: str) -> str:
    """Without spaces."""
    return text.replace(" ", "")


def email(text: str) -> str:
    """Domain in lower case; the part before it belongs to its owner."""
    local, at, domain = text.rpartition("@")
    return local + at + domain.translate(LOWER)


def phone(text: str) -> str:
    """E.164 where the number can exist in France."""
    found = read_phone(text)
    return found.e164 if isinstance(found, Phone) else text


def date(text: str) -> str:
    """`27/3/1968`, `27031968` → `1968-03-27`; whether the day exists is checked later."""
    found = WRITTEN_DATE.fullmatch(text) or DIALLED_DATE.fullmatch(text)
    return f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}" if found else text


def iban(text: str) -> str:
    """Capitals, without the spaces, dots and hyphens of print."""
    return re.sub(r"[ .-]", "", text).translate(UPPER)


NORMALISERS: dict[Normaliser, Callable[[str], str]] = {
    "line": line,
    "block": block,
    "compact": compact,
    "email": email,
    "phone": phone,
    "date": date,
    "iban": iban,
}


def normalise(field: Field, value: Any) -> Any:
    """The value in its one form; None where there is no answer. Not-strings come back as they
    are, for the schema to refuse; what names no photos comes back as False."""
    if field.type == "photo":
        return in_one_form(value)
    if not isinstance(value, str):
        return value
    for name in field.normalise:
        value = NORMALISERS[name](value)
    return value or None
