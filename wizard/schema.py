"""A form step as JSON Schema (draft 2020-12), for the fields asked in this very sale.

The schema speaks about normalised values. The same on the tablet: schema.js.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from extranet.core.jpeg import MOST_BYTES
from wizard.journey import Charset, Field, FieldType
from wizard.photo_answer import TYPE

# Linear patterns, without look-around: they run on text of any length, in Rust and in JavaScript.
_NAME_SIGNS = r"'’.·׳״\u200c -"
CHARSETS: dict[Charset, str] = {
    "name": rf"^[\p{{M}}{_NAME_SIGNS}]*\p{{L}}[\p{{L}}\p{{M}}{_NAME_SIGNS}]*$",
    "place": r"^[\p{M}0-9'’.,()/ -]*\p{L}[\p{L}\p{M}0-9'’.,()/ -]*$",
    "address": r"""^[\p{L}\p{M}0-9'’"«».,;:()/°ºª&+#*_ -]+$""",
}
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_LAST_LABEL = r"[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])"
PATTERNS: dict[FieldType, str] = {
    "email": rf"^{_ATOM}(\.{_ATOM})*@({_LABEL}\.)+{_LAST_LABEL}$",
    "date": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    "iban": r"^[A-Z]{2}[0-9]{2}[A-Z0-9]{1,100}$",
    "postcode": r"^(0[1-9]|[1-8][0-9]|9[0-8])[0-9]{3}$",
}
PHOTO: dict[str, Any] = {
    "type": "object",
    "properties": {
        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "bytes": {"type": "integer", "minimum": 1, "maximum": MOST_BYTES},
        "type": {"const": TYPE},
    },
    "required": ["sha256", "bytes", "type"],
    "additionalProperties": False,
}
"""What `wizard.photo_answer` lets through; whatever else was sent is no list any more."""


@dataclass(frozen=True)
class Asked:
    """A field as it is asked here: with the choices that can be had."""

    field: Field
    values: tuple[str, ...]


class FieldRules(NamedTuple):
    """All a schema says of a field that is asked; can be the key of a cache."""

    name: str
    type: FieldType
    required: bool
    values: tuple[str, ...] | None
    min_length: int | None
    max_length: int | None
    charset: Charset | None
    most: int | None


def rules_of(asked: Asked) -> FieldRules:
    """What the schema says of this field."""
    field = asked.field
    return FieldRules(
        field.name,
        field.type,
        field.required,
        asked.values if field.choices else None,
        field.min_length,
        field.max_length,
        field.charset,
        field.most,
    )


def compile_step(asked: list[Asked]) -> dict[str, Any]:
    """The schema of the answers to these fields."""
    return compile_rules([rules_of(one) for one in asked])


def compile_rules(fields: Sequence[FieldRules]) -> dict[str, Any]:
    """The schema of the answers to fields with these rules."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {field.name: _field_schema(field) for field in fields},
        "required": [field.name for field in fields if field.required],
        "additionalProperties": False,
    }


def _field_schema(field: FieldRules) -> dict[str, Any]:
    if field.type == "tick":
        return {"type": "boolean", "const": True} if field.required else {"type": "boolean"}
    if field.values is not None:
        return {"type": "string", "enum": list(field.values)}
    if field.type == "photo":
        return {"type": "array", "maxItems": field.most, "items": PHOTO}
    schema: dict[str, Any] = {"type": "string"}
    if field.min_length is not None:
        schema["minLength"] = field.min_length
    if field.max_length is not None:
        schema["maxLength"] = field.max_length
    pattern = PATTERNS.get(field.type) or (CHARSETS[field.charset] if field.charset else None)
    if pattern:
        schema["pattern"] = pattern
    return schema
