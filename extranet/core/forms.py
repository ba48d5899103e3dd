"""One form pattern: a pydantic model reads the posted fields and gathers every error at once."""

from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from litestar import Request
from pydantic import BaseModel, ValidationError

Model = TypeVar("Model", bound=BaseModel)


@dataclass(slots=True)
class Form(Generic[Model]):
    """A posted form: the values as typed, and what is wrong with them.

    `errors` maps a field to a French source sentence (or `""` to one about the whole form);
    `value` is the model, None while there are errors.
    """

    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    value: Model | None = None

    def refuse(self, name: str, sentence: str) -> None:
        """Add an error found after the reading (a wrong password, a code that expired)."""
        self.errors[name] = sentence
        self.value = None


async def read_form(
    request: Request[Any, Any, Any], model: type[Model], sentences: dict[str, str]
) -> Form[Model]:
    """Read the posted form into `model`.

    `sentences` gives what to say when a field is wrong: keys are field names, or
    `field:error_type` for one kind of pydantic error. Unknown fields are dropped.
    """
    posted = await request.form()
    values = {
        name: str(posted[name]) for name in model.model_fields if isinstance(posted.get(name), str)
    }
    form: Form[Model] = Form(values=values)
    try:
        form.value = model.model_validate(values)
    except ValidationError as wrong:
        for error in wrong.errors():
            name = str(error["loc"][0]) if error["loc"] else ""
            sentence = sentences.get(f"{name}:{error['type']}") or sentences.get(name)
            form.errors.setdefault(name, sentence or error["msg"])
    return form
