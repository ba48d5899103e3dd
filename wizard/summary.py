"""The answers of a sale in words, for those who read it at a desk."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from extranet.core.i18n import Words
from extranet.documents.photos import SalePhoto
from wizard.journey import Field, Locale, Step
from wizard.records import SaleRecord


@dataclass(frozen=True, slots=True)
class AnsweredStep:
    """One step of the sale: its question and what was answered, label and words."""

    name: str
    title: str
    rows: list[dict[str, str]]


def summary(record: SaleRecord, speech: Words) -> list[AnsweredStep]:
    """The forms answered so far, in the order of the journey; secrets masked."""
    locale: Locale = "en" if speech.locale == "en" else "fr"
    return [
        AnsweredStep(
            step.name,
            speech.gettext(step.title.in_(locale)),
            list(_rows(step, record.answers[step.name], speech, locale)),
        )
        for step in record.journey.steps
        if step.kind == "form" and step.name in record.answers
    ]


def photo_rows(
    record: SaleRecord, photos: list[SalePhoto], speech: Words
) -> list[dict[str, object]]:
    """The photos of a sale for the component `photos`, each called after its question."""
    locale: Locale = "en" if speech.locale == "en" else "fr"
    fields = {
        (step.name, field.name): field for step in record.journey.steps for field in step.fields
    }
    rows: list[dict[str, object]] = []
    for photo in photos:
        field = fields[photo.step, photo.field]
        address = f"/sales/{record.id}/photos/{photo.id}" if photo.kept else ""
        rows.append({"label": _label(field, speech, locale), "url": address, "bytes": photo.size})
    return rows


def _rows(
    step: Step, answers: dict[str, Any], speech: Words, locale: Locale
) -> Iterator[dict[str, str]]:
    for field in step.fields:
        if field.name in answers:
            yield {
                "key": _label(field, speech, locale),
                "value": _words(field, answers[field.name], speech, locale),
            }


def _label(field: Field, speech: Words, locale: Locale) -> str:
    """The question; that it was optional no longer matters."""
    text = field.label.in_(locale)
    return speech.gettext(text.removesuffix(" (facultatif)").removesuffix(" (optional)"))


def _words(field: Field, value: Any, speech: Words, locale: Locale) -> str:
    if field.secret:
        return str(value["masked"])
    if field.type == "tick":
        return speech.gettext("Oui") if value else speech.gettext("Non")
    if field.type == "photo":
        return speech.ngettext("%(count)s photo", "%(count)s photos", len(value))
    if field.choices:
        chosen = next((one for one in field.choices if one.value == value), None)
        return speech.gettext(chosen.label.in_(locale)) if chosen else ""
    if field.type == "date":
        return speech.date(date.fromisoformat(value))
    return speech.phone(value) if field.type == "phone" else str(value)
