"""What tests of the seal stand on: PostgreSQL's own superuser, and entries to seal."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextvars import Context
from typing import Any

import asyncpg
import pytest

from audit.seal.sealing import seal_journal
from extranet.core.access import worker
from extranet.core.database import unit_of_work

Tamper = Callable[..., Awaitable[None]]
Write = Callable[[int], Awaitable[None]]
SIZES = (3, 4, 300, 5, 8, 2)
"""How many entries each checkpoint of the sealed journal adds: 322 in all, one kept block."""


async def apart(work: Coroutine[Any, Any, None]) -> None:
    """Do `work` as another process would, while a unit of work is open here."""
    await asyncio.create_task(work, context=Context())


@pytest.fixture
def write(database: str) -> Write:
    """Write so many entries."""

    async def entries(many: int) -> None:
        async with unit_of_work(worker("tests")) as work:
            for rank in range(many):
                personal = {"customer_name": f"Élodie Dupont {rank}"}
                work.record("sale:view", "sale", None, after={"rank": rank}, personal=personal)

    return entries


@pytest.fixture
def tamper(superuser: asyncpg.Connection) -> Tamper:
    """Change what nobody may: by the superuser, without foreign keys and triggers."""

    async def change(*words: str) -> None:
        async with superuser.transaction():
            await superuser.execute("SET LOCAL session_replication_role = replica")
            await superuser.execute(" ".join(words))

    return change


@pytest.fixture
async def sealed(write: Write, database: str) -> None:
    """A journal of 322 entries, sealed in six times."""
    for many in SIZES:
        await write(many)
        await seal_journal()
