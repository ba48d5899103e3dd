"""The rules against the libraries they come from, and within their limits."""

import gzip
import re
from datetime import date

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberType
from schwifty import IBAN
from schwifty.exceptions import SchwiftyException

from wizard.checks import check, check_digits
from wizard.facts import facts
from wizard.journey import Field, Journey, Words
from wizard.phones import Phone, read_phone
from wizard.problems import message, money
from wizard.reference import JOINED_SEPA_LATELY, REFERENCE, REGIONS
from wizard.rules import check_values
from wizard.tests import generated
from wizard.tests.bridge import PROJECT
from wizard.tests.vectors import CATALOGUE, TODAY

WORDS = Words(fr="?", en="?")
KINDS = {
    PhoneNumberType.MOBILE: {"mobile"},
    PhoneNumberType.FIXED_LINE: {"landline"},
    PhoneNumberType.VOIP: {"landline"},
    PhoneNumberType.FIXED_LINE_OR_MOBILE: {"mobile", "landline"},
}
# The tablet's rules, without the validator and without the pages.
MODULES = (
    "cart",
    "checks",
    "conditions",
    "equipment",
    "facts",
    "normalise",
    "path",
    "phones",
    "problems",
    "rules",
    "schema",
)


@pytest.mark.parametrize("region", REGIONS)
def test_phones_agree_with_phonenumbers_on_its_examples(region: str) -> None:
    for kind in (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE, PhoneNumberType.VOIP):
        example = phonenumbers.example_number_for_type(region, kind)
        if example is None:
            continue
        e164 = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
        found = read_phone(e164)
        assert isinstance(found, Phone)
        assert found.kinds & KINDS[kind]


@given(text=generated.phones)
def test_phones_agree_with_phonenumbers(text: str) -> None:
    found = read_phone(text)
    if isinstance(found, Phone):
        number = phonenumbers.parse(found.e164)
        assert phonenumbers.is_valid_number(number)
        assert phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) == found.e164
        assert found.kinds & KINDS[phonenumbers.number_type(number)]


@given(iban=generated.ibans())
def test_ibans_refused_by_schwifty_for_their_figures_are_refused(iban: str) -> None:
    field = Field(name="iban", type="iban", label=WORDS)
    text = iban.upper()
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{1,30}", text, re.ASCII):
        return
    try:
        bank = IBAN(text, validate_bban=False)
    except SchwiftyException as error:
        if "structure" not in str(error) and "BBAN" not in str(error):
            assert check(field, text, {}, TODAY) is not None, str(error)
    else:
        accepted = check(field, text, {}, TODAY) is None
        sepa = bank.in_sepa_zone or bank.country_code in JOINED_SEPA_LATELY
        assert accepted == sepa


def test_check_digits_of_a_known_iban() -> None:
    assert check_digits("FR0020041010050500013M02606") == "14"
    assert len(REFERENCE["ibans"]) > 40


@given(born=st.dates(date(1901, 1, 1), TODAY))
def test_l121_8_nobody_signs_before_eighteen(born: date) -> None:
    field = Field(name="birth", type="date", label=WORDS, min_age=18)
    years = TODAY.year - born.year - ((TODAY.month, TODAY.day) < (born.month, born.day))
    problem = check(field, born.isoformat(), {}, TODAY)
    assert (problem is None) == (years >= 18)


@given(answers=st.dictionaries(st.sampled_from(["products", "contact"]), generated.junk))
def test_facts_of_anything_lean_to_the_stricter_side(answers: dict[str, object]) -> None:
    known = facts(answers, CATALOGUE)
    assert known["mandate_allowed"] is False
    assert known["cart_total_today_cents"] == 0


def test_what_is_due_today_waits_for_the_mandate() -> None:
    def cart(*codes: str) -> dict[str, object]:
        prices = {product["code"]: product["price_cents"] for product in CATALOGUE}
        lines = [{"product": c, "quantity": 1, "unit_price_cents": prices[c]} for c in codes]
        return {"products": {"lines": lines, "catalogue": "v1"}}

    exempt, mixed = (
        facts(cart("DAILY", "WEEKEND"), CATALOGUE),
        facts(cart("DAILY", "BOX"), CATALOGUE),
    )
    assert (exempt["mandate_allowed"], exempt["cart_total_today_cents"]) == (True, 4480)
    assert (mixed["mandate_allowed"], mixed["cart_total_today_cents"]) == (False, 0)
    assert mixed["cart_first_cents"] == 6980
    assert mixed["has_goods"]


@pytest.mark.parametrize(
    ("method", "doubt", "due"),
    [
        (None, False, 2990),
        ("direct_debit", False, 2990),
        ("direct_debit", True, 0),
        ("cheque", False, 0),
        ("card", False, 0),
    ],
)
def test_only_a_mandate_given_at_the_door_makes_anything_due_today(
    method: str | None, doubt: bool, due: int
) -> None:
    line = {"product": "DAILY", "quantity": 1, "unit_price_cents": 2990}
    answers: dict[str, object] = {
        "products": {"lines": [line], "catalogue": "v1"},
        "customer": {"doubt": doubt},
        "payment": {"method": method} if method else {},
    }
    assert facts(answers, CATALOGUE)["cart_total_today_cents"] == due


def test_a_name_of_ten_megabytes_is_refused_at_once(home_sale: Journey) -> None:
    customer = home_sale.step("customer")
    assert customer is not None
    values = {"first_name": "a'" * 5_000_000, "last_name": "😀" * 1000, "birth_date": "1-" * 1000}
    verdict = check_values(customer, values, {}, CATALOGUE, TODAY)
    assert [(problem.field, problem.code) for problem in verdict.problems] == [
        ("first_name", "too_long"),
        ("last_name", "too_long"),
        ("birth_date", "format"),
    ]


def test_words_for_a_problem_are_the_nearest(home_sale: Journey) -> None:
    def say(field: str, code: str, **params: int) -> str:
        return message(home_sale, "customer", field, code, "fr", params)

    assert say("last_name", "required") == "Entrez le nom du client."
    assert say("last_name", "too_long", max=60).startswith("Le nom dépasse 60 caractères.")
    assert say("birth_date", "under_age", min=18).startswith("Le client a moins de 18 ans")
    assert say("", "out_of_order").startswith("Une étape précédente")
    assert say("nowhere", "never_heard_of") == home_sale.messages["format"].fr
    shown = message(
        home_sale,
        "products",
        "lines.0.unit_price_cents",
        "price_changed",
        "en",
        {"shown": 100, "now": 2990},
    )
    assert shown.startswith("The price has changed: €1.00 shown, €29.90 today.")


@pytest.mark.parametrize(
    ("cents", "french", "english"),
    [(0, "0,00 €", "€0.00"), (2990, "29,90 €", "€29.90"), (-5, "-0,05 €", "-€0.05")],
)
def test_money(cents: int, french: str, english: str) -> None:
    assert money(cents, "fr") == french.replace(" ", "\N{NO-BREAK SPACE}")
    assert money(cents, "en") == english


def test_the_tablets_rules_are_light_and_run_no_text() -> None:
    folder = PROJECT / "static" / "js" / "tablet"
    sources = [(folder / f"{name}.js").read_text(encoding="utf-8") for name in MODULES]
    assert sum(len(gzip.compress(source.encode())) for source in sources) < 15_000
    for source in sources:
        assert not re.search(r"\beval\(|new Function|document\.|window\.|indexedDB", source)
