"""Whether a database has its present shape, without loading what would bring it there."""

import re

import asyncpg

from extranet.core.settings import ROOT
from extranet.piccolo_conf import ROOMS

_ID = re.compile(r'^ID = "([^"]+)"$', re.MULTILINE)


async def is_current(database_url: str) -> bool:
    """Whether every migration of every room ran on the database."""
    connection = await asyncpg.connect(database_url)
    try:
        if await never_migrated(connection):
            return False
        rows = await connection.fetch("SELECT name FROM migration")
    finally:
        await connection.close()
    return _written() <= {row["name"] for row in rows}


async def never_migrated(connection: asyncpg.Connection) -> bool:
    """Whether the database has not been migrated at all."""
    return await connection.fetchval("SELECT to_regclass('public.migration') IS NULL") is True


def _written() -> set[str]:
    """The ids of the migrations the rooms hold."""
    return {
        found
        for room in ROOMS
        for file in (ROOT / room.replace(".", "/") / "piccolo_migrations").glob("*_[0-9]*.py")
        for found in _ID.findall(file.read_text(encoding="utf-8"))
    }
