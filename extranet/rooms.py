"""The rooms of this installation: their routes, their jobs, and the news between them."""

from importlib import import_module
from typing import Any

from extranet.catalogue import routes as catalogue
from extranet.core.settings import Settings
from extranet.messages import routes as messages
from wizard import routes as wizard

_JOBS = ("extranet.messages.jobs",)


def routes_of(settings: Settings) -> list[Any]:
    """Every route handler of every room that `settings` lets exist."""
    return [*messages.routes(settings), *catalogue.routes, *wizard.routes]


def plug_events() -> None:
    """Tell each room the news it waits for."""


def plug_jobs() -> None:
    """Import the modules that declare jobs."""
    for module in _JOBS:
        import_module(module)
