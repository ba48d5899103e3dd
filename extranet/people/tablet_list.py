"""Somebody's tablets, as pages list them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

TABLETS = """
(SELECT coalesce(json_agg(json_build_object(
        'id', t.id, 'name', t.name, 'registered_at', t.registered_at, 'seen_at', t.seen_at,
        'revoked_at', t.revoked_at, 'wiped_at', t.wiped_at,
        'revoked_by', (SELECT r.first_name || ' ' || r.last_name FROM person r
            WHERE r.id = t.revoked_by)
    ) ORDER BY t.revoked_at IS NOT NULL, t.wiped_at IS NOT NULL, t.seen_at DESC, t.id), '[]')
    FROM tablet t WHERE t.person_id = {person})
"""
"""A column for `read_tablets`: the tablets of `{person}`, those in use first, wiped ones last."""


class TabletState(StrEnum):
    """In use; or revoked and not heard of since, in contact again, or known to be wiped."""

    IN_USE = "in_use"
    SILENT = "silent"
    BACK = "back"
    WIPED = "wiped"


@dataclass(frozen=True, slots=True)
class ListedTablet:
    """A tablet: `name` is the browser's own words and may be empty; `revoked_by` is empty for
    readers who may not know who that is."""

    id: UUID
    name: str
    registered_at: datetime
    seen_at: datetime
    revoked_at: datetime | None
    revoked_by: str
    wiped_at: datetime | None

    @property
    def state(self) -> TabletState:
        """Where the tablet stands; it says itself that it is wiped, or nobody knows."""
        if self.revoked_at is None:
            return TabletState.IN_USE
        if self.wiped_at is not None:
            return TabletState.WIPED
        return TabletState.BACK if self.seen_at > self.revoked_at else TabletState.SILENT


def read_tablets(found: list[dict[str, Any]]) -> list[ListedTablet]:
    """The tablets of a column `TABLETS`, its JSON read."""
    return [
        ListedTablet(
            id=UUID(one["id"]),
            name=one["name"],
            registered_at=datetime.fromisoformat(one["registered_at"]),
            seen_at=datetime.fromisoformat(one["seen_at"]),
            revoked_at=_instant(one["revoked_at"]),
            revoked_by=one["revoked_by"] or "",
            wiped_at=_instant(one["wiped_at"]),
        )
        for one in found
    ]


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
