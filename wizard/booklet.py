"""The blank booklet of a journey: every leaf a tablet shows, in one language, without an answer.

Pure: a `Journey` in, a view model for `templates/wizard/booklet.html` out. It holds no personal
data, so the page may be cached; the tablet fills the values in.
"""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from extranet.core.i18n import french_typography
from wizard.journey import Field, FieldType, Journey, Locale, Step, StepKind, Words

Control = Literal["input", "textarea", "radios", "select", "tick", "photos"]

ON_THE_TABLET: frozenset[StepKind] = frozenset({"cart", "form", "review"})
"""The kinds of step that are leaves of the booklet; the others are pages of the server."""

CONTROLS: dict[FieldType, Control] = {
    "textarea": "textarea",
    "choice": "radios",
    "country": "select",
    "tick": "tick",
    "photo": "photos",
}
INPUT_TYPES: dict[FieldType, str] = {"email": "email", "phone": "tel"}
CAPITALS: dict[FieldType, str] = {
    "text": "words",
    "city": "words",
    "textarea": "sentences",
    "iban": "characters",
}
WIDTHS: dict[FieldType, int] = {"date": 10, "postcode": 5, "phone": 20}
"""How long the answer is, about, in characters; 0 for the whole line."""
SHORT = 40
"""Choices of this many characters together fit on one line."""


class BlankChoice(NamedTuple):
    """One answer among others."""

    value: str
    label: str
    hint: str


@dataclass(frozen=True, slots=True)
class BlankField:
    """One question as a control; `attributes` are those of its input, `inline` sets a few short
    choices side by side, `most` is how many photos there may be."""

    name: str
    control: Control
    label: str
    hint: str
    input_type: str
    width: int
    attributes: dict[str, str]
    choices: tuple[BlankChoice, ...]
    inline: bool
    most: int


@dataclass(frozen=True, slots=True)
class BlankNotice:
    """A statement of a leaf; a conditional one starts hidden."""

    name: str
    text: str
    conditional: bool


@dataclass(frozen=True, slots=True)
class BlankLeaf:
    """One leaf of the booklet."""

    step: str
    kind: StepKind
    title: str
    hint: str
    notices: tuple[BlankNotice, ...]
    fields: tuple[BlankField, ...]


@dataclass(frozen=True, slots=True)
class BlankBooklet:
    """All leaves of one version of a journey, in order."""

    journey: str
    version: int
    title: str
    leaves: tuple[BlankLeaf, ...]


def blank_booklet(journey: Journey, locale: Locale) -> BlankBooklet:
    """The booklet of `journey` in `locale`."""
    return BlankBooklet(
        journey=journey.name,
        version=journey.version,
        title=_say(journey.title, locale),
        leaves=tuple(_leaf(step, locale) for step in journey.steps if step.kind in ON_THE_TABLET),
    )


def _leaf(step: Step, locale: Locale) -> BlankLeaf:
    return BlankLeaf(
        step=step.name,
        kind=step.kind,
        title=_say(step.title, locale),
        hint=_say(step.hint, locale),
        notices=tuple(
            BlankNotice(notice.name, _say(notice.text, locale), bool(notice.when))
            for notice in step.notices
        ),
        fields=tuple(_field(field, locale) for field in step.fields),
    )


def _field(field: Field, locale: Locale) -> BlankField:
    choices = tuple(
        BlankChoice(choice.value, _say(choice.label, locale), _say(choice.hint, locale))
        for choice in field.choices
    )
    return BlankField(
        name=field.name,
        control=CONTROLS.get(field.type, "input"),
        label=_say(field.label, locale),
        hint=_say(field.hint, locale),
        input_type=INPUT_TYPES.get(field.type, "text"),
        width=WIDTHS.get(field.type, 0),
        attributes=_attributes(field),
        choices=choices,
        inline=sum(len(choice.label) + len(choice.hint) for choice in choices) <= SHORT,
        most=field.most or 0,
    )


def _say(words: Words | None, locale: Locale) -> str:
    if words is None:
        return ""
    return french_typography(words.fr) if locale == "fr" else words.in_(locale)


def _attributes(field: Field) -> dict[str, str]:
    """What helps the keyboard of a tablet. No `maxlength`: it would cut a paste in silence."""
    attributes = {
        "autocomplete": field.autocomplete,
        "autocapitalize": CAPITALS.get(field.type, "none"),
        "spellcheck": "true" if field.type == "textarea" else "false",
    }
    if field.inputmode:
        attributes["inputmode"] = field.inputmode
    if field.required:
        attributes["aria-required"] = "true"
    return attributes
