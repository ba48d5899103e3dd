"""Whoever waits for a page goes first: work that can wait lets their requests through.

Requests are counted within one process, where they delay each other most.
"""

import asyncio
import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

GIVES_WAY: dict[str, Any] = {"gives_way": True}
"""`opt` of a route whose work can wait: nobody gives way to it."""

LONGEST = 0.05
"""Seconds that `give_way` holds work up at most, so that it goes on under any crowd."""

_NICENESS = 5
_SESSION = Path("/proc/self/autogroup")


class _Answering:
    """How many requests are being answered that others give way to."""

    def __init__(self) -> None:
        self._count = 0
        self._none = asyncio.Event()
        self._none.set()

    def begin(self) -> None:
        if self._count == 0:
            self._none = asyncio.Event()
        self._count += 1

    def end(self) -> None:
        self._count -= 1
        if self._count == 0:
            self._none.set()

    async def ended(self) -> None:
        while self._count:
            await self._none.wait()


_answering = _Answering()


class PrecedenceMiddleware(ASGIMiddleware):
    """Notes which requests are being answered: until the answer begins, so that a live stream
    holds nobody up."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Note one request, unless its route gives way itself."""
        route = scope.get("route_handler")
        if route is not None and route.opt.get("gives_way"):
            await next_app(scope, receive, send)
            return
        begun = False

        async def note(message: Message) -> None:
            nonlocal begun
            if not begun and message["type"] == "http.response.start":
                begun = True
                _answering.end()
            await send(message)

        _answering.begin()
        try:
            await next_app(scope, receive, note)
        finally:
            if not begun:
                _answering.end()


async def give_way(after: float = 0.0) -> None:
    """Let others through between two pieces of work, the one before having taken `after` seconds.

    Rests half as long as that one took, because what it cost other processes (the database, other
    web servers) shows in nothing but its own time; then waits while this process answers
    somebody's request. `LONGEST` at most each.
    """
    if after > 0:
        await asyncio.sleep(min(after / 2, LONGEST))
    with suppress(TimeoutError):
        async with asyncio.timeout(LONGEST):
            await _answering.ended()


def step_back() -> None:
    """Have the system prefer other processes to this one, wherever both want the processor.

    Linux weighs terminal sessions before processes: one that leads a session steps back with it.
    """
    os.nice(_NICENESS)
    if os.getsid(0) == os.getpid():
        with suppress(OSError):
            _SESSION.write_text(str(_NICENESS))
