"""News as it happens: PostgreSQL tells this process which object moved on, and whoever follows
that object is woken.

One listening connection per process, open while somebody follows. What it carries is an id, never
a fact: who is woken looks for themselves, under their own identity. A connection that breaks is
opened again, and everybody is woken then, since nobody knows what was missed.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import asyncpg

from extranet.core.errors import NotFound
from extranet.core.logs import log
from extranet.core.settings import installed

_FIRST_DELAY = 0.5
_LONGEST_DELAY = 30.0
_HEARTBEAT = 20.0
"""Seconds after which a silent stream says that it is alive: proxies close what is silent."""


class Follower:
    """Somebody who follows one object."""

    def __init__(self) -> None:
        self._news = asyncio.Event()
        self.ended = False
        """Whether there will be no more news: this process is about to stop."""

    def wake(self) -> None:
        """There may be news."""
        self._news.set()

    def end(self) -> None:
        """There will be no more."""
        self.ended = True
        self._news.set()

    async def wait(self, seconds: float) -> bool:
        """Wait for news that long at most; whether there may be some."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._news.wait()
        news = self._news.is_set()
        self._news.clear()
        return news


class _Exchange:
    """The followers of this process by channel and key, and the connection that wakes them."""

    def __init__(self) -> None:
        self._followers: defaultdict[tuple[str, str], set[Follower]] = defaultdict(set)
        self._listening: dict[str, asyncio.Task[None]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    def add(self, channel: str, key: str, follower: Follower) -> None:
        self._loop = asyncio.get_running_loop()
        self._followers[channel, key].add(follower)
        if channel not in self._listening:
            self._listening[channel] = asyncio.create_task(self._listen(channel))

    async def remove(self, channel: str, key: str, follower: Follower) -> None:
        self._followers[channel, key].discard(follower)
        if not self._followers[channel, key]:
            del self._followers[channel, key]
        if any(channel == followed for followed, _ in self._followers):
            return
        task = self._listening.pop(channel, None)
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    def end_all(self) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._end_all)

    def _end_all(self) -> None:
        for followers in self._followers.values():
            for follower in followers:
                follower.end()

    async def _listen(self, channel: str) -> None:
        """Stay connected until cancelled."""
        delay = _FIRST_DELAY
        while True:
            try:
                await self._listen_once(channel)
                delay = _FIRST_DELAY
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                log.warning("listening failed", channel=channel, error=type(error).__name__)
            await asyncio.sleep(delay)
            delay = min(delay * 2, _LONGEST_DELAY)

    async def _listen_once(self, channel: str) -> None:
        """Listen until the connection ends."""
        connection = await asyncpg.connect(installed().database_url)
        ended = asyncio.Event()
        connection.add_termination_listener(lambda _: ended.set())

        def hear(_connection: Any, _pid: int, _channel: str, payload: object) -> None:
            for follower in self._followers.get((channel, str(payload)), ()):
                follower.wake()

        try:
            await connection.add_listener(channel, hear)
            for (followed, _), followers in self._followers.items():
                for follower in followers if followed == channel else ():
                    follower.wake()
            await ended.wait()
        finally:
            connection.terminate()


_exchange = _Exchange()


@asynccontextmanager
async def following(channel: str, key: str) -> AsyncIterator[Follower]:
    """Follow the object `key` of `channel` (NOTIFY channel, payload key).

    The follower is woken once listening has begun, and after every break: look then, too.
    """
    follower = Follower()
    _exchange.add(channel, key, follower)
    try:
        yield follower
    finally:
        await asyncio.shield(_exchange.remove(channel, key, follower))


async def stamps(
    channel: str, key: str, read: Callable[[], Awaitable[str]]
) -> AsyncIterator[str | None]:
    """What `read` tells of an object, now and whenever it changes; None to say that all is well in
    between.

    The database is asked only when it told of something. Ends when `read` raises `NotFound`: who
    follows may no longer see the object; or when the process stops.
    """
    told, news = "", True
    async with following(channel, key) as follower:
        while not follower.ended:
            stamp = told
            if news:
                try:
                    stamp = await read()
                except NotFound:
                    return
            yield stamp if stamp != told else None
            told = stamp
            news = await follower.wait(_HEARTBEAT)


def end_followers() -> None:
    """Have every follower of this process leave; called when it stops, from any thread or signal
    handler."""
    _exchange.end_all()
