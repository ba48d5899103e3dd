import re
from datetime import UTC, date, datetime
from string import Formatter

import pytest

from extranet.documents.wording import french_spaces, wording


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_say_the_same_things_with_the_same_values() -> None:
    french, english = wording("fr"), wording("en")
    assert french.keys() == english.keys()
    for key in french.keys() - {"guarantee.box"}:
        assert _fields(french.template(key)) == _fields(english.template(key)), key
    boxes = [words.paragraphs("guarantee.box") for words in (french, english)]
    assert len(boxes[0]) == len(boxes[1])


def test_french_punctuation_never_starts_a_line() -> None:
    words = wording("fr")
    for key in words.keys() - {"guarantee.box"}:
        assert not re.search(r" [:;!?»%]|« ", words.template(key)), key


def test_french_spaces_are_thin_or_full_as_the_rules_want() -> None:
    assert french_spaces("« Oui » ; non : 10 % à 300 000 !") == (
        "«\u00a0Oui\u00a0»\u202f; non\u00a0: 10\u00a0% à 300\u202f000\u202f!"
    )


@pytest.mark.parametrize(
    ("locale", "money", "day", "hour"),
    [
        ("fr", "1\u202f234,50\u00a0€", "1er\u00a0décembre 2026", "0\u00a0h\u00a030"),
        ("en", "€1,234.50", "1\u00a0December 2026", "00:30"),
    ],
)
def test_money_days_and_hours_are_written_as_each_language_does(
    locale: str, money: str, day: str, hour: str
) -> None:
    words = wording(locale)
    assert words.money(123450) == money
    assert words.day(date(2026, 12, 1)) == day
    assert words.day(datetime(2026, 11, 30, 23, 30, tzinfo=UTC)) == day
    assert words.hour(datetime(2026, 11, 30, 23, 30, tzinfo=UTC)) == hour


def test_values_are_never_read_as_templates() -> None:
    assert (
        wording("fr")
        .say("word.made", place="{date}", date="d", time="t")
        .startswith("Fait à {date}, le d")
    )
