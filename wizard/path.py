"""The way through a journey: which steps this sale has, which are complete, what comes next.

Derived from the answers each time, never stored. The same on the tablet: path.js.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from wizard.cart import Catalogue
from wizard.conditions import about_facts, holds
from wizard.facts import Facts, facts
from wizard.journey import Journey
from wizard.problems import Problem
from wizard.rules import Verdict, check_values


@dataclass(frozen=True)
class Path:
    """Where a sale stands."""

    steps: tuple[str, ...]
    """The steps this sale has, in order."""
    complete: frozenset[str]
    first_incomplete: str
    """Where to go on; the last step once all else is complete."""
    answers: dict[str, dict[str, Any]]
    """The answers as they count now: without hidden steps, hidden fields and other extras."""
    facts: Facts

    @property
    def reachable(self) -> tuple[str, ...]:
        """The steps one may open: all complete ones up to the first incomplete, and that one."""
        return self.steps[: self.steps.index(self.first_incomplete) + 1]

    def next_after(self, step: str) -> str | None:
        """The step after this one, None after the last or for a step this sale does not have."""
        return self._neighbour(step, 1)

    def previous_of(self, step: str) -> str | None:
        """The step before this one, None before the first or for a step this sale lacks."""
        return self._neighbour(step, -1)

    def _neighbour(self, step: str, distance: int) -> str | None:
        if step not in self.steps:
            return None
        index = self.steps.index(step) + distance
        return self.steps[index] if 0 <= index < len(self.steps) else None


def walk(journey: Journey, answers: Mapping[str, Any], catalogue: Catalogue, today: date) -> Path:
    """Walk a sale from its first step.

    A step is complete once it was submitted (its name is in `answers`, with `{}` where it has no
    field) and its answers still fit what the steps before it say. `done` is never complete.
    """
    steps: list[str] = []
    complete: list[str] = []
    kept: dict[str, dict[str, Any]] = {}
    for step in journey.steps:
        known: Mapping[str, Any] = facts(kept, catalogue) if about_facts(step.when) else {}
        if not holds(step.when, kept, known):
            continue
        steps.append(step.name)
        if step.name not in answers or step.kind == "done":
            continue
        verdict = check_values(step, answers[step.name], kept, catalogue, today)
        kept[step.name] = verdict.values
        # A secret kept from before the cart changed is dropped here, not held against the sale.
        if all(problem.code == "not_asked" for problem in verdict.problems):
            complete.append(step.name)
    first = next(name for name in steps if name not in complete)
    return Path(tuple(steps), frozenset(complete), first, kept, facts(kept, catalogue))


def check_submission(
    journey: Journey,
    name: str,
    values: Any,
    answers: Mapping[str, Any],
    catalogue: Catalogue,
    today: date,
) -> Verdict:
    """Judge a submitted step in its place: `unknown_step`, `not_asked` (hidden in this sale),
    `out_of_order`, or the verdict on its values."""
    step = journey.step(name)
    if step is None:
        return Verdict({}, (Problem("", "unknown_step"),))
    path = walk(journey, answers, catalogue, today)
    before = journey.steps[: journey.steps.index(step)]
    waiting = [one for one in before if one.name in path.steps and one.name not in path.complete]
    if waiting or step.kind == "done":
        return Verdict({}, (Problem("", "out_of_order"),))
    if name not in path.steps:
        return Verdict({}, (Problem("", "not_asked"),))
    earlier = {one.name: path.answers[one.name] for one in before if one.name in path.answers}
    return check_values(step, values, earlier, catalogue, today)
