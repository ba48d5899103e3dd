"""Piccolo's configuration: the engine, and the rooms that store something."""

from piccolo.conf.apps import AppRegistry
from piccolo.engine.postgres import PostgresEngine


class _Engine(PostgresEngine):
    """The engine without Piccolo's version check, which connects while modules load."""

    async def check_version(self) -> None:
        """PostgreSQL's version is checked when the process connects."""


DB = _Engine(config={})

APP_REGISTRY = AppRegistry(
    apps=[
        "audit.piccolo_app",
        "extranet.people.piccolo_app",
        "extranet.catalogue.piccolo_app",
        "extranet.messages.piccolo_app",
        "extranet.documents.piccolo_app",
        "wizard.piccolo_app",
        "extranet.contracts.piccolo_app",
    ]
)
