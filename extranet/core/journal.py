"""What a unit of work hands to the action journal.

The journal itself is the `audit` room; the ground only knows the shape of an entry and the
database function `journal_record(jsonb)` that appends it, inside the transaction of the act.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from extranet.core.ids import new_id

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One act. `before` and `after` hold no personal value; those go to `personal`, which the
    database keeps apart, so that erasing a person leaves the entry whole."""

    act: str
    object_kind: str
    object_id: UUID | None
    before: Facts = field(default_factory=dict)
    after: Facts = field(default_factory=dict)
    personal: Facts = field(default_factory=dict)
    id: UUID = field(default_factory=new_id)

    def as_json(self) -> dict[str, Any]:
        """The entry as `journal_record` reads it."""
        return {
            "id": str(self.id),
            "act": self.act,
            "object_kind": self.object_kind,
            "object_id": None if self.object_id is None else str(self.object_id),
            "before": dict(self.before),
            "after": dict(self.after),
            "personal": dict(self.personal),
        }


@dataclass(frozen=True, slots=True)
class Who:
    """The snapshot of who acts, and from where; `behind` names who does so in their name."""

    name: str
    address: str
    device: str
    behind: str = ""

    def as_json(self) -> dict[str, str]:
        """The snapshot as `journal_record` keeps it; nobody behind leaves no trace."""
        who = {"name": self.name, "address": self.address, "device": self.device[:300]}
        return {**who, "behind": self.behind} if self.behind else who


def dump(entries: list[Entry], who: Who) -> str:
    """Return `entries` with the snapshot of who acts, as one JSON text."""
    return json.dumps(
        {"who": who.as_json(), "entries": [entry.as_json() for entry in entries]}, default=_plain
    )


def _plain(value: object) -> object:
    if isinstance(value, UUID | datetime | date):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"the journal cannot hold a {type(value).__name__}")
