"""What a schema cannot say of one answer. The same on the tablet: checks.js.

Runs after normalising, on values the schema accepted.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from wizard.conditions import look_up
from wizard.journey import Field
from wizard.phones import Phone, read_phone
from wizard.problems import Problem
from wizard.reference import REFERENCE

FIRST_YEAR = 1901
LONGEST_LOCAL_PART = 64


def check(field: Field, value: str, answers: Mapping[str, Any], today: date) -> Problem | None:
    """The one thing wrong with a value, or None. `answers` hold this step's earlier fields too."""
    if field.type == "phone":
        return check_phone(field, value, answers)
    if field.type == "date":
        return check_date(field, value, today)
    if field.type == "iban":
        return check_iban(field, value)
    if field.type == "email" and value.index("@") > LONGEST_LOCAL_PART:
        return Problem(field.name, "format")
    return None


def check_phone(field: Field, value: str, answers: Mapping[str, Any]) -> Problem | None:
    """A French number, of the kind that was chosen."""
    found = read_phone(value)
    if not isinstance(found, Phone):
        return Problem(field.name, found)
    wanted = look_up(field.kind_from, answers, {}) if field.kind_from else None
    if wanted == "mobile" and "mobile" not in found.kinds:
        return Problem(field.name, "not_mobile")
    if wanted == "landline" and "landline" not in found.kinds:
        return Problem(field.name, "not_landline")
    return None


def check_date(field: Field, value: str, today: date) -> Problem | None:
    """A day of the calendar; with `min_age`, a birthday long enough ago."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return Problem(field.name, "impossible_date")
    if day.year < FIRST_YEAR:
        return Problem(field.name, "too_early")
    if field.min_age is None:
        return None
    if day > today:
        return Problem(field.name, "in_future")
    # Compared as figures: who was born on 29 February comes of age on 1 March.
    of_age = (day.year + field.min_age, day.month, day.day)
    if of_age > (today.year, today.month, today.day):
        return Problem(field.name, "under_age", {"min": field.min_age})
    return None


def check_iban(field: Field, value: str) -> Problem | None:
    """A SEPA country's IBAN, of its length, with the right check digits (ISO 13616).

    Any SEPA country will do: Regulation (EU) 260/2012, article 9, forbids to ask for a French one.
    """
    expected = REFERENCE["ibans"].get(value[:2])
    if expected is None:
        return Problem(field.name, "not_sepa")
    if len(value) != expected:
        return Problem(field.name, "iban_length", {"expected": expected, "length": len(value)})
    if check_digits(value) != value[2:4]:
        return Problem(field.name, "iban_checksum")
    return None


def check_digits(iban: str) -> str:
    """The two figures that belong after the country of an IBAN."""
    figures = "".join(str(int(sign, 36)) for sign in f"{iban[4:]}{iban[:2]}00")
    return f"{98 - int(figures) % 97:02}"
