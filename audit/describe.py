"""An entry of the journal as a sentence that somebody at a desk can read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from audit.acts import ACTS
from audit.words import fact_name, fact_words
from extranet.core.i18n import french_typography

_ACTORS = {
    "worker": ("Le système", "The system"),
    "customer": ("Le client", "The customer"),
    "visitor": ("Un visiteur", "A visitor"),
}
_ERASED = ("Une personne effacée", "An erased person")
_BY_ROLE = {
    "adviser": ("Un conseiller", "An adviser"),
    "referent": ("Un conseiller référent", "A referent adviser"),
    "manager": ("Un responsable d’agence", "An agency manager"),
    "back_office": ("Une personne du back-office", "Somebody of the back office"),
    "back_office_lead": ("Un responsable back-office", "A back-office lead"),
    "administrator": ("Un administrateur", "An administrator"),
    "auditor": ("Un auditeur", "An auditor"),
}
"""What is left of somebody whose name went with the details of what they did."""
_VOWELS = tuple("aeiouyàâäæéèêëîïôöœùûü")
_FIELD = re.compile(r"\{[a-z_]+\}")
_SPACES = re.compile(r" {2,}| (?=[,.])")


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as it is read: who did what to what, with the facts before and after.

    `name` is the snapshot of who acted, or what other entries call them, empty once neither is
    kept; `erased` says that they themselves were erased. `number` names the object. `behind` is the
    name of somebody of the back office who acted in theirs, `behind_id` who that is.
    """

    seq: int
    id: UUID
    at: datetime
    act: str
    actor_id: UUID | None
    actor_kind: str
    role: str
    name: str
    agency_id: UUID | None
    object_kind: str
    object_id: UUID | None
    number: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    personal: Mapping[str, Any]
    address: str
    device: str
    digest: str
    behind_id: UUID | None = None
    behind: str = ""
    erased: bool = False


def who(entry: Told, locale: str) -> str:
    """The name of who acted, or what they are where nobody has a name."""
    if entry.name and entry.actor_kind not in ("worker", "customer"):
        return entry.name
    left = _ERASED if entry.erased else _BY_ROLE.get(entry.role, _ERASED)
    return _ACTORS.get(entry.actor_kind, left)[1 if locale == "en" else 0]


def describe(entry: Told, locale: str) -> str:
    """Return the sentence of `entry`, with its full stop; an act of an older Palier is named."""
    facts = {**entry.before, **entry.after}
    words = _Blanks({name: fact_words(name, value, locale) for name, value in facts.items()})
    words |= {"who": _subject(entry, locale), "number": entry.number or words["number"]}
    pair = ACTS.get(entry.act, ("{who} : " + entry.act, "{who}: " + entry.act))
    sentence = pair[1 if locale == "en" else 0].format_map(words)
    sentence = _SPACES.sub(lambda match: " " if match[0].startswith("  ") else "", sentence)
    sentence = sentence.strip() + "."
    return sentence if locale == "en" else french_typography(sentence)


@cache
def act_label(act: str, locale: str) -> str:
    """What an act is called where it is chosen from others: its sentence, without what differs."""
    sentence = ACTS[act][1 if locale == "en" else 0]
    label = _FIELD.sub("…", sentence).removeprefix("… ").replace("… …", "…")
    label = label[:1].upper() + label[1:]
    return label if locale == "en" else french_typography(label)


def _subject(entry: Told, locale: str) -> str:
    """Who acted, and in whose name where it was not their own."""
    name = who(entry, locale)
    if entry.behind_id is None:
        return name
    behind = entry.behind or _ERASED[1 if locale == "en" else 0]
    if locale == "en":
        return f"{behind}, in the name of {name},"
    of = "d’" if name.lower().startswith(_VOWELS) else "de "
    return f"{behind}, au nom {of}{name},"


@dataclass(frozen=True, slots=True)
class Change:
    """One fact of an entry, before and after the act."""

    name: str
    before: str
    after: str


def changes(entry: Told, locale: str) -> list[Change]:
    """The facts of `entry`, personal ones included, in words."""
    after = {**entry.after, **entry.personal}
    return [
        Change(
            fact_name(name, locale),
            fact_words(name, entry.before.get(name), locale),
            fact_words(name, after.get(name), locale),
        )
        for name in {**entry.before, **after}
    ]


class _Blanks(dict[str, str]):
    """The words of a sentence; what is not known leaves its place empty."""

    def __missing__(self, key: str) -> str:
        return ""
