"""What a measurement says: spreads of times, tables, and targets that were met or missed."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Spread:
    """Milliseconds of many events: median, 95th and 99th percentile, and the slowest."""

    count: int
    p50: float
    p95: float
    p99: float
    most: float

    @classmethod
    def of(cls, milliseconds: Sequence[float]) -> "Spread":
        """The spread of at least one measured time."""
        ordered = sorted(milliseconds)
        p50, p95, p99 = (_rank(ordered, share) for share in (0.5, 0.95, 0.99))
        return cls(len(ordered), p50, p95, p99, ordered[-1])

    def cells(self) -> list[str]:
        """Its four times, for a table."""
        return [milliseconds(value) for value in (self.p50, self.p95, self.p99, self.most)]


SPREAD_COLUMNS = ["p50 ms", "p95 ms", "p99 ms", "most ms"]


def milliseconds(value: float) -> str:
    """`3.2`, `48`: as many digits as mean something."""
    return f"{value:.1f}" if value < 20 else f"{value:.0f}"


def _rank(ordered: Sequence[float], share: float) -> float:
    """The smallest value that `share` of all are not above (nearest rank)."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


@dataclass(frozen=True, slots=True)
class Target:
    """What was wanted of one figure, and whether it was so."""

    name: str
    wanted: str
    measured: str
    met: bool

    @classmethod
    def below(cls, name: str, measured: float, limit: float, unit: str) -> "Target":
        """A figure that must stay below `limit`."""
        shown = milliseconds(measured) if unit == "ms" else f"{measured:.0f}"
        return cls(name, f"< {limit:g} {unit}", f"{shown} {unit}", measured < limit)


@dataclass(slots=True)
class Section:
    """One part of the report: a table, how it was measured, its targets, and what went wrong."""

    title: str
    how: str
    columns: list[str]
    rows: list[list[str]] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
