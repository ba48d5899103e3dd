"""Piccolo's configuration: the engine, and the rooms that store something."""

from functools import cache
from typing import TYPE_CHECKING

from piccolo.engine.postgres import PostgresEngine

if TYPE_CHECKING:
    from piccolo.conf.apps import AppRegistry

ROOMS = (
    "audit",
    "extranet.people",
    "extranet.catalogue",
    "extranet.messages",
    "extranet.documents",
    "wizard",
    "extranet.contracts",
    "extranet.privacy",
)


class _Engine(PostgresEngine):
    """The engine without Piccolo's version check, which connects while modules load."""

    async def check_version(self) -> None:
        """PostgreSQL's version is checked when the process connects."""


DB = _Engine(config={})


@cache
def registry() -> "AppRegistry":
    """The rooms as Piccolo's migrations want them."""
    # Brings a code formatter along: only migrations load it.
    from piccolo.conf.apps import AppRegistry

    return AppRegistry(apps=[f"{room}.piccolo_app" for room in ROOMS])


def __getattr__(name: str) -> "AppRegistry":
    """`APP_REGISTRY` is the name Piccolo asks for."""
    if name == "APP_REGISTRY":
        return registry()
    raise AttributeError(name)
