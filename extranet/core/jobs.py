"""Background jobs: enqueued inside a unit of work, run by `extranet work`.

A room declares its jobs with `@job("name")`; the function gets the payload, an id. A failed job
is tried again with a growing delay, and kept for the operator after the last try.
"""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

import asyncpg
from pgqueuer import PgQueuer
from pgqueuer.errors import FailingListenerError, RetryRequested
from pgqueuer.models import Job, Schedule

from extranet.core import database
from extranet.core.logs import log
from extranet.core.settings import Settings

Work = Callable[[str], Awaitable[None]]

MOST_TRIES = 8
_BATCH = 10
"""Jobs taken from the queue at once. Twice as many are under way at most: what waits in the queue
is seen by other workers, keeps its order, and is not lost with this process."""
_LONGEST_DELAY = timedelta(minutes=30)

_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 15.0
_LOST = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.TooManyConnectionsError,
    FailingListenerError,
)
"""How the end of a connection, or a database that is down or just starting, makes itself known."""

_jobs: dict[str, Work] = {}
_schedules: dict[str, tuple[str, Callable[[], Awaitable[None]]]] = {}


class PermanentFailure(Exception):
    """Trying again would change nothing; the job is put aside at once."""


def job(name: str) -> Callable[[Work], Work]:
    """Register the function as the job `name`; it must be safe to run twice."""

    def register(work: Work) -> Work:
        _jobs[name] = work
        return work

    return register


def every(
    name: str, expression: str
) -> Callable[[Callable[[], Awaitable[None]]], Callable[[], Awaitable[None]]]:
    """Register the function to run at the times of the cron `expression` (UTC)."""

    def register(work: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
        _schedules[name] = (expression, work)
        return work

    return register


def delay_before(attempt: int) -> timedelta:
    """How long to wait before try `attempt` + 1: 2 s, 4 s, 8 s … half an hour at most."""
    return min(timedelta(seconds=2 ** (attempt + 1)), _LONGEST_DELAY)


async def run_job(name: str, payload: str) -> None:
    """Run one job now, in a task of its own so that no context leaks into the next."""
    await asyncio.create_task(_run(name, payload))


async def _run(name: str, payload: str) -> None:
    await _jobs[name](payload)


async def work(settings: Settings, ready: Callable[[], None] | None = None) -> None:
    """Run jobs and schedules until SIGTERM or SIGINT; finish what was begun.

    A database that goes away is waited for: its jobs are there when it is back, and one that was
    under way is run again.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    delay = _FIRST_PAUSE

    def connected() -> None:
        nonlocal delay
        delay = _FIRST_PAUSE
        if ready is not None:
            ready()

    while not stop.is_set():
        try:
            await _work_connected(settings, stop, connected)
        except _LOST as lost:
            log.warning("database lost, will be tried again", error=repr(lost), seconds=delay)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), delay)
            delay = min(2 * delay, _LONGEST_PAUSE)


async def _work_connected(
    settings: Settings, stop: asyncio.Event, connected: Callable[[], None]
) -> None:
    """Run jobs until `stop`; raise one of `_LOST` when the database goes away."""
    await database.connect(settings)
    try:
        connection = await asyncpg.connect(settings.database_url)
        try:
            queue = PgQueuer.from_asyncpg_connection(connection)
            for name in _jobs:
                _serve(queue, name)
            for name, (expression, action) in _schedules.items():
                _schedule(queue, name, expression, action)
            connected()
            log.info("worker started", jobs=sorted(_jobs), schedules=sorted(_schedules))
            await _run_until(queue, stop)
        except Exception as error:
            # What its end does to whoever was using it has many names.
            if connection.is_closed():
                raise ConnectionResetError(repr(error)) from error
            raise
        finally:
            connection.terminate()
    finally:
        await database.disconnect()


async def _run_until(queue: PgQueuer, stop: asyncio.Event) -> None:
    async def pass_on() -> None:
        await stop.wait()
        queue.shutdown.set()

    passing_on = asyncio.create_task(pass_on())
    try:
        await queue.run(
            dequeue_timeout=timedelta(seconds=5),
            batch_size=_BATCH,
            max_concurrent_tasks=2 * _BATCH,
            shutdown_on_listener_failure=True,
        )
    finally:
        passing_on.cancel()


def _serve(queue: PgQueuer, name: str) -> None:
    @queue.entrypoint(name, on_failure="hold")
    async def perform(found: Job) -> None:
        payload = (found.payload or b"").decode()
        try:
            await run_job(name, payload)
        except PermanentFailure:
            log.exception("job given up", job=name, payload=payload)
            raise
        except Exception as failure:
            if found.attempts + 1 >= MOST_TRIES:
                log.exception("job failed for good", job=name, payload=payload)
                raise
            wait = delay_before(found.attempts)
            log.warning(
                "job failed, will be tried again",
                job=name,
                payload=payload,
                error=type(failure).__name__,
                seconds=wait.total_seconds(),
            )
            raise RetryRequested(delay=wait, reason=type(failure).__name__) from failure


def _schedule(
    queue: PgQueuer, name: str, expression: str, action: Callable[[], Awaitable[None]]
) -> None:
    @queue.schedule(name, expression)
    async def perform(_: Schedule) -> None:
        await asyncio.create_task(_as_coroutine(action))


async def _as_coroutine(action: Callable[[], Awaitable[None]]) -> None:
    await action()
