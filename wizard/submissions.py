"""What a tablet hands over: one step of one sale, read from a request that may hold anything."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from extranet.core.vault import vault
from wizard.cart import SAFE_INTEGER
from wizard.problems import Problem

LONGEST_ID = 100
_LAST_VERSION = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Submission:
    """One submitted step. `digest` tells a repeat from another content under the same id."""

    id: UUID
    sale: UUID
    journey: str
    version: int
    step: str
    seq: int
    answers: Mapping[str, Any]
    captured_at: datetime
    digest: bytes

    @property
    def order(self) -> tuple[int, UUID]:
        """Its place among the submissions of its step: by `seq`, by id where two devices tie."""
        return self.seq, self.id


def read_submission(raw: Mapping[str, Any]) -> Submission | Problem:
    """Read one submission of a batch; a problem names the part that cannot be read."""
    readings: dict[str, Any] = {
        "id": _id(raw.get("id")),
        "sale": _id(raw.get("sale")),
        "journey": _name(raw.get("journey")),
        "version": _whole(raw.get("version"), _LAST_VERSION),
        "step": _name(raw.get("step")),
        "seq": _whole(raw.get("seq"), SAFE_INTEGER),
        "answers": raw["answers"] if isinstance(raw.get("answers"), dict) else None,
        "captured_at": read_instant(raw.get("captured_at")),
    }
    for part, value in readings.items():
        if value is None:
            return Problem("", "unreadable", {"part": part})
    return Submission(**readings, digest=_digest(raw))


def _digest(raw: Mapping[str, Any]) -> bytes:
    """Everything but the time of capture, which a tablet may stamp again."""
    said = {key: raw[key] for key in ("id", "sale", "journey", "version", "step", "seq", "answers")}
    return vault().fingerprint(json.dumps(said, sort_keys=True, separators=(",", ":")).encode())


def _id(value: Any) -> UUID | None:
    try:
        return (
            UUID(value) if isinstance(value, str) and len(value) == len(str(UUID(int=0))) else None
        )
    except ValueError:
        return None


def _name(value: Any) -> str | None:
    return value if isinstance(value, str) and 0 < len(value) <= LONGEST_ID else None


def _whole(value: Any, most: int) -> int | None:
    return value if type(value) is int and 1 <= value <= most else None


def read_instant(value: Any) -> datetime | None:
    """A moment that a tablet wrote down; None for anything else."""
    try:
        read = datetime.fromisoformat(value) if isinstance(value, str) else None
        return read.astimezone(UTC) if read is not None and read.tzinfo else None
    except (ValueError, OverflowError):
        return None
