"""The network between the browser and the server: a proxy that does as the schedule says.

It runs in a thread of its own. What the machine tells it, and what it has seen, may be used from
any thread.
"""

import asyncio
from collections import defaultdict, deque
from collections.abc import Coroutine
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from random import Random
from threading import Event, Thread
from typing import Any

from e2e.faults.network import Fault, Hands, calm
from e2e.faults.talk import Asked, Cut, Talk, receipts_in

_LIMIT = 4_000_000
_LOOK_AGAIN = 0.05


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the server said of a submission, whether the browser heard it or not."""

    submission: str
    outcome: str


class Proxy:
    """Listens on `port` from its start to its end, and hands on to `upstream`."""

    def __init__(self, upstream: int) -> None:
        self._upstream = upstream
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="proxy", daemon=True)
        self._armed: dict[str, deque[tuple[Fault, Random]]] = defaultdict(deque)
        self._dark = False
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._lines: set[asyncio.Task[Any] | None] = set()
        self._release = asyncio.Event()
        self.holding = Event()
        """Set while a request is held."""
        self.receipts: list[Receipt] = []
        self.sent: dict[str, dict[str, Any]] = {}
        """Every submission a browser ever sent, by its id."""
        self.turned_away: set[str] = set()
        """Those that somebody else answered for once, as if nobody could read them."""
        self._thread.start()
        self._server = self._do(asyncio.start_server(self._serve, "127.0.0.1", 0, limit=_LIMIT))
        self.port: int = self._server.sockets[0].getsockname()[1]

    def arm(self, fault: Fault, dice: Random, kind: str = "outbox") -> None:
        """Do `fault` to the next request of a kind that nothing is armed for yet."""
        self._armed[kind].append((fault, dice))

    def arm_first(self, fault: Fault, dice: Random) -> None:
        """Do `fault` to the very next request of the outbox."""
        self._armed["outbox"].appendleft((fault, dice))

    def go_dark(self) -> None:
        """From now on nobody gets through, and who is connected is cut."""
        self._dark = True
        self._do(self._cut_all())

    def light_up(self) -> None:
        """Let everybody through again; what was armed stays armed."""
        self._dark = False

    def let_go(self) -> None:
        """Let the requests that are held go their way."""
        self._do(self._let_go())

    def quieten(self) -> None:
        """End every fault: nothing armed, nothing held, and what was to come later has come."""
        self._armed.clear()
        self.light_up()
        self._do(self._settle())

    def forget(self) -> None:
        """Begin a new page of what was seen."""
        self.receipts, self.sent, self.turned_away = [], {}, set()

    def close(self) -> None:
        """Listen no more."""
        self._do(self._cut_all())
        self._do(self._settle())
        self._do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        waiting: Future[Any] = asyncio.run_coroutine_threadsafe(work, self._loop)
        return waiting.result(timeout=60)

    async def _cut_all(self) -> None:
        for writer in self._writers:
            writer.transport.abort()

    async def _let_go(self) -> None:
        self._release.set()
        self._release = asyncio.Event()
        self.holding.clear()

    async def _settle(self) -> None:
        await self._let_go()
        while self._tasks:
            # What still waits for the server may be to be held only afterwards.
            await asyncio.wait(self._tasks, timeout=_LOOK_AGAIN)
            await self._let_go()

    async def _end(self) -> None:
        self._server.close()
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = asyncio.current_task()
        self._lines.add(line)  # nobody else may hold on to it: it would be collected at work
        self._writers.add(writer)
        try:
            while True:
                asked = await Asked.read(reader)
                if self._dark:
                    raise Cut
                await self._handle(asked, writer)
        except (Cut, OSError, EOFError, asyncio.CancelledError):
            pass  # cancelled, it would end with a complaint of asyncio's own: it ends anyway
        finally:
            self._lines.discard(line)
            self._writers.discard(writer)
            # A reset, not a farewell: that is how a network goes.
            with suppress(OSError):
                writer.transport.abort()

    async def _handle(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        talk = Talk(asked, writer, self._upstream)
        if not asked.kind:
            await talk.pass_on()
            return
        self.sent.update({one["id"]: one for one in asked.submissions})
        armed = self._armed[asked.kind]
        fault, dice = armed.popleft() if armed else (calm, Random(0))  # noqa: S311 (replayable)
        hands = Hands(dice, self._hold, lambda more: self._later(more, talk))
        try:
            await self._watched(fault(talk, hands))
        finally:
            if talk.turned_away:
                self.turned_away.update(one["id"] for one in asked.submissions)
            self._note(talk)

    async def _hold(self) -> None:
        release = self._release
        self.holding.set()
        await release.wait()

    def _later(self, more: Coroutine[Any, Any, Any], talk: Talk) -> None:
        async def do() -> None:
            with suppress(Cut):
                await more
            self._note(talk)

        self._watched(do())

    def _watched(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _note(self, talk: Talk) -> None:
        for reply in talk.replies if talk.asked.kind == "outbox" else []:
            for one in receipts_in(reply):
                self.receipts.append(Receipt(str(one["id"]), str(one["outcome"])))
        talk.replies.clear()
