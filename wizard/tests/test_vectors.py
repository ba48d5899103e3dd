"""Both engines give every vector the answer it asks for."""

import json
from datetime import date
from typing import Any

import pytest

from wizard.cart import price
from wizard.journey import Field, Journey
from wizard.path import check_submission, walk
from wizard.problems import Problem, message
from wizard.rules import check_values
from wizard.tests.bridge import RulesBridge
from wizard.tests.vectors import CATALOGUE, as_json, of_fields, read, sale, step_of


def plain(problems: tuple[Problem, ...]) -> list[dict[str, Any]]:
    return [problem.as_dict() for problem in problems]


def pages(case: dict[str, Any], key: str) -> Any:
    """A value of a case, as often as it says."""
    return case[key] * case["times"] if "times" in case else case[key]


@pytest.mark.parametrize("name", of_fields())
def test_fields(name: str, tablet: RulesBridge) -> None:
    vectors = read(name)
    step = step_of(Field.model_validate(vectors["field"]))
    asked = step.fields[0].name
    answers, today = vectors["answers"], vectors["today"]
    for case in vectors["cases"]:
        values = {asked: pages(case, "typed")}
        here = check_values(step, values, answers, CATALOGUE, date.fromisoformat(today))
        codes = [problem.code for problem in here.problems]
        assert codes == ([case["code"]] if case["code"] else []), case
        assert here.values.get(asked) == pages(case, "value"), case
        there = tablet.call(
            "check",
            step=as_json(step),
            values=values,
            answers=answers,
            catalogue=CATALOGUE,
            today=today,
        )
        assert there == {"values": here.values, "problems": plain(here.problems)}, case


@pytest.mark.parametrize("case", read("cart")["cases"], ids=json.dumps)
def test_carts(case: dict[str, Any], tablet: RulesBridge) -> None:
    here = price(case["lines"], CATALOGUE)
    there = tablet.call("price", lines=case["lines"], catalogue=CATALOGUE)
    assert plain(here.problems) == there["problems"] == case["problems"]
    assert here.totals == there["totals"] == case["totals"]
    assert here.first_cents == there["first_cents"]
    lines = [
        {"product": line.product, "quantity": line.quantity, "total_cents": line.total_cents}
        for line in here.lines
    ]
    assert lines == there["lines"]


@pytest.mark.parametrize("case", read("submissions")["cases"], ids=lambda case: case["name"])
def test_submissions(case: dict[str, Any], tablet: RulesBridge, home_sale: Journey) -> None:
    vectors = read("submissions")
    answers, today = sale(vectors, case), vectors["today"]
    here = check_submission(
        home_sale,
        case["step"],
        case["values"],
        answers,
        CATALOGUE,
        date.fromisoformat(today),
    )
    there = tablet.call(
        "submit",
        journey=home_sale.name,
        name=case["step"],
        values=case["values"],
        answers=answers,
        catalogue=CATALOGUE,
        today=today,
    )
    assert plain(here.problems) == case["problems"]
    assert here.values == case["kept"]
    assert there == {"values": here.values, "problems": plain(here.problems)}
    for problem in here.problems:
        for locale in ("fr", "en"):
            words = message(
                home_sale, case["step"], problem.field, problem.code, locale, problem.params
            )
            assert "{" not in words
            assert words == tablet.call(
                "message",
                journey=home_sale.name,
                step=case["step"],
                field=problem.field,
                code=problem.code,
                locale=locale,
                params=dict(problem.params),
            )


@pytest.mark.parametrize("case", read("paths")["cases"], ids=lambda case: case["name"])
def test_paths(case: dict[str, Any], tablet: RulesBridge, home_sale: Journey) -> None:
    vectors = read("paths")
    answers, today = sale(vectors, case), vectors["today"]
    here = walk(home_sale, answers, CATALOGUE, date.fromisoformat(today))
    there = tablet.call(
        "walk", journey=home_sale.name, answers=answers, catalogue=CATALOGUE, today=today
    )
    assert list(here.steps) == there["steps"] == case["steps"]
    assert here.complete == set(there["complete"]) == set(case["complete"])
    assert here.first_incomplete == there["first_incomplete"] == case["first_incomplete"]
    assert list(here.reachable) == there["reachable"]
    assert here.answers == there["answers"]
    assert here.facts == there["facts"]
    assert [here.next_after(step) for step in here.steps] == there["next"]
    assert [here.previous_of(step) for step in here.steps] == there["previous"]
