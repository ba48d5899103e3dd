"""What things are called in the journal: rooms above say where the numbers stand."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NamedKind:
    """Objects of `kind` are rows of `table`, known to people by `column`.

    `related` is a column of `table` that holds the id of an object whose story this one goes on.
    """

    kind: str
    table: str
    column: str
    related: str = ""


_named: dict[str, NamedKind] = {}
_agencies: list[tuple[str, str]] = []


def name_objects(kind: str, table: str, column: str, *, related: str = "") -> None:
    """Have objects of `kind` shown and found by `column` of `table`; readers of the journal need
    SELECT on it. Called where rooms are plugged together."""
    _named[kind] = NamedKind(kind, table, column, related)


def named_kinds() -> list[NamedKind]:
    """Every kind that has a name."""
    return list(_named.values())


def name_agencies(table: str, column: str) -> None:
    """Have agencies called by `column` of `table`, for those readers of the journal who may read
    it."""
    _agencies[:] = [(table, column)]


def agencies_sql() -> str:
    """SQL: the ids and names of all agencies, as JSON."""
    if not _agencies:
        return "'[]'"
    [(table, column)] = _agencies
    return f"""
(SELECT coalesce(json_agg(json_build_object('id', a.id, 'name', a.{column}) ORDER BY a.{column}),
    '[]') FROM {table} a)
"""  # noqa: S608 (our own names)
