"""The tablet's requests over HTTP, and what they cost the database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from asyncpg.connection import LoggedQuery
from httpx import AsyncClient

from extranet.core.database import pool


async def post(browser: AsyncClient, *submissions: dict[str, Any], **headers: str) -> Any:
    """Post a batch as the tablet does and return the answer."""
    return await browser.post("/outbox", json={"submissions": submissions}, headers=headers)


@asynccontextmanager
async def round_trips() -> AsyncIterator[list[str]]:
    """The queries sent meanwhile; one client at a time uses one connection of the pool."""
    queries: list[str] = []

    def note(query: LoggedQuery) -> None:
        queries.append(query.query)

    async with pool().acquire() as connection:
        connection.add_query_logger(note)
    yield queries
    async with pool().acquire() as connection:
        connection.remove_query_logger(note)
