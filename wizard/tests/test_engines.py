"""The tablet and the server judge alike, whatever is thrown at them."""

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from wizard.cart import price
from wizard.facts import Deriving, facts
from wizard.journey import NORMALISERS, Field, Journey, Words
from wizard.journey_files import load_journeys
from wizard.normalise import normalise
from wizard.path import check_submission, walk
from wizard.phones import Phone, read_phone
from wizard.rules import ask, check_values
from wizard.schema import compile_step
from wizard.tests import generated
from wizard.tests.bridge import RulesBridge
from wizard.tests.generated import SALE, as_sent
from wizard.tests.vectors import CATALOGUE, TODAY, as_json

JOURNEY = load_journeys().latest("home_sale")
MANY = settings(max_examples=300, deadline=None)
WORDS = Words(fr="?", en="?")
OF_WORDS = sorted(set(NORMALISERS) - {"choice", "country", "photo"})


def in_any_order(verdict: Any) -> list[Any]:
    """Problems, sorted: the order of keys a request invents is nobody's business."""
    return sorted(verdict, key=lambda problem: (problem["field"], problem["code"]))


@MANY
@given(kind=st.sampled_from(OF_WORDS), text=generated.words)
def test_values_take_the_same_form(kind: Any, text: str, tablet: RulesBridge) -> None:
    value = as_sent(text)
    field = Field(name="field", type=kind, label=WORDS)
    here = normalise(field, value)
    spoken = field.model_dump(mode="json", exclude_none=True)
    assert here == tablet.call("normalise", field=spoken, value=value)
    assert normalise(field, here) == here, "once is enough"


@MANY
@given(text=generated.words)
def test_phones_read_the_same(text: str, tablet: RulesBridge) -> None:
    sent = as_sent(text)
    here = read_phone(sent)
    plain: Any = here
    if isinstance(here, Phone):
        plain = {"e164": here.e164, "kinds": sorted(here.kinds, reverse=True)}
        assert read_phone(here.e164) == here, "E.164 reads as itself"
    assert plain == tablet.call("phone", text=sent)


@MANY
@given(data=st.data(), name=st.sampled_from(sorted(SALE)), answers=generated.sales())
def test_steps_are_judged_the_same(
    data: st.DataObject, name: str, answers: dict[str, Any], tablet: RulesBridge
) -> None:
    step = JOURNEY.step(name)
    assert step is not None
    values, before = as_sent(data.draw(generated.steps(name))), as_sent(answers)
    here = check_values(step, values, before, CATALOGUE, TODAY)
    there = tablet.call(
        "check",
        step=as_json(step),
        values=values,
        answers=before,
        catalogue=CATALOGUE,
        today=str(TODAY),
    )
    assert here.values == there["values"]
    problems = [problem.as_dict() for problem in here.problems]
    assert in_any_order(problems) == in_any_order(there["problems"])
    if here.accepted:
        again = check_values(step, here.values, before, CATALOGUE, TODAY)
        assert again == here, "what is stored stays accepted"
    if step.kind == "form":
        schema = compile_step(ask(step, values, before, Deriving(CATALOGUE))[1])
        request = {"step": as_json(step), "values": values, "answers": before}
        assert schema == tablet.call("schema", catalogue=CATALOGUE, **request)


@MANY
@given(answers=generated.sales(), name=st.sampled_from([*SALE, "done", "wallet"]))
def test_sales_stand_at_the_same_place(
    answers: dict[str, Any], name: str, tablet: RulesBridge
) -> None:
    sent = as_sent(answers)
    here = walk(JOURNEY, sent, CATALOGUE, TODAY)
    request = {"answers": sent, "catalogue": CATALOGUE, "today": str(TODAY)}
    there = tablet.call("walk", journey=JOURNEY.name, **request)
    assert list(here.steps) == there["steps"]
    assert here.complete == set(there["complete"])
    assert here.first_incomplete == there["first_incomplete"]
    assert here.answers == there["answers"]
    assert here.facts == there["facts"] == facts(here.answers, CATALOGUE)
    verdict = check_submission(JOURNEY, name, SALE.get(name, {}), sent, CATALOGUE, TODAY)
    values = SALE.get(name, {})
    refused = tablet.call("submit", journey=JOURNEY.name, name=name, values=values, **request)
    assert [problem.as_dict() for problem in verdict.problems] == refused["problems"]
    assert verdict.values == refused["values"]


@MANY
@given(lines=st.lists(generated.lines(), max_size=5) | generated.junk)
@example(lines=[{"product": "DAILY", "quantity": 0.0, "unit_price_cents": 2990.0}])
def test_carts_cost_the_same(lines: Any, tablet: RulesBridge) -> None:
    sent = as_sent(lines)
    here = price(sent, CATALOGUE)
    there = tablet.call("price", lines=sent, catalogue=CATALOGUE)
    assert here.totals == there["totals"]
    assert here.first_cents == there["first_cents"] == sum(line.total_cents for line in here.lines)
    assert [problem.as_dict() for problem in here.problems] == there["problems"]
    answers = {"products": {"lines": sent}}
    assert facts(answers, CATALOGUE) == tablet.call("facts", answers=answers, catalogue=CATALOGUE)


@given(answers=generated.sales())
def test_l221_10_no_iban_outlives_a_cart_that_does_not_allow_it(answers: dict[str, Any]) -> None:
    path = walk(JOURNEY, as_sent(answers), CATALOGUE, TODAY)
    if not path.facts["mandate_allowed"] or path.facts["doubt"]:
        assert "iban" not in path.answers.get("payment", {})


def test_every_field_of_the_home_sale_is_generated(home_sale: Journey) -> None:
    asked = {step.name: {field.name for field in step.fields} for step in home_sale.steps}
    for name, fields in generated.FIELDS.items():
        assert not asked[name] or set(fields) <= asked[name]
