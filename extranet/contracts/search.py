"""What a contract is found by: its customer's name, its number, or that of its sale.

Plain PostgreSQL, no extension: words are cut into trigrams that lie in a `text[]` under a GIN
index. Whatever holds all the trigrams of the words typed is found.
"""

import re
import unicodedata

LONGEST = 100
_WORD = re.compile(r"[a-z0-9]+")
_NUMBER = re.compile(r"(?:[cv][\s-]?)?(?:(\d{4})[\s-])?(\d{1,12})")
_SPELLED = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"})


def normalise(text: str) -> list[str]:
    """Return the words of `text` in lower case, without accents or punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_SPELLED))
    return _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))


def listed_name(first_name: str, last_name: str) -> str:
    """A customer as lists name and sort them: family name first."""
    return f"{last_name} {first_name}".strip()


def stored_tokens(customer_name: str, number: str) -> list[str]:
    """The tokens a contract is stored under, sorted, without repeats."""
    tokens: set[str] = set()
    for word in normalise(customer_name):
        tokens |= {f"^{word[:1]}", f"^{word[:2]}"} | _trigrams(word)
    year, rank = _number_parts(number) or ("", "")
    if rank:
        tokens |= {f"#{rank}", f"#{year}-{rank}"}
    return sorted(tokens)


def wanted_tokens(typed: str) -> list[str]:
    """The tokens a contract must hold to answer what was `typed`; empty when nothing is typed.

    A number, with or without its letter, year and zeros, is looked for as a number; words of one
    or two letters as the beginning of a word; longer ones anywhere in a word.
    """
    typed = typed[:LONGEST]
    if parts := _number_parts(typed):
        year, rank = parts
        return [f"#{year}-{rank}" if year else f"#{rank}"]
    tokens: set[str] = set()
    for word in normalise(typed):
        tokens |= _trigrams(word) if len(word) > 2 else {f"^{word}"}
    return sorted(tokens)


def _trigrams(word: str) -> set[str]:
    return {word[at : at + 3] for at in range(len(word) - 2)}


def _number_parts(text: str) -> tuple[str, str] | None:
    match = _NUMBER.fullmatch(text.strip().lower())
    return (match[1] or "", match[2].lstrip("0") or "0") if match else None
