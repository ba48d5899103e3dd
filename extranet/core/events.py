"""News that travels upward between rooms, inside the transaction it happened in."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extranet.core.database import UnitOfWork

Handler = Callable[["UnitOfWork", Any], Awaitable[None]]
_handlers: dict[type["Event"], list[Handler]] = {}


@dataclass(frozen=True, slots=True)
class Event:
    """Base of every event: a frozen dataclass named in the past tense, holding ids."""


def subscribe(kind: type[Event], handler: Handler) -> None:
    """Call `handler(work, event)` whenever an event of `kind` is emitted; once per handler."""
    handlers = _handlers.setdefault(kind, [])
    if handler not in handlers:
        handlers.append(handler)


async def deliver(work: "UnitOfWork", event: Event) -> None:
    """Run the handlers of `event` in order; what one raises undoes the whole unit of work."""
    for handler in _handlers.get(type(event), []):
        await handler(work, event)
