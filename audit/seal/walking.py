"""Walking along the sealed tree: leaves, their entries and every signed root on the way.

No database: `follow` is given one stretch of the tree after another, and `tell` each finding.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from audit.seal.dropping import Dropping
from audit.seal.explaining import MOST_COMPARED, named, plain
from audit.seal.findings import Finding, Kind
from audit.seal.leaves import Row, hash_of
from audit.seal.merkle import Frontier, Part
from audit.seal.notes import KeyUnknown, NoteRefused, PublicKey, SignedRoot, open_checkpoint
from audit.seal.readings import Reading, Readings, Sealed
from audit.seal.sealing import AWAITED_FOR

Tell = Callable[[Finding], None]

_MOST_HELD = 20_000
_AHEAD = timedelta(minutes=1)
"""How far the database's clock may be set back between an entry and its seal."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Leaves `start` to `end` with their entries, and the checkpoints and kept subtrees that end
    among them."""

    start: int
    end: int
    leaves: Sequence[Row]
    checkpoints: Sequence[Row]
    kept: Mapping[Part, bytes]


class Walk:
    """A verification under way, from the tree whose edge is `edge` on.

    `trusted` are the keys that may have signed; `known` are checkpoints kept elsewhere;
    `dropping` knows what the retention dropped.
    """

    def __init__(
        self,
        edge: Frontier,
        trusted: Sequence[PublicKey],
        known: Iterable[SignedRoot],
        dropping: Dropping,
        tell: Tell,
    ) -> None:
        self.entries = self.checkpoints = self.erased = 0
        self.signed_at: datetime | None = None
        self.odd: list[Sealed] = []
        """Authentic leaves whose entries differ, for `explain`."""
        self._readings = Readings(edge)
        self._trusted = trusted
        self._dropping = dropping
        self._known: dict[int, list[SignedRoot]] = {}
        for one in known:
            self._known.setdefault(one.size, []).append(one)
        self._tell = tell
        self._newest = float("-inf")
        self._lost: tuple[int, int] | None = None
        self._failed: list[int] = []
        self._unsigned: dict[str, list[int]] = {}

    def follow(self, stretch: Stretch) -> None:
        """Verify the next stretch."""
        rows = self._one_each(stretch.leaves)
        roots = {row["size"]: row for row in stretch.checkpoints}
        for position in range(stretch.start, stretch.end):
            row = rows.get(position)
            if row is None:
                self._lose(position)
                self._readings.add_lost(stretch.kept)
            else:
                self._readings.add(self._sealed(row), stretch.kept)
            if position + 1 in roots:
                self._meet(roots[position + 1])
            for known in self._known.get(position + 1, ()):
                if not self._compare(known):
                    self._fork(known)
            if len(self._readings.held) >= _MOST_HELD:
                self._settle(self._readings.taken(), None, None)

    def end(self) -> None:
        """Tell what could only be told at the end."""
        self._end_lost()
        self._settle(self._readings.taken(), None, None)
        if self._failed:
            self._tell_rewritten(self._readings.agreed, self._failed[0])
        for finding in self._dropping.end():
            self._tell(finding)
        for reason, sizes in self._unsigned.items():
            several = f"{len(sizes)} of them, from size {sizes[0]} on"
            which = several if len(sizes) > 1 else f"that of size {sizes[0]}"
            self._tell(Finding(Kind.UNSIGNED, f"{which}: {reason}; name its key with --key"))

    def _one_each(self, leaves: Sequence[Row]) -> dict[int, Row]:
        """The row of each position; of two entries that bear its number the one that was sealed,
        and the other is told of."""
        rows: dict[int, Row] = {}
        for row in leaves:
            position = row["position"]
            if position in rows:
                one, other = rows[position], row
                if hash_of(other) == other["hash"]:
                    one, other = other, one
                rows[position] = one
                self._tell(Finding(Kind.ADDED, f"{named(other)} bears the number of another"))
            else:
                rows[position] = row
        return rows

    def _sealed(self, row: Row) -> Sealed:
        self._end_lost()
        if row["id"] is None:
            return Sealed(row["position"], row["sealed_seq"], row["hash"], None, None)
        self.entries += 1
        if row["details_hold"] is None:
            self.erased += 1
        elif not row["details_hold"]:
            self._tell(Finding(Kind.DETAILS, f"those of {named(row)} are not the sealed ones"))
        return Sealed(row["position"], row["sealed_seq"], row["hash"], row, hash_of(row))

    def _meet(self, row: Row) -> None:
        """Verify a checkpoint: its signature, its row, and that the tree has its root."""
        self.checkpoints += 1
        size = row["size"]
        try:
            signed = open_checkpoint(row["note"], self._trusted)
        except KeyUnknown as unknown:
            self._unsigned.setdefault(str(unknown), []).append(size)
            return
        except NoteRefused as refused:
            self._tell(Finding(Kind.CHECKPOINT, f"that of size {size}: {refused}"))
            return
        if (signed.size, signed.root, signed.at) != (size, row["root"], row["at"]):
            self._tell(Finding(Kind.CHECKPOINT, f"that of size {size} is not what it signed"))
        self.signed_at = signed.at
        if signed.size == size:
            self._compare(signed)

    def _compare(self, signed: SignedRoot) -> bool:
        """Whether the tree has the signed root, in whatever reading."""
        before = self._readings.agreed
        agreement = self._readings.agree(signed.root)
        if agreement is None:
            self._failed.append(signed.size)
            return False
        if agreement.reading is Reading.SUBTREES:
            self._tell_rewritten(before, self._failed[0] if self._failed else signed.size)
        for height, position in agreement.wrong:
            start = position << height
            leaves = f"leaves {start} to {start + (1 << height) - 1}"
            self._tell(Finding(Kind.SUBTREE, f"that of {leaves} is not what they give"))
        self._failed = []
        self._settle(self._readings.taken(), agreement.reading, signed.at)
        return True

    def _settle(
        self, held: list[Sealed], reading: Reading | None, sealed_at: datetime | None
    ) -> None:
        """Say what is to be said of leaves, once it is known who is right."""
        in_place = reading in (Reading.LEAVES, Reading.ENTRIES)
        for leaf in held:
            if leaf.entry is not None:
                self._dropping.keep(sealed_at)
            elif self._dropping.take(leaf.seq, sealed_at):
                continue
            if leaf.differs:
                self._differ(leaf, reading)
            elif leaf.entry is not None and sealed_at is not None and in_place:
                self._date(leaf.entry, sealed_at)
        if reading is Reading.IN_ORDER:
            for leaf, right in zip(held, sorted(held, key=lambda one: one.seq), strict=True):
                if leaf is not right:
                    text = f"position {leaf.position} has that of n° {leaf.seq}"
                    self._tell(Finding(Kind.REORDERED, f"{text}, n° {right.seq} was sealed there"))

    def _differ(self, leaf: Sealed, reading: Reading | None) -> None:
        if reading is Reading.ENTRIES and leaf.entry is not None:
            text = f"position {leaf.position}; {named(leaf.entry)} is what was sealed there"
            self._tell(Finding(Kind.LEAF_CHANGED, text))
        elif len(self.odd) < MOST_COMPARED:
            self.odd.append(leaf)
        else:
            self._tell(plain(leaf))

    def _date(self, entry: Row, sealed_at: datetime) -> None:
        """Compare the date of an entry with its seal: it is not much older than what was sealed
        before it, and not younger than the seal."""
        at: float = entry["seconds"]
        if at < self._newest - AWAITED_FOR.total_seconds():
            self._tell(Finding(Kind.MISDATED, f"{named(entry)} was sealed after much later ones"))
        elif at > (sealed_at + _AHEAD).timestamp():
            text = f"{named(entry)} was sealed before, at {sealed_at:%Y-%m-%dT%H:%M:%SZ}"
            self._tell(Finding(Kind.MISDATED, text))
        else:
            self._newest = max(self._newest, at)

    def _lose(self, position: int) -> None:
        self._lost = (self._lost[0] if self._lost else position, position)

    def _end_lost(self) -> None:
        if self._lost is None:
            return
        first, last = self._lost
        self._lost = None
        which = f"position {first}" if first == last else f"positions {first} to {last}"
        self._tell(Finding(Kind.LEAF_REMOVED, which))

    def _tell_rewritten(self, start: int, end: int) -> None:
        later = len(self._failed) - 1
        text = f"positions {start} to {end - 1} are not what the checkpoint of {end} signed"
        if later > 0:
            text += f", so that {later} later ones do not hold either"
        self._tell(Finding(Kind.REWRITTEN, text))

    def _fork(self, known: SignedRoot) -> None:
        text = f"the checkpoint of {known.size} kept elsewhere, of {known.at:%Y-%m-%dT%H:%M:%SZ}"
        self._tell(Finding(Kind.FORKED, f"{text}, has another root than this journal"))
