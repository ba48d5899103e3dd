"""The rooms of this installation: their routes, their jobs, and the news between them."""

from typing import Any

from extranet.core.settings import Settings


def routes_of(settings: Settings) -> list[Any]:
    """Every route handler of every room that `settings` lets exist."""
    return []


def plug_events() -> None:
    """Tell each room the news it waits for."""


def plug_jobs() -> None:
    """Import the modules that declare jobs."""
