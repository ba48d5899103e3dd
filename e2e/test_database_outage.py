"""PostgreSQL dies and comes back: web server and job worker outlive it and go on by themselves."""

import asyncio
import time
from collections.abc import Callable

import asyncpg
import httpx
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.queries import Queries

from e2e.faults.rig import rigged
from extranet.core.ids import new_id

_PATIENCE = 60.0
_STATE = "SELECT status FROM pgqueuer WHERE payload = $1"


def test_web_server_and_worker_outlive_the_database() -> None:
    with rigged() as rig:
        before = {name: rig.process_id(name) for name in ("web", "worker")}
        ready = f"{rig.installation.url}/health/ready"
        for _ in range(2):
            rig.kill("database")
            wait_for(lambda: httpx.get(ready, timeout=30).status_code == 503)
            rig.revive()
            taken = asyncio.run(told_to_work(rig.installation.owner_url))
            assert taken, "no worker takes jobs any more"
            assert {name: rig.process_id(name) for name in before} == before


async def told_to_work(url: str) -> bool:
    """Enqueue a job that can only be given up, and tell whether the worker did so."""
    connection = await asyncpg.connect(url)
    try:
        payload = str(new_id()).encode()
        await Queries(AsyncpgDriver(connection)).enqueue("hand_over_information", payload)
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            if await connection.fetchval(_STATE, payload) == "failed":
                return True
            await asyncio.sleep(0.05)
    finally:
        await connection.close()
    return False


def wait_for(holds: Callable[[], bool]) -> None:
    """Wait until it holds."""
    deadline = time.monotonic() + _PATIENCE
    while not holds():
        assert time.monotonic() < deadline
