"""What is wrong with an answer, and the words for it. The same on the tablet: problems.js."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wizard.journey import Journey, Locale

MONEY = ("shown", "now")


@dataclass(frozen=True)
class Problem:
    """One thing wrong: the field (`""` for the whole step, `lines.0.quantity` inside a cart),
    a code, and the figures its message needs."""

    field: str
    code: str
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The form a tablet receives: `params` only where there are some."""
        plain: dict[str, Any] = {"field": self.field, "code": self.code}
        return plain | {"params": dict(self.params)} if self.params else plain


def message(
    journey: Journey,
    step: str,
    field: str,
    code: str,
    locale: Locale,
    params: Mapping[str, Any] | None = None,
) -> str:
    """The sentence for a problem: the field's own, else its type's, else the shared one."""
    found = journey.step(step)
    asked = found.field(field) if found else None
    kind = asked.type if asked else "cart" if found and found.kind == "cart" else "step"
    keys = [f"{kind}.{code}", code, "format"]
    if asked and asked.charset and code == "characters":
        keys.insert(0, f"{asked.charset}.{code}")
    words = asked.messages.get(code) if asked else None
    words = words or next(journey.messages[key] for key in keys if key in journey.messages)
    sentence = words.in_(locale)
    for name, value in (params or {}).items():
        text = money(value, locale) if name in MONEY else str(value)
        sentence = sentence.replace(f"{{{name}}}", text)
    return sentence


def money(cents: int, locale: Locale) -> str:
    """Cents as the reader writes an amount."""
    sign = "-" if cents < 0 else ""
    euros, rest = divmod(abs(cents), 100)
    if locale == "en":
        return f"{sign}€{euros}.{rest:02}"
    return f"{sign}{euros},{rest:02}\N{NO-BREAK SPACE}€"
