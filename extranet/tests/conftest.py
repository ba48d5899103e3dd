"""A database in which every table holds something, and the truth about it."""

from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import asyncpg
import pytest

from extranet.core.embedded import EmbeddedServer
from extranet.testing.cast import Cast
from extranet.testing.filling import Filled, fill


@pytest.fixture
async def filled(cast: Cast) -> Filled:
    """Every table holds something."""
    return await fill(cast)


@pytest.fixture
async def truth(
    server: EmbeddedServer, database: str, filled: Filled
) -> AsyncIterator[asyncpg.Connection]:
    """A connection that sees every row."""
    name = urlsplit(database).path.lstrip("/")
    connection = await asyncpg.connect(server.handle.get_uri(database=name))
    yield connection
    await connection.close()
