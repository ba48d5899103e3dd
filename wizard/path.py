"""The way through a journey: which steps this sale has, which are complete, what comes next.

Derived from the answers each time, never stored. The same on the tablet: path.js.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from wizard.cart import Cart, Catalogue
from wizard.conditions import about_facts, holds
from wizard.facts import Deriving, Facts
from wizard.journey import CART, Journey
from wizard.problems import Problem
from wizard.rules import Verdict, judge


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
    cart: Cart
    """The cart at the catalogue's prices."""

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


@dataclass(frozen=True)
class Judgement:
    """A submitted step judged in its place, and where the sale stands once it is taken."""

    verdict: Verdict
    path: Path
    """Means nothing where the step is not accepted."""


def walk(journey: Journey, answers: Mapping[str, Any], catalogue: Catalogue, today: date) -> Path:
    """Walk a sale from its first step.

    A step is complete once it was submitted (its name is in `answers`, with `{}` where it has no
    field) and its answers still fit what the steps before it say. `done` is never complete.
    """
    return _walk(journey, answers, catalogue, today)[0]


def judge_submission(
    journey: Journey,
    name: str,
    values: Any,
    answers: Mapping[str, Any],
    catalogue: Catalogue,
    today: date,
) -> Judgement:
    """Judge a submitted step in its place, in one walk: `unknown_step`, `not_asked` (hidden in
    this sale), `out_of_order`, or the verdict on its values."""
    path, verdicts = _walk(journey, {**answers, name: values}, catalogue, today)
    step = journey.step(name)
    if step is None:
        return Judgement(_refused("unknown_step"), path)
    before = journey.steps[: journey.steps.index(step)]
    waiting = [one for one in before if one.name in path.steps and one.name not in path.complete]
    if waiting or step.kind == "done":
        return Judgement(_refused("out_of_order"), path)
    return Judgement(verdicts.get(name) or _refused("not_asked"), path)


def check_submission(
    journey: Journey,
    name: str,
    values: Any,
    answers: Mapping[str, Any],
    catalogue: Catalogue,
    today: date,
) -> Verdict:
    """The verdict of `judge_submission` alone."""
    return judge_submission(journey, name, values, answers, catalogue, today).verdict


def _walk(
    journey: Journey, answers: Mapping[str, Any], catalogue: Catalogue, today: date
) -> tuple[Path, dict[str, Verdict]]:
    """The way, and the verdict on each step met on it that was submitted."""
    deriving = Deriving(catalogue)
    verdicts: dict[str, Verdict] = {}
    steps: list[str] = []
    complete: list[str] = []
    kept: dict[str, dict[str, Any]] = {}
    for step in journey.steps:
        known: Mapping[str, Any] = deriving.facts(kept) if about_facts(step.when) else {}
        if not holds(step.when, kept, known):
            continue
        steps.append(step.name)
        if step.name not in answers or step.kind == "done":
            continue
        verdict = judge(step, answers[step.name], kept, deriving, today)
        verdicts[step.name] = verdict
        kept[step.name] = verdict.values
        # A secret kept from before the cart changed is dropped here, not held against the sale.
        if all(problem.code == "not_asked" for problem in verdict.problems):
            complete.append(step.name)
    first = next(name for name in steps if name not in complete)
    cart = deriving.cart(kept.get(CART, {}).get("lines", []))
    path = Path(tuple(steps), frozenset(complete), first, kept, deriving.facts(kept), cart)
    return path, verdicts


def _refused(code: str) -> Verdict:
    return Verdict({}, (Problem("", code),))
