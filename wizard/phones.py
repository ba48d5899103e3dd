"""Reading a French phone number, mainland or overseas. The same on the tablet: phones.js."""

import re
from dataclasses import dataclass
from typing import Literal

from wizard.reference import REFERENCE, NumberPlan

PhoneKind = Literal["mobile", "landline"]
PhoneFault = Literal["format", "foreign_phone"]
WRITTEN = re.compile(r"\+?[0-9 ./()-]+")
PUNCTUATION = re.compile(r"[ ./()-]")
NATIONAL_LENGTH = 10


@dataclass(frozen=True)
class Phone:
    """A number that can exist: E.164, and what it may be."""

    e164: str
    kinds: frozenset[PhoneKind]


def read_phone(text: str) -> Phone | PhoneFault:
    """`06 12 34 56 78`, `+33 (0)6…`, `0033…`, `0692…` → a phone, or what is wrong with it."""
    if not WRITTEN.fullmatch(text):
        return "format"
    international = text.startswith("+")
    digits = PUNCTUATION.sub("", text).removeprefix("+")
    if not international and digits.startswith("00"):
        international, digits = True, digits[2:]
    if international:
        return _international(digits)
    if len(digits) != NATIONAL_LENGTH or not digits.startswith("0"):
        return "format"
    return _first([plan for plan in REFERENCE["phones"] if plan["trunk"]], digits[1:])


def _international(digits: str) -> Phone | PhoneFault:
    plans = [plan for plan in REFERENCE["phones"] if digits.startswith(plan["prefix"])]
    if not plans:
        return "format" if digits[:1] in ("", "0") else "foreign_phone"
    plan = plans[0]
    number = digits[len(plan["prefix"]) :]
    return _first(plans, number.removeprefix("0") if plan["trunk"] else number)


def _first(plans: list[NumberPlan], number: str) -> Phone | PhoneFault:
    kinds: tuple[PhoneKind, ...] = ("mobile", "landline")
    for plan in plans:
        found = frozenset(kind for kind in kinds if re.fullmatch(plan[kind], number))
        if found:
            return Phone(f"+{plan['prefix']}{number}", found)
    return "format"
