"""Customers to be forgotten, and somebody who sees all there is."""

import shutil
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import asyncpg
import pytest

from extranet.core.embedded import EmbeddedServer
from extranet.core.settings import Settings
from extranet.testing.cast import Cast
from extranet.testing.filling import Filled, fill


@pytest.fixture(autouse=True)
def no_files(settings: Settings) -> None:
    """An empty store: files of other tests would be found as those that nobody erased."""
    shutil.rmtree(settings.data / "documents", ignore_errors=True)
    (settings.data / "documents").mkdir()


@pytest.fixture
async def superuser(server: EmbeddedServer, database: str) -> AsyncIterator[asyncpg.Connection]:
    """Somebody whom neither rights nor row security bind."""
    name = urlsplit(database).path.lstrip("/")
    connection = await asyncpg.connect(server.handle.get_uri(database=name))
    yield connection
    await connection.close()


@pytest.fixture
async def filled(cast: Cast) -> Filled:
    """Every table holds something."""
    return await fill(cast)
