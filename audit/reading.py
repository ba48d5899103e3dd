"""Reading the journal, newest first: one query, which also journals that it was read.

Each way of narrowing walks its own index, newest entry first, until the page is full.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from audit.acts import acts_about
from audit.describe import Told
from audit.filters import JournalFilters
from audit.objects import named_kinds
from extranet.core.database import UnitOfWork

PAGE = 50
_LIMIT = f"LIMIT {PAGE + 1}"
# Entries are numbered as they are begun and dated as they are written: two that are written at
# once may stand so far out of order.
_OUT_OF_ORDER = 1000

# "= person" is said so that only the index that begins with the person gives the order: walking
# the journal back to somebody's last entry would cost as much as others have written since.
_LATEST = """
SELECT e.id FROM entry e WHERE e.actor_id >= {person} AND e.actor_id <= {person}
ORDER BY e.actor_id, e.seq DESC LIMIT 1
"""

# One probe of an index per person, up to 300 of them, however many entries there are.
_PEOPLE = f"""
WITH RECURSIVE acted AS (
    (SELECT actor_id FROM entry WHERE actor_id IS NOT NULL ORDER BY actor_id LIMIT 1)
    UNION ALL
    SELECT (SELECT e.actor_id FROM entry e WHERE e.actor_id > acted.actor_id
        ORDER BY e.actor_id LIMIT 1)
    FROM acted WHERE acted.actor_id IS NOT NULL
)
SELECT coalesce(json_agg(json_build_object('id', actor_id, 'name', name) ORDER BY name), '[]')
FROM (
    SELECT a.actor_id, d.content ->> 'name' AS name
    FROM acted a CROSS JOIN LATERAL ({_LATEST.format(person="a.actor_id")}) latest
    JOIN entry_details d ON d.entry_id = latest.id
    LIMIT 300
) people WHERE name <> ''
"""  # noqa: S608 (our own constants)

# Whoever signs in is nobody yet: their name is that of the session's person.
_SIGNED_IN = "(p.facts -> 'after' ->> 'person')::uuid"
_NAME = f"""
coalesce(nullif(d.content ->> 'name', ''), (
    SELECT o.content ->> 'name' FROM ({_LATEST.format(person=_SIGNED_IN)}) latest
    JOIN entry_details o ON o.entry_id = latest.id
), '')
"""  # noqa: S608 (our own constants)


@dataclass(frozen=True, slots=True)
class JournalPage:
    """One page of entries; `previous` and `following` are URLs. `people` are ids and names."""

    entries: list[Told]
    people: list[tuple[str, str]]
    previous: str
    following: str


async def read_journal(work: UnitOfWork, filters: JournalFilters) -> JournalPage:
    """Read the page that `filters` ask for, and journal that it was read."""
    entry = work.view("journal:read", "entry", None, facts=filters.query())
    text, parameters = journal_query(filters, entry)
    row = await work.one_or_404(text, *parameters)
    found = [_told(one) for one in json.loads(row["entries"])]
    more, shown = len(found) > PAGE, found[:PAGE]
    if filters.before:
        shown.reverse()
    turned = bool(filters.before or filters.after)
    back = more if filters.before else turned
    on = True if filters.before else more
    return JournalPage(
        entries=shown,
        people=[(one["id"], one["name"]) for one in json.loads(row["people"])],
        previous=filters.url(before=shown[0].seq) if shown and back else "",
        following=filters.url(after=shown[-1].seq) if shown and on else "",
    )


def journal_query(filters: JournalFilters, entry: str) -> tuple[str, list[object]]:
    """The one query of the page `filters` ask for, and its parameters; journals `entry`."""
    query = _Query(filters)
    return query.text(entry), query.parameters


@dataclass(slots=True)
class _Query:
    filters: JournalFilters
    parameters: list[object] = field(default_factory=list)

    def text(self, entry: str) -> str:
        journal = self._bind(entry)
        return " ".join(
            (
                "WITH p AS MATERIALIZED (",
                self._rows(),
                ") SELECT",
                f"journal_record({journal}::jsonb) AS journalled,",
                "(SELECT coalesce(json_agg(json_build_object('seq', p.seq, 'at', p.at, 'act',",
                "p.act, 'actor_id', p.actor_id, 'actor_kind', p.actor_kind, 'role', p.role,",
                "'behind_id', p.behind_id,",
                "'object_kind', p.object_kind, 'facts', p.facts,",
                "'digest', encode(p.details_digest, 'hex'), 'details', d.content,",
                f"'name', {_NAME}, 'number', {_number()})",
                f"ORDER BY p.seq {self._way}), '[]')",
                "FROM p LEFT JOIN entry_details d ON d.entry_id = p.id) AS entries,",
                f"({_PEOPLE}) AS people",
            )
        )

    @property
    def _way(self) -> str:
        return "ASC" if self.filters.before else "DESC"

    @property
    def _order(self) -> str:
        """The indexes hold their column upwards and the entries of one value downwards."""
        return "DESC" if self.filters.before else "ASC"

    def _bind(self, value: object) -> str:
        self.parameters.append(value)
        return f"${len(self.parameters)}"

    def _rows(self) -> str:
        acts = acts_about(self.filters.subject) if self.filters.subject else []
        if self.filters.number:
            return self._along(self._objects(), "object_id", self._person() + self._acts(acts))
        if self.filters.person:
            person = self._bind([self.filters.person])
            return self._along(f"unnest({person}::uuid[])", "actor_id", self._acts(acts))
        if acts:
            return self._along(f"unnest({self._bind(acts)}::text[])", "act", [])
        where = _where([*self._turned(), *self._period()])
        return _sql("SELECT e.* FROM entry e", where, f"ORDER BY e.seq {self._way}", _LIMIT)

    def _along(self, values: str, column: str, conditions: list[str]) -> str:
        """The newest entries of each of a few values of `column`, merged.

        "e.column = value" is said as in `_LATEST`, for the same reason.
        """
        of_each = [f"e.{column} >= each.value", f"e.{column} <= each.value"]
        return _sql(
            "SELECT found.* FROM",
            values,
            "AS each (value) CROSS JOIN LATERAL (SELECT e.* FROM entry e",
            _where([*of_each, *conditions, *self._turned(), *self._period()]),
            f"ORDER BY e.{column} {self._order}, e.seq {self._way}",
            _LIMIT,
            f") found ORDER BY seq {self._way}",
            _LIMIT,
        )

    def _objects(self) -> str:
        """The ids of what bears the number asked for, with those its story goes on in."""
        number = self._bind(_numbers(self.filters.number))
        parts = []
        for kind in named_kinds():
            bears = _sql("FROM", kind.table, f"WHERE {kind.column} = ANY ({number}::text[])")
            parts.append(_sql("SELECT id", bears))
            if kind.related:
                parts.append(_sql("SELECT", kind.related, bears))
        return f"({' UNION '.join(parts) or 'SELECT NULL::uuid'})"

    def _person(self) -> list[str]:
        person = self.filters.person
        return [f"e.actor_id = {self._bind(person)}"] if person else []

    def _acts(self, acts: list[str]) -> list[str]:
        return [f"e.act = ANY ({self._bind(acts)}::text[])"] if acts else []

    def _turned(self) -> list[str]:
        if self.filters.before:
            return [f"e.seq > {self._bind(self.filters.before)}"]
        if self.filters.after:
            return [f"e.seq < {self._bind(self.filters.after)}"]
        return []

    def _period(self) -> list[str]:
        """The days asked for, and the numbers their entries lie between, found by date."""
        start, end = self.filters.between
        conditions = []
        if start:
            day = self._bind(start)
            first = _sql("SELECT f.seq FROM entry f WHERE f.at >=", day, "ORDER BY f.at LIMIT 1")
            conditions += [f"e.at >= {day}", f"e.seq >= ({first}) - {_OUT_OF_ORDER}"]
        if end:
            day = self._bind(end)
            last = _sql("SELECT l.seq FROM entry l WHERE l.at <", day, "ORDER BY l.at DESC LIMIT 1")
            conditions += [f"e.at < {day}", f"e.seq <= ({last}) + {_OUT_OF_ORDER}"]
        return conditions


def _numbers(typed: str) -> list[str]:
    """The numbers meant: a sale's and its contract's differ by their first letter alone."""
    if typed[:2] in ("V-", "C-"):
        return [f"V-{typed[2:]}", f"C-{typed[2:]}"]
    return [typed]


def _number() -> str:
    cases = [
        _sql(
            f"WHEN '{kind.kind}' THEN (SELECT n.{kind.column}",
            f"FROM {kind.table} n WHERE n.id = p.object_id)",
        )
        for kind in named_kinds()
    ]
    return f"CASE p.object_kind {' '.join(cases)} ELSE '' END" if cases else "''"


def _sql(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _where(conditions: list[str]) -> str:
    return f"WHERE {' AND '.join(conditions)}" if conditions else ""


def _told(one: dict[str, Any]) -> Told:
    details = one["details"] or {}
    return Told(
        seq=one["seq"],
        at=datetime.fromisoformat(one["at"]),
        act=one["act"],
        actor_id=UUID(one["actor_id"]) if one["actor_id"] else None,
        actor_kind=one["actor_kind"],
        role=one["role"],
        name=one["name"],
        object_kind=one["object_kind"],
        number=one["number"] or "",
        before=one["facts"]["before"],
        after=one["facts"]["after"],
        personal=details.get("personal", {}),
        address=details.get("address", ""),
        device=details.get("device", ""),
        behind_id=UUID(one["behind_id"]) if one["behind_id"] else None,
        behind=details.get("behind", ""),
        digest=one["digest"],
    )
