"""Judging the answers to one step: what is asked, in which form, and what is wrong.

The same on the tablet: static/js/tablet/rules.js. The server has the last word.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from jsonschema_rs import Draft202012Validator, ValidationError

from wizard import cart
from wizard.cart import Catalogue
from wizard.checks import check
from wizard.conditions import about_facts, holds
from wizard.facts import Deriving
from wizard.journey import Field, Step
from wizard.normalise import normalise
from wizard.problems import Problem
from wizard.schema import Asked, FieldRules, compile_rules, rules_of

# One problem per field is enough to act on: the first of these.
PRECEDENCE = (
    "required",
    "too_long",
    "too_short",
    "too_many",
    "format",
    "not_offered",
    "characters",
)
CODE_OF_KEYWORD = {
    "required": "required",
    "const": "required",
    "type": "format",
    "enum": "not_offered",
    "maxLength": "too_long",
    "minLength": "too_short",
    "maxItems": "too_many",
}
UNREADABLE: list[Any] = []
"""Stands for a value of no type an answer can have; every schema refuses it."""


@dataclass(frozen=True)
class Verdict:
    """The answers in their one form, hidden ones left out, and what is wrong with them."""

    values: dict[str, Any]
    problems: tuple[Problem, ...] = ()

    @property
    def accepted(self) -> bool:
        """Nothing is wrong."""
        return not self.problems


def check_values(
    step: Step, values: Any, answers: Mapping[str, Any], catalogue: Catalogue, today: date
) -> Verdict:
    """Judge one step's answers, given those of the steps before it: `judge` on its own."""
    return judge(step, values, answers, Deriving(catalogue), today)


def judge(
    step: Step, values: Any, answers: Mapping[str, Any], deriving: Deriving, today: date
) -> Verdict:
    """Judge one step's answers, given those of the steps before it.

    `values` may be anything a request can hold. Answers to questions not asked in this sale are
    left out; secret ones are refused with `not_asked`, names the step does not know with
    `unknown_field`.
    """
    if not isinstance(values, Mapping):
        return Verdict({}, (Problem("", "format"),))
    if step.kind == "cart":
        return _check_cart(values, deriving)
    kept, asked, hidden = ask(step, values, answers, deriving)
    known = {field.name for field in step.fields}
    unknown = [Problem(name, "unknown_field") for name in sorted(set(values) - known)]
    unasked = [Problem(field.name, "not_asked") for field in hidden if field.secret]
    wrong = _run_schema(asked, kept)
    here = {**answers, step.name: kept}
    for one in asked:
        value = kept.get(one.field.name)
        if isinstance(value, str) and one.field.name not in wrong:
            problem = check(one.field, value, here, today)
            if problem:
                wrong[one.field.name] = problem
    in_order = [wrong[one.field.name] for one in asked if one.field.name in wrong]
    return Verdict(kept, (*in_order, *unasked, *unknown))


def ask(
    step: Step, values: Mapping[str, Any], answers: Mapping[str, Any], deriving: Deriving
) -> tuple[dict[str, Any], list[Asked], list[Field]]:
    """What this sale asks of a form step: the normalised values kept, the fields asked, and the
    hidden fields that were answered all the same. A tick not given is kept as not ticked."""
    kept: dict[str, Any] = {}
    asked: list[Asked] = []
    hidden: list[Field] = []
    here = {**answers, step.name: kept}
    for field in step.fields:
        conditions = (field.when, *(choice.when for choice in field.choices))
        known: Mapping[str, Any] = deriving.facts(here) if about_facts(*conditions) else {}
        value = normalise(field, values.get(field.name))
        if not holds(field.when, here, known):
            if value is not None:
                hidden.append(field)
            continue
        if field.type == "tick" and value is None:
            value = False
        if value is not None:
            readable = field.type == "photo" or isinstance(value, str | bool)
            kept[field.name] = value if readable else UNREADABLE
        offered = (choice.value for choice in field.choices if holds(choice.when, here, known))
        asked.append(Asked(field, tuple(offered)))
    return kept, asked, hidden


def _check_cart(values: Mapping[str, Any], deriving: Deriving) -> Verdict:
    kept = cart.clean(values)
    problems = list(deriving.cart(kept["lines"]).problems)
    version = kept["catalogue"]
    if not version or len(version) > cart.LONGEST_VERSION:
        problems.append(Problem("catalogue", "format"))
    unknown = sorted(set(values) - {"lines", "catalogue"})
    return Verdict(kept, (*problems, *(Problem(name, "unknown_field") for name in unknown)))


def _run_schema(asked: list[Asked], kept: dict[str, Any]) -> dict[str, Problem]:
    validator = _validator(tuple(rules_of(one) for one in asked))
    if validator.is_valid(kept):  # the common case, many times faster than the list of errors
        return {}
    fields = {one.field.name: one.field for one in asked}
    codes: dict[str, list[str]] = {}
    for error in validator.iter_errors(kept):
        for name in _names(error, asked, kept):
            codes.setdefault(name, []).append(_code(error.kind.name, fields[name]))
    return {
        name: _problem(fields[name], min(found, key=PRECEDENCE.index))
        for name, found in codes.items()
    }


@lru_cache(maxsize=512)
def _validator(asked: tuple[FieldRules, ...]) -> Draft202012Validator:
    return Draft202012Validator(compile_rules(asked))


def _names(error: ValidationError, asked: list[Asked], kept: dict[str, Any]) -> list[str]:
    if error.instance_path:
        return [str(error.instance_path[0])]
    missing = [one.field.name for one in asked if one.field.required]
    return [name for name in missing if name not in kept]


def _code(keyword: str, field: Field) -> str:
    if keyword == "pattern":
        return "characters" if field.charset else "format"
    return CODE_OF_KEYWORD[keyword]


def _problem(field: Field, code: str) -> Problem:
    params = {"too_long": field.max_length, "too_short": field.min_length, "too_many": field.most}
    key = {"too_long": "max", "too_short": "min", "too_many": "max"}.get(code)
    return Problem(field.name, code, {key: params[code]} if key else {})
