import os

import asyncpg

from extranet.core.embedded import EmbeddedServer
from extranet.core.migrations import migrate
from extranet.core.schema_state import is_current


async def test_a_database_is_current_once_every_migration_ran(server: EmbeddedServer) -> None:
    name = f"state_{os.getpid()}"
    await server.ensure_database(name)
    url = server.url(name)
    try:
        assert not await is_current(url)
        await migrate(url)
        assert await is_current(url)
        connection = await asyncpg.connect(url)
        await connection.execute("DELETE FROM migration WHERE app_name = 'wizard'")
        await connection.close()
        assert not await is_current(url)
    finally:
        await server.drop_database(name)
