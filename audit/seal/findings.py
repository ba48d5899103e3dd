"""What a verification of the journal finds, each with its name."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What happened to the journal, or to its seal."""

    CHANGED = "entry changed"
    REMOVED = "entry removed"
    ADDED = "entry added"
    RENUMBERED = "entry renumbered"
    MISDATED = "entry misdated"
    DETAILS = "details changed"
    LEAF_CHANGED = "leaf changed"
    LEAF_REMOVED = "leaf removed"
    LEAF_ADDED = "leaf added"
    REORDERED = "leaves re-ordered"
    REWRITTEN = "leaves rewritten"
    SUBTREE = "kept hash changed"
    CHECKPOINT = "checkpoint changed"
    HALF_DROPPED = "dropped in part"
    UNSIGNED = "checkpoint of an unknown key"
    TRUNCATED = "history cut short"
    FORKED = "another history"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was sealed, in words that name it."""

    kind: Kind
    text: str

    def __str__(self) -> str:
        # It quotes rows that somebody may have written to make a terminal hide them.
        plain = "".join(sign if sign.isprintable() else "\ufffd" for sign in self.text)
        return f"{self.kind}: {plain}"
