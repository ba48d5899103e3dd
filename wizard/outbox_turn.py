"""Tablets that all come back at once take their turn, so that the pages of others stay quick.

Who would stand in line for too long is sent away at once and told when to come back: each a little
later than the one before, at the pace at which this process takes batches in.
"""

import math
import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from anyio import Semaphore, move_on_after

PATIENCE = 12.0
"""Seconds to stand in line: with the batch itself, less than a tablet waits for its reply."""

# Two batches at a time in each process, so that one which waits for a locked sale does not hold up
# the others. More would bring little, the processor being busy, and with a thousand of them every
# page would stand in line for a connection of the pool.
_TURNS = 2
_FIRST_PACE = 0.5
_SHORTEST, _LONGEST = 5.0, 300.0
_SMOOTH = 0.2


class Crowded(Exception):
    """There is no turn for this batch now: the tablet keeps everything and comes back in
    `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Line:
    """Who stands in line for this process, and when those it sent away were told to be back."""

    def __init__(self) -> None:
        self._turns = Semaphore(_TURNS)
        self._standing = 0
        self._pace = _FIRST_PACE
        self._promised = 0.0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn, first come, first served, and hold it.

        Raise `Crowded` at once when none is to be expected in time, or later when none came.
        """
        if self._standing >= _TURNS and self._expected() > PATIENCE:
            raise Crowded(self._later())
        self._standing += 1
        try:
            with move_on_after(PATIENCE) as waiting:
                await self._turns.acquire()
            if waiting.cancelled_caught:
                raise Crowded(self._later())
            started = time.monotonic()
            try:
                yield
            finally:
                self._turns.release()
                self._pace += _SMOOTH * (time.monotonic() - started - self._pace)
        finally:
            self._standing -= 1

    def _expected(self) -> float:
        """Seconds until those who stand in line have had their turn."""
        return self._standing * self._pace / _TURNS

    def _later(self) -> int:
        """Seconds after which somebody sent away may come back: everybody has a place of their
        own behind the line, and behind those sent away before."""
        moment = time.monotonic()
        place = max(self._promised, moment + self._expected()) + self._pace / _TURNS
        self._promised = min(place, moment + _LONGEST)
        return math.ceil(max(_SHORTEST, self._promised - moment))


_line = Line()


def turn() -> AbstractAsyncContextManager[None]:
    """A turn in the line of this process; see `Line.turn`."""
    return _line.turn()
