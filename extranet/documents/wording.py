"""The fixed texts of the documents in both languages, and how each writes numbers and dates."""

import re
import tomllib
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_time
from babel.numbers import format_currency, format_decimal

from extranet.core.clock import PARIS

_FOLDER = Path(__file__).parent / "wording"
_THIN = "\u202f"
_HARD = "\u00a0"
_ARTICLE = re.compile(r"((?:\b[Nn]°|\b[Nn]o\.|\barts?\.|\b[LRD]\.)) (?=[\dLRD{])")


class Wording:
    """The texts of one language, addressed as "section.name"."""

    def __init__(self, locale: str) -> None:
        self.locale = locale
        self._texts: dict[str, Any] = tomllib.loads(
            (_FOLDER / f"{locale}.toml").read_text(encoding="utf-8")
        )
        self._babel = {"fr": "fr_FR", "en": "en_GB"}[locale]

    def say(self, key: str, **values: object) -> str:
        """The text with its values set in; only the template is interpreted, never a value."""
        return self.template(key).format_map(values)

    def template(self, key: str) -> str:
        """The text as it stands, its `{names}` not yet replaced."""
        return self._typeset(self._find(key))

    def paragraphs(self, key: str) -> list[str]:
        return [self._typeset(text) for text in self._find(key)]

    def keys(self) -> set[str]:
        return {f"{section}.{name}" for section, texts in self._texts.items() for name in texts}

    def money(self, cents: int) -> str:
        return format_currency(cents / 100, "EUR", locale=self._babel)

    def number(self, value: int) -> str:
        return format_decimal(value, locale=self._babel)

    def day(self, moment: date | datetime) -> str:
        """A day in full, in Paris: « 3 novembre 2026 », « 1er décembre 2026 »."""
        day = moment.astimezone(PARIS).date() if isinstance(moment, datetime) else moment
        text = format_date(day, format="d MMMM y", locale=self._babel)
        if self.locale == "fr" and day.day == 1:
            text = "1er" + text[1:]
        return text.replace(" ", _HARD, 1)

    def hour(self, moment: datetime) -> str:
        local = moment.astimezone(PARIS)
        if self.locale == "fr":
            return f"{local.hour}{_HARD}h{_HARD}{local.minute:02d}"
        return format_time(local.time(), format="HH:mm", locale=self._babel)

    def _find(self, key: str) -> Any:
        section, name = key.split(".")
        return self._texts[section][name]

    def _typeset(self, text: str) -> str:
        text = french_spaces(text) if self.locale == "fr" else text
        return _ARTICLE.sub(r"\1" + _HARD, text)


@cache
def wording(locale: str) -> Wording:
    """The texts of `fr` or `en`, read once."""
    return Wording(locale)


def french_spaces(text: str) -> str:
    """No-break spaces: thin before ; ! ?, full before : and inside « »."""
    text = re.sub(r" ([;!?])", _THIN + r"\1", text)
    text = re.sub(r" ([:»%])", _HARD + r"\1", text)
    text = text.replace("« ", f"«{_HARD}")
    return re.sub(r"(?<=\d) (?=\d{3})", _THIN, text)
