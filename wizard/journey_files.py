"""Reading the journey files: every version ever published, checked before the first sale.

`home_sale.toml` is the current version, `home_sale.v1.toml` an older one. Adding a journey is
adding a file; what is wrong with one is said all at once, at start.
"""

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from wizard.facts import FACTS
from wizard.journey import Field, FieldType, Journey, Step, When, Words

JOURNEYS = Path(__file__).parent / "journeys"
SHARED_MESSAGES = Path(__file__).parent / "messages.toml"

# What the rules may say of a field, by type; each must have words in both languages.
CODES: dict[FieldType, tuple[str, ...]] = {
    "text": ("too_long",),
    "textarea": ("too_long",),
    "city": ("too_long",),
    "email": ("too_long",),
    "phone": ("foreign_phone", "not_mobile", "not_landline"),
    "date": ("impossible_date", "too_early", "in_future", "under_age"),
    "iban": ("not_sepa", "iban_length", "iban_checksum"),
    "choice": ("not_offered",),
    "country": ("not_offered",),
    "tick": (),
    "postcode": (),
    "photo": ("too_many",),
}
EVERY_FIELD = ("required", "format", "too_short", "characters", "not_asked")
CART_CODES = (
    "empty_cart",
    "too_many_lines",
    "format",
    "unknown_product",
    "inactive_product",
    "duplicate_product",
    "quantity_out_of_range",
    "price_changed",
)
STEP_CODES = ("format", "unknown_field", "unknown_step", "out_of_order", "not_asked")


class JourneyError(Exception):
    """A journey file that cannot be used; the message lists everything wrong with it."""


class UnknownJourneyError(LookupError):
    """No such journey, or no such version of it."""


class Journeys:
    """Every published version of every journey."""

    def __init__(self, journeys: list[Journey]) -> None:
        self._by_key = {(journey.name, journey.version): journey for journey in journeys}
        self._latest: dict[str, Journey] = {}
        for journey in sorted(journeys, key=lambda one: one.version):
            self._latest[journey.name] = journey

    def get(self, name: str, version: int) -> Journey:
        """That version of that journey; raises UnknownJourneyError."""
        try:
            return self._by_key[name, version]
        except KeyError:
            raise UnknownJourneyError(f"{name} v{version}") from None

    def latest(self, name: str) -> Journey:
        """The version new sales are opened with; raises UnknownJourneyError."""
        try:
            return self._latest[name]
        except KeyError:
            raise UnknownJourneyError(name) from None

    def names(self) -> list[str]:
        """The journeys there are, in alphabetical order."""
        return sorted(self._latest)

    def __iter__(self) -> Iterator[Journey]:
        return iter(self._by_key.values())


def load_journeys(folder: Path = JOURNEYS, messages: Path = SHARED_MESSAGES) -> Journeys:
    """Read and check every journey file of a folder; raises JourneyError naming the file."""
    with _said_of(messages):
        shared = TypeAdapter(dict[str, Words]).validate_python(_read(messages))
    journeys = [_load(path, shared) for path in sorted(folder.glob("*.toml"))]
    loaded = Journeys(journeys)
    for path in sorted(folder.glob("*.toml")):
        _check_name(path, loaded)
    return loaded


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise JourneyError(f"{path.name}: {error}") from None


@contextmanager
def _said_of(path: Path) -> Iterator[None]:
    """Everything pydantic finds wrong, as one JourneyError about a file."""
    try:
        yield
    except ValidationError as error:
        found = ((".".join(map(str, one["loc"])), one["msg"]) for one in error.errors())
        lines = [f"  {where}: {what}" for where, what in found]
        raise JourneyError("\n".join([f"{path.name}:", *lines])) from None


def _load(path: Path, shared: Mapping[str, Words]) -> Journey:
    data = _read(path)
    with _said_of(path):
        messages = {**shared, **data.get("messages", {})}
        journey = Journey.model_validate({**data, "messages": messages})
    wrong = [*_wrong_conditions(journey), *_missing_messages(journey)]
    if wrong:
        raise JourneyError("\n".join([f"{path.name}:", *(f"  {line}" for line in wrong)]))
    return journey


def _check_name(path: Path, journeys: Journeys) -> None:
    """`name.toml` holds the newest version, `name.v<version>.toml` an older one."""
    data = _read(path)
    name, version = data["name"], data["version"]
    newest = journeys.latest(name).version == version
    expected = f"{name}.toml" if newest else f"{name}.v{version}.toml"
    if path.name != expected:
        raise JourneyError(f"{path.name}: version {version} of {name} belongs in {expected}")


def _wrong_conditions(journey: Journey) -> Iterator[str]:
    """Conditions may look at facts and at questions asked before, so that they never go round."""
    asked: set[str] = set()

    def wrong(when: When, where: str) -> Iterator[str]:
        for path in when:
            room, _, rest = path.partition(".")
            known = rest.split(".")[0] in FACTS if room == "facts" else path in asked
            if not known:
                yield f"{where}: `when` looks at {path}, which is neither a fact nor asked before"

    for step in journey.steps:
        yield from wrong(step.when, step.name)
        for field in step.fields:
            where = f"{step.name}.{field.name}"
            yield from wrong(field.when, where)
            for choice in field.choices:
                yield from wrong(choice.when, f"{where}={choice.value}")
            if field.kind_from and field.kind_from not in asked:
                yield f"{where}: kind_from looks at {field.kind_from}, which is not asked before"
            asked.add(where)
        for notice in step.notices:
            yield from wrong(notice.when, f"{step.name}.{notice.name}")


def _missing_messages(journey: Journey) -> Iterator[str]:
    for step in journey.steps:
        if step.kind == "cart":
            yield from _unsaid(journey, CART_CODES, "cart", {})
        for field in step.fields:
            codes = (*EVERY_FIELD, *CODES[field.type])
            yield from _unsaid(journey, codes, field.type, field.messages, step, field)
    yield from _unsaid(journey, STEP_CODES, "step", {})


def _unsaid(
    journey: Journey,
    codes: tuple[str, ...],
    kind: str,
    own: Mapping[str, Words],
    step: Step | None = None,
    field: Field | None = None,
) -> Iterator[str]:
    where = f"{step.name}.{field.name}" if step and field else kind
    for code in codes:
        said = (own.get(code), *map(journey.messages.get, (f"{kind}.{code}", code)))
        if not any(said):
            yield f"{where}: no message for {code}"
