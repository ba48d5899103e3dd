"""Words and figures in the reader's language.

French is the source language: templates and messages hold French sentences, `locales/en.po`
their English. Sources carry plain spaces; `french_typography` sets the no-break ones.
"""

import re
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any

import phonenumbers
from babel import dates, numbers
from babel.messages.pofile import read_po

from extranet.core.clock import PARIS
from extranet.core.settings import ROOT

LOCALES = ("fr", "en")
_NARROW = "\u202f"
_NO_BREAK = "\u00a0"
_BEFORE = re.compile(r"[ \u00a0]([;!?»])|[ \u00a0](:)(?=\s|$)|(«)[ \u00a0]")
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}\b)")


@lru_cache(maxsize=4096)
def french_typography(text: str) -> str:
    """Set the no-break spaces French asks for: narrow before ; ! ? » and after «, full before :."""

    def mend(match: re.Match[str]) -> str:
        mark = match.group(0).strip(" \u00a0")
        if mark == "«":
            return mark + _NARROW
        return (_NO_BREAK if mark == ":" else _NARROW) + mark

    return _THOUSANDS.sub(_NARROW, _BEFORE.sub(mend, text))


@cache
def _english() -> dict[str, str | tuple[str, ...]]:
    with (ROOT / "locales" / "en.po").open("rb") as file:
        catalogue = read_po(file, locale="en")
    return {
        _key(message.id): tuple(message.string)
        if isinstance(message.string, tuple | list)
        else str(message.string or "")
        for message in catalogue
        if message.id
    }


def _key(message_id: Any) -> str:
    return message_id[0] if isinstance(message_id, tuple | list) else str(message_id)


@lru_cache(maxsize=8192)
def translate(locale: str, text: str) -> str:
    """Return the French source `text` in `locale`; French itself gets its typography."""
    if locale == "en":
        found = _english().get(text, "")
        return (found if isinstance(found, str) else found[0]) or text
    return french_typography(text)


@lru_cache(maxsize=8192)
def translate_plural(locale: str, one: str, many: str, count: int) -> str:
    """Return the form that fits `count`: French takes the singular for 0 and 1."""
    if locale == "en":
        found = _english().get(one, ())
        forms = found if isinstance(found, tuple) and len(found) > 1 else (one, many)
        return forms[0] if count == 1 else forms[1]
    return french_typography(one if abs(count) < 2 else many)


class Words:
    """The functions a page writes with, in one language."""

    def __init__(self, locale: str) -> None:
        self.locale = locale
        self._babel = "fr_FR" if locale == "fr" else "en_GB"

    def gettext(self, text: str, **values: object) -> str:
        """`text` in the reader's language, `%(name)s` filled from `values`."""
        translated = translate(self.locale, text)
        return translated % values if values else translated

    def ngettext(self, one: str, many: str, count: int, **values: object) -> str:
        """The singular or plural that fits `count`, which is available as `%(count)s`."""
        translated = translate_plural(self.locale, one, many, count)
        return translated % {"count": self.number(count), **values}

    def money(self, cents: int) -> str:
        """`1990` → « 19,90 € »."""
        return _money(self._babel, cents)

    def number(self, value: int) -> str:
        """A whole number with its thousands apart."""
        return _number(self._babel, value)

    def date(self, value: date | datetime | None, pattern: str = "long") -> str:
        """A day in Paris, on one line: « 21 novembre 2026 »; nothing for None."""
        if value is None:
            return ""
        day = value.astimezone(PARIS).date() if isinstance(value, datetime) else value
        return _date(self._babel, day, pattern)

    def datetime(self, value: datetime | None) -> str:
        """An instant in Paris, on one line: « 21/11/2026 10:42 »."""
        if value is None:
            return ""
        local = value.astimezone(PARIS)
        return local.strftime(f"%d/%m/%Y{_NO_BREAK}%H:%M")

    def span(self, seconds: int) -> str:
        """How long that is, about, in its largest unit: « 3 heures ». The sign is not said."""
        return dates.format_timedelta(
            timedelta(seconds=abs(seconds)), threshold=1.5, granularity="minute", locale=self._babel
        ).replace(" ", _NO_BREAK)

    def phone(self, e164: str) -> str:
        """A telephone number as people write it."""
        if not e164:
            return ""
        try:
            number = phonenumbers.parse(e164, None)
        except phonenumbers.NumberParseException:
            return e164
        kind = phonenumbers.PhoneNumberFormat.NATIONAL
        return phonenumbers.format_number(number, kind).replace(" ", _NO_BREAK)


@lru_cache(maxsize=8192)
def _money(locale: str, cents: int) -> str:
    from decimal import Decimal

    return numbers.format_currency(Decimal(cents) / 100, "EUR", locale=locale)


@lru_cache(maxsize=8192)
def _number(locale: str, value: int) -> str:
    return numbers.format_decimal(value, locale=locale)


@lru_cache(maxsize=4096)
def _date(locale: str, day: date, pattern: str) -> str:
    return dates.format_date(day, format=pattern, locale=locale).replace(" ", _NO_BREAK)


@cache
def words(locale: str) -> Words:
    """The `Words` of `locale`, made once."""
    return Words(locale if locale in LOCALES else "fr")


N_ = str
"""Marks a French sentence to be translated later, where it is shown: `LABEL = N_("Validé")`."""
