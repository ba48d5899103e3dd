"""`when`: whether a step, a field, a choice or a notice is part of this sale.

The same on the tablet: static/js/tablet/conditions.js.
"""

from collections.abc import Mapping
from typing import Any

from wizard.journey import When


def holds(when: When, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    """Whether every line of a condition is true of these answers and facts."""
    if not when:  # nearly every condition
        return True
    return all(_one_of(look_up(path, answers, facts), wanted) for path, wanted in when.items())


def about_facts(*conditions: When) -> bool:
    """Whether one of these conditions looks at a fact; deriving facts costs, so ask first."""
    return any(path.startswith("facts.") for when in conditions for path in when)


def look_up(path: str, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> Any:
    room, *parts = path.split(".")
    found: Any = facts if room == "facts" else answers.get(room)
    for part in parts:
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def _one_of(found: Any, wanted: Any) -> bool:
    """Equality as JSON knows it: true is not 1."""
    values = wanted if isinstance(wanted, list) else [wanted]
    return any(type(found) is type(value) and found == value for value in values)
