"""What scripts and style sheets were joined into, and from exactly which sources.

`extranet.core.joining` writes this record at set-up; `extranet.core.assets` believes it only as
long as every source is still the same, so that a stale file is never served.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

FOLDER = "joined"
_RECORD = ".record"


@dataclass(frozen=True)
class Joined:
    """One run of the joiner. Paths are relative to `static/`."""

    maker: str
    """A hash of what joined them: its version and options."""
    sources: dict[str, str]
    """Every source that went in → its SHA-256."""
    files: dict[str, list[str]]
    """Entry → the file that replaces it, then the shared files that one imports."""

    def is_made_of(self, digest_of: Callable[[str], str | None]) -> bool:
        """Whether every source still has the digest it had."""
        return all(digest_of(source) == digest for source, digest in self.sources.items())


def read_record(static: Path) -> Joined | None:
    """The record of the last run that ended well, if there is one."""
    record = static / FOLDER / _RECORD
    if not record.exists():
        return None
    return Joined(**json.loads(record.read_text(encoding="utf-8")))


def write_record(static: Path, joined: Joined) -> None:
    """Keep the record beside the files; the last thing a run does."""
    (static / FOLDER / _RECORD).write_text(json.dumps(asdict(joined), indent=1), encoding="utf-8")
