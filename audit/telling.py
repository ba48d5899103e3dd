"""Entries out of the database, with who acted by name and what things are called."""

from datetime import datetime
from typing import Any
from uuid import UUID

from audit.describe import Told
from audit.objects import named_kinds

# "= person" is said so that only the index that begins with the person gives the order: walking
# the journal back to somebody's last entry would cost as much as others have written since.
_LATEST = """
SELECT e.id FROM entry e WHERE e.actor_id >= {person} AND e.actor_id <= {person}
ORDER BY e.actor_id, e.seq DESC LIMIT 1
"""

# Whoever signs in is nobody yet: their name is that of the session's person.
_SIGNED_IN = "(p.facts -> 'after' ->> 'person')::uuid"
# Details go with what an entry is about, and the name of who acted with them: other entries of
# theirs still say it. Of somebody erased none does (`forget_acts_of`).
_NAMED_ELSEWHERE = """
SELECT n.content ->> 'name' FROM (
    SELECT e.id, e.seq FROM entry e WHERE e.actor_id >= {person} AND e.actor_id <= {person}
    ORDER BY e.actor_id, e.seq DESC LIMIT 20
) last JOIN entry_details n ON n.entry_id = last.id ORDER BY last.seq DESC LIMIT 1
"""
_NAME = f"""
coalesce(nullif(d.content ->> 'name', ''), (
    SELECT content ->> 'name' FROM entry_details
    WHERE entry_id = ({_LATEST.format(person=_SIGNED_IN)}) LIMIT 1
), CASE WHEN d.content IS NULL THEN ({_NAMED_ELSEWHERE.format(person="p.actor_id")}) END, '')
"""  # noqa: S608 (our own constants)
_BEHIND = f"""
coalesce(d.content ->> 'behind',
    CASE WHEN d.content IS NULL THEN ({_NAMED_ELSEWHERE.format(person="p.behind_id")}) END, '')
"""
_ERASED = """
CASE WHEN d.content IS NULL THEN EXISTS (SELECT FROM entry x
    WHERE x.object_id = p.actor_id AND x.act = 'person:erase') ELSE false END
"""


def told_sql(rows: str, way: str = "DESC") -> str:
    """SQL: the entries of `rows`, a table or a WITH query, as JSON for `told`, by their numbers."""
    return f"""
(SELECT coalesce(json_agg(json_build_object('seq', p.seq, 'id', p.id, 'at', p.at, 'act', p.act,
    'actor_id', p.actor_id, 'actor_kind', p.actor_kind, 'role', p.role, 'behind_id', p.behind_id,
    'agency_id', p.agency_id, 'object_kind', p.object_kind, 'object_id', p.object_id,
    'facts', p.facts, 'digest', encode(p.details_digest, 'hex'), 'details', d.content,
    'name', {_NAME}, 'behind', {_BEHIND}, 'erased', {_ERASED},
    'number', {_number()}) ORDER BY p.seq {way}), '[]')
FROM {rows} p LEFT JOIN LATERAL (
    SELECT content FROM entry_details WHERE entry_id = p.id LIMIT 1
) d ON true)
"""  # noqa: S608 (our own constants)


def told(one: dict[str, Any]) -> Told:
    """An entry of what `told_sql` gave."""
    details = one["details"] or {}
    return Told(
        seq=one["seq"],
        id=UUID(one["id"]),
        at=datetime.fromisoformat(one["at"]),
        act=one["act"],
        actor_id=UUID(one["actor_id"]) if one["actor_id"] else None,
        actor_kind=one["actor_kind"],
        role=one["role"],
        name=one["name"],
        agency_id=UUID(one["agency_id"]) if one["agency_id"] else None,
        object_kind=one["object_kind"],
        object_id=UUID(one["object_id"]) if one["object_id"] else None,
        number=one["number"] or "",
        before=one["facts"]["before"],
        after=one["facts"]["after"],
        personal=details.get("personal", {}),
        address=details.get("address", ""),
        device=details.get("device", ""),
        behind_id=UUID(one["behind_id"]) if one["behind_id"] else None,
        behind=one["behind"],
        erased=one["erased"],
        digest=one["digest"],
    )


def _number() -> str:
    cases = [
        f"WHEN '{kind.kind}' THEN (SELECT n.{kind.column}"  # noqa: S608 (our own names)
        f" FROM {kind.table} n WHERE n.id = p.object_id)"
        for kind in named_kinds()
    ]
    return f"CASE p.object_kind {' '.join(cases)} ELSE '' END" if cases else "''"
