"""The entries that filters ask for, as SQL.

Each way of narrowing walks its own index, newest entry first, until enough are found.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from audit.acts import acts_about
from audit.filters import JournalFilters
from audit.objects import named_kinds

# Entries are numbered as they are begun and dated as they are written: two that are written at
# once may stand so far out of order.
_OUT_OF_ORDER = 1000


@dataclass(slots=True)
class Narrowing:
    """The query of at most `limit` entries, and its `parameters`; what uses it may bind more."""

    filters: JournalFilters
    limit: int
    parameters: list[object] = field(default_factory=list)

    @property
    def way(self) -> str:
        """Which way the numbers of the entries run."""
        return "ASC" if self.filters.before else "DESC"

    def bind(self, value: object) -> str:
        """The placeholder of another parameter."""
        self.parameters.append(value)
        return f"${len(self.parameters)}"

    def rows(self) -> str:
        """The entries. Of all that is asked for, what most leave few to look at is walked, and the
        rest compared on the way."""
        ways = list(self._ways())
        if not ways:
            where = _where([*self._turned(), *self._period()])
            return _sql("SELECT e.* FROM entry e", where, f"ORDER BY e.seq {self.way}", self._limit)
        (column, values), *others = ways
        return self._along(values, column, [f"e.{name} = ANY ({rest})" for name, rest in others])

    def _ways(self) -> Iterator[tuple[str, str]]:
        """Columns, the scarcest values first, and those of their values that are asked for."""
        filters = self.filters
        if filters.number:
            yield "object_id", self._objects()
        if filters.object_id:
            yield "object_id", self._of("uuid", filters.object_id)
        if filters.behind:
            yield "behind_id", self._of("uuid", filters.behind)
        if filters.person:
            yield "actor_id", self._of("uuid", filters.person)
        if filters.agency:
            yield "agency_id", self._of("uuid", filters.agency)
        if filters.act:
            yield "act", self._of("text", filters.act)
        if filters.role:
            yield "role", self._of("text", filters.role)
        if filters.subject:
            yield "act", self._of("text", *acts_about(filters.subject))

    def _of(self, kind: str, *values: object) -> str:
        return f"{self.bind(list(values))}::{kind}[]"

    def _along(self, values: str, column: str, conditions: list[str]) -> str:
        """The newest entries of each of a few values of `column`, merged.

        "e.column = value" is said as in `audit.telling`, for the same reason.
        """
        of_each = [f"e.{column} >= each.value", f"e.{column} <= each.value"]
        # The indexes hold their column upwards and the entries of one value downwards.
        order = "DESC" if self.filters.before else "ASC"
        return _sql(
            "SELECT found.* FROM",
            f"unnest({values})",
            "AS each (value) CROSS JOIN LATERAL (SELECT e.* FROM entry e",
            _where([*of_each, *conditions, *self._turned(), *self._period()]),
            f"ORDER BY e.{column} {order}, e.seq {self.way}",
            self._limit,
            f") found ORDER BY seq {self.way}",
            self._limit,
        )

    @property
    def _limit(self) -> str:
        return f"LIMIT {self.limit}"

    def _objects(self) -> str:
        """The ids of what bears the number asked for, with those its story goes on in."""
        number = self.bind(_numbers(self.filters.number))
        parts = []
        for kind in named_kinds():
            bears = _sql("FROM", kind.table, f"WHERE {kind.column} = ANY ({number}::text[])")
            parts.append(_sql("SELECT id", bears))
            if kind.related:
                parts.append(_sql("SELECT", kind.related, bears))
        return f"ARRAY({' UNION '.join(parts) or 'SELECT NULL::uuid'})"

    def _turned(self) -> list[str]:
        if self.filters.before:
            return [f"e.seq > {self.bind(self.filters.before)}"]
        if self.filters.after:
            return [f"e.seq < {self.bind(self.filters.after)}"]
        return []

    def _period(self) -> list[str]:
        """The days asked for, and the numbers their entries lie between, found by date."""
        start, end = self.filters.between
        conditions = []
        if start:
            day = self.bind(start)
            first = _sql("SELECT f.seq FROM entry f WHERE f.at >=", day, "ORDER BY f.at LIMIT 1")
            conditions += [f"e.at >= {day}", f"e.seq >= ({first}) - {_OUT_OF_ORDER}"]
        if end:
            day = self.bind(end)
            last = _sql("SELECT l.seq FROM entry l WHERE l.at <", day, "ORDER BY l.at DESC LIMIT 1")
            conditions += [f"e.at < {day}", f"e.seq <= ({last}) + {_OUT_OF_ORDER}"]
        return conditions


def _numbers(typed: str) -> list[str]:
    """The numbers meant: a sale's and its contract's differ by their first letter alone."""
    if typed[:2] in ("V-", "C-"):
        return [f"V-{typed[2:]}", f"C-{typed[2:]}"]
    return [typed]


def _sql(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _where(conditions: list[str]) -> str:
    return f"WHERE {' AND '.join(conditions)}" if conditions else ""
