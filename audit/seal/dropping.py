"""Whether entries that are missing are those the retention dropped, or hide behind them.

The retention drops whole months from the beginning of the journal on, none of which is younger than
six months, and says in an entry of its own how many entries went in all and up to which number. So
what went is old, has nothing before it that is still there, and is no more than was said.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from audit.seal.explaining import named
from audit.seal.findings import Finding, Kind
from audit.seal.leaves import Row, hash_of
from audit.seal.sealing import AWAITED_FOR

YOUNGEST = timedelta(days=150)
"""What was sealed later than so long before a drop cannot have been in it: six months, less what a
seal may be late."""


@dataclass(frozen=True, slots=True)
class Drop:
    """What an entry says of all that was dropped until it was written."""

    name: str
    at: datetime
    entries: int
    last_seq: int


def newest_drop(rows: Sequence[Row], highest: int) -> Drop | None:
    """The newest of the entries that say what was dropped: one that is what was sealed, or that
    waits for its seal, beyond `highest`."""
    for row in rows:
        if row["hash"] == hash_of(row) if row["hash"] else row["seq"] > highest:
            at = datetime.fromisoformat(row["at"])
            return Drop(named(row), at, row["dropped"] or 0, row["last_seq"] or 0)
    return None


class Dropping:
    """Follows the leaves in their order, those whose entry is there and those whose is not."""

    def __init__(self, drop: Drop | None) -> None:
        self.entries = 0
        """Entries that were dropped, as far as they were told of."""
        self._drop = drop
        self._oldest_there: datetime | None = None
        self._among_others: list[int] = []

    def keep(self, sealed_at: datetime | None) -> None:
        """An entry is there that was sealed at that time, or between roots that nobody signed."""
        self._oldest_there = self._oldest_there or sealed_at

    def take(self, seq: int, sealed_at: datetime | None) -> bool:
        """Whether the entry that is not there may have been dropped: its number was, and it was
        old enough."""
        drop = self._drop
        if drop is None or seq > drop.last_seq:
            return False
        if sealed_at is not None and sealed_at > drop.at - YOUNGEST:
            return False
        self.entries += 1
        there = self._oldest_there
        if there is not None and sealed_at is not None and sealed_at > there + AWAITED_FOR:
            self._among_others.append(seq)
        return True

    def end(self) -> Iterator[Finding]:
        """What can only be told once all leaves were followed."""
        if self._drop is None:
            return
        if self._among_others:
            first, many = self._among_others[0], len(self._among_others)
            text = f"{many} entries from n° {first} on are gone, and older ones are there"
            yield Finding(Kind.HALF_DROPPED, f"{text}, though {self._drop.name} says dropped")
        if self.entries > self._drop.entries:
            text = f"{self.entries} entries are gone, of which {self._drop.name}"
            yield Finding(Kind.HALF_DROPPED, f"{text} says that {self._drop.entries} were dropped")
