"""The cases both engines must agree on: wizard/vectors/*.json."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from wizard.cart import Product
from wizard.journey import Field, Step, Words

FOLDER = Path(__file__).resolve().parents[1] / "vectors"
SALES = ("catalogue", "cart", "submissions", "paths", "refused_address")
CATALOGUE: list[Product] = json.loads((FOLDER / "catalogue.json").read_text(encoding="utf-8"))
TODAY = date(2026, 11, 21)


def read(name: str) -> Any:
    """One file of vectors."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def of_fields() -> list[str]:
    """The files about one field each."""
    return sorted(path.stem for path in FOLDER.glob("*.json") if path.stem not in SALES)


def step_of(field: Field) -> Step:
    """A step that asks this field only."""
    return Step(name="step", kind="form", title=Words(fr="?", en="?"), fields=(field,))


def as_json(step: Step) -> dict[str, Any]:
    """A step as a tablet holds it."""
    return step.model_dump(mode="json", exclude_none=True)


def sale(vectors: dict[str, Any], case: dict[str, Any]) -> dict[str, Any]:
    """The answers of a case: the given steps of the whole sale, some of them changed."""
    given = {name: vectors["answers"][name] for name in case["given"]}
    return {**given, **{name: case["changes"][name] for name in case["changes"]}}
