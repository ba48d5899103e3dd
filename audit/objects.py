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


def name_objects(kind: str, table: str, column: str, *, related: str = "") -> None:
    """Have objects of `kind` shown and found by `column` of `table`; readers of the journal need
    SELECT on it. Called where rooms are plugged together."""
    _named[kind] = NamedKind(kind, table, column, related)


def named_kinds() -> list[NamedKind]:
    """Every kind that has a name."""
    return list(_named.values())
