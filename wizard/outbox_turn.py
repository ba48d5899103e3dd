"""Tablets that all come back at once take their turn, so that the pages of others stay quick."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import Semaphore, move_on_after

PATIENCE = 12.0
"""Seconds to wait for a turn: with the batch itself, less than a tablet waits for its reply."""

RETRY_AFTER = 10
"""Seconds until another attempt makes sense for whoever got no turn."""

# Two batches at a time in each process, so that one which waits for a locked sale does not hold up
# the others. More would bring little, the processor being busy, and with a thousand of them every
# page would stand in line for a connection of the pool.
_turns = Semaphore(2)


class Crowded(Exception):
    """No turn came in time: the tablet keeps everything and tries again later."""


@asynccontextmanager
async def turn() -> AsyncIterator[None]:
    """Wait for a turn, first come, first served, and hold it; raise `Crowded` when none comes."""
    with move_on_after(PATIENCE) as waiting:
        await _turns.acquire()
    if waiting.cancelled_caught:
        raise Crowded
    try:
        yield
    finally:
        _turns.release()
