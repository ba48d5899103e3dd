"""What a journey is: steps, fields and words, as a journey file describes them.

Pure: nothing here knows about the web or the database. `journey_files.load_journeys` reads the
files and checks what one model cannot see alone (references, messages).
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    PositiveInt,
    StringConstraints,
    field_validator,
    model_validator,
)

from extranet.core.i18n import french_typography
from wizard.reference import REFERENCE

Locale = Literal["fr", "en"]
Code = str
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Scalar = bool | int | str
When = dict[str, Scalar | list[Scalar]]
"""Dotted path (`facts.mandate_allowed`, `contact.phone_kind`) → value, or list of values.
Every line must hold; an empty condition always holds."""

StepKind = Literal["cart", "form", "review", "signature", "code", "done"]
FieldType = Literal[
    "text",
    "textarea",
    "email",
    "phone",
    "date",
    "iban",
    "choice",
    "tick",
    "postcode",
    "city",
    "country",
    "photo",
]
Normaliser = Literal["line", "block", "compact", "email", "phone", "date", "iban"]
Charset = Literal["name", "place", "address"]

NORMALISERS: dict[FieldType, list[Normaliser]] = {
    "text": ["line"],
    "textarea": ["block"],
    "email": ["line", "email"],
    "phone": ["line", "phone"],
    "date": ["line", "date"],
    "iban": ["line", "iban"],
    "choice": ["line"],
    "tick": [],
    "postcode": ["line", "compact"],
    "city": ["line"],
    "country": ["line"],
    "photo": [],
}
MAX_LENGTH: dict[FieldType, int] = {"text": 100, "textarea": 1000, "email": 254, "city": 60}
INPUT_MODE: dict[FieldType, str] = {
    "email": "email",
    "phone": "tel",
    "postcode": "numeric",
    "date": "numeric",
}
CHARSET: dict[FieldType, Charset] = {"city": "place"}

CART = "products"
"""The name of a cart step: facts look for the cart there."""
GIVE_UP = "give_up"
"""What the tablet calls the step by which a sale is given up (`wizard.giving_up`): no step of a
journey has that name."""


class Frozen(BaseModel):
    """A value of a journey file: no unknown key, no change after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Frozen):
    """One sentence in both languages. Files are typed plainly (', ordinary spaces); this is set."""

    fr: Text
    en: Text

    @field_validator("fr", "en")
    @classmethod
    def _set(cls, text: str) -> str:
        return text.replace("'", "’")

    @field_validator("fr")
    @classmethod
    def _set_french(cls, text: str) -> str:
        return french_typography(text)

    def in_(self, locale: Locale) -> str:
        """The sentence in one language."""
        return self.en if locale == "en" else self.fr


class Choice(Frozen):
    """One answer of a `choice` or `country` field; `when` hides it where it cannot be had."""

    value: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_]{1,40}$")]
    label: Words
    hint: Words | None = None
    when: When = {}


class Notice(Frozen):
    """A statement the step shows, without an answer (law asks for some of them)."""

    name: Slug
    text: Words
    when: When = {}


class Field(Frozen):
    """One question of a step. Limits and normalisers left out take those of the type.

    `secret` values are encrypted at rest, and refused (`not_asked`) when sent unasked.
    `kind_from` names the answer a phone number's kind must match. `wording_version` says which
    wording a consent was given to. Of photos, `most` are taken, and forgotten after `keep_days`.
    """

    name: Slug
    type: FieldType
    label: Words
    hint: Words | None = None
    required: bool = True
    when: When = {}
    choices: tuple[Choice, ...] = ()
    min_length: int | None = None
    max_length: int | None = None
    charset: Charset | None = None
    min_age: int | None = None
    kind_from: str | None = None
    autocomplete: str = "off"
    inputmode: str | None = None
    normalise: tuple[Normaliser, ...] = ()
    messages: dict[Code, Words] = {}
    personal: bool = False
    secret: bool = False
    wording_version: str | None = None
    most: PositiveInt | None = None
    keep_days: PositiveInt | None = None

    @model_validator(mode="before")
    @classmethod
    def _take_the_types_defaults(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        of_type: dict[str, Mapping[Any, Any]] = {
            "normalise": NORMALISERS,
            "max_length": MAX_LENGTH,
            "inputmode": INPUT_MODE,
            "charset": CHARSET,
        }
        kind = data.get("type")
        taken = {key: table[kind] for key, table in of_type.items() if kind in table}
        return {**taken, **data}

    @model_validator(mode="after")
    def _make_sense(self) -> "Field":
        chosen = self.type in ("choice", "country")
        if chosen != bool(self.choices):
            raise ValueError(f"{self.name}: choices belong to choice and country fields, only")
        values = [choice.value for choice in self.choices]
        if len(set(values)) != len(values):
            raise ValueError(f"{self.name}: the same choice twice")
        if self.kind_from and self.type != "phone":
            raise ValueError(f"{self.name}: kind_from belongs to phone fields")
        if self.min_age is not None and self.type != "date":
            raise ValueError(f"{self.name}: min_age belongs to date fields")
        limits = [self.most is not None, self.keep_days is not None]
        if limits != [self.type == "photo"] * 2:
            raise ValueError(f"{self.name}: most and keep_days belong to photo fields, both")
        if self.type == "photo" and self.secret:
            raise ValueError(f"{self.name}: photos are encrypted anyway, not secret answers")
        return self


class Step(Frozen):
    """One leaf of the booklet: a question, its fields, its statements."""

    name: Slug
    kind: StepKind
    title: Words
    hint: Words | None = None
    when: When = {}
    notices: tuple[Notice, ...] = ()
    fields: tuple[Field, ...] = ()

    @model_validator(mode="after")
    def _make_sense(self) -> "Step":
        if self.name == GIVE_UP:
            raise ValueError(f"{GIVE_UP} is no name for a step")
        if self.fields and self.kind != "form":
            raise ValueError(f"{self.name}: only a form has fields")
        if self.kind == "form" and not self.fields:
            raise ValueError(f"{self.name}: a form has fields")
        names = [field.name for field in self.fields]
        if len(set(names)) != len(names):
            raise ValueError(f"{self.name}: the same field twice")
        return self

    def field(self, name: str) -> Field | None:
        """The field of that name, or None."""
        return next((field for field in self.fields if field.name == name), None)


class Journey(Frozen):
    """One version of one journey. `messages` holds the shared ones, keyed `code` or `type.code`."""

    name: Slug
    version: Annotated[int, "1 and up; published versions never change"]
    title: Words
    steps: tuple[Step, ...]
    messages: dict[str, Words] = {}

    @model_validator(mode="after")
    def _make_sense(self) -> "Journey":
        names = [step.name for step in self.steps]
        if len(set(names)) != len(names):
            raise ValueError(f"{self.name}: the same step twice")
        if self.version < 1:
            raise ValueError(f"{self.name}: versions count from 1")
        if any(step.kind == "cart" and step.name != CART for step in self.steps):
            raise ValueError(f"{self.name}: the cart step is called {CART}")
        kinds = [step.kind for step in self.steps]
        if not kinds or kinds[-1] != "done" or kinds.count("done") != 1:
            raise ValueError(f"{self.name}: the last step, and only that one, is of kind done")
        return self

    def step(self, name: str) -> Step | None:
        """The step of that name, or None."""
        return next((step for step in self.steps if step.name == name), None)

    def as_dict(self) -> dict[str, Any]:
        """The whole journey as JSON for a tablet, with the tables its checks need: no personal
        data, both languages."""
        return self.model_dump(mode="json", exclude_none=True) | {"reference": REFERENCE}
