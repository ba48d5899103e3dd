"""Secret answers (the IBAN): sealed where they are kept, masked where they are shown.

A kept secret is the mapping `{"sealed": …, "masked": …}`; it opens only for the sale, step and
field it was sealed for.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from extranet.core.vault import vault
from wizard.journey import Step

_HEAD, _TAIL = 4, 4


def mask(secret: str) -> str:
    """The first and last characters: enough to recognise an account, too little to use it."""
    return f"{secret[:_HEAD]} •••• {secret[-_TAIL:]}"


def seal_secrets(sale_id: UUID, step: Step, values: Mapping[str, Any]) -> dict[str, Any]:
    """`values` with the secret ones sealed."""
    return {
        name: _seal(sale_id, step, name, value) if is_secret(step, name) else value
        for name, value in values.items()
    }


def mask_secrets(step: Step, values: Mapping[str, Any]) -> dict[str, Any]:
    """`values` with the secret ones masked and nothing to open."""
    return {
        name: {"masked": _masked(value)} if is_secret(step, name) else value
        for name, value in values.items()
    }


def open_secrets(sale_id: UUID, step: Step, values: Mapping[str, Any]) -> dict[str, Any]:
    """Kept `values` with the secret ones in clear; for the eyes of the rules alone."""
    return {
        name: open_secret(sale_id, step.name, name, value) if is_secret(step, name) else value
        for name, value in values.items()
    }


def open_secret(sale_id: UUID, step: str, field: str, kept: Mapping[str, str]) -> str:
    """The secret kept as `kept`; raises `SealBroken` when it was sealed for another place."""
    return vault().open_text(kept["sealed"], _context(sale_id, step, field))


def is_secret(step: Step, name: str) -> bool:
    """Whether the answer `name` of `step` is a secret one."""
    field = step.field(name)
    return field is not None and field.secret


def _seal(sale_id: UUID, step: Step, name: str, value: str) -> dict[str, str]:
    sealed = vault().seal_text(value, _context(sale_id, step.name, name))
    return {"sealed": sealed, "masked": mask(value)}


def _masked(value: str | Mapping[str, str]) -> str:
    return mask(value) if isinstance(value, str) else value["masked"]


def _context(sale_id: UUID, step: str, field: str) -> str:
    return f"sale:{sale_id}:{step}:{field}"
