"""Whoever waits for a page goes first: work that can wait lets their requests through.

Counted within one process, which answers on one core: there two requests delay each other most.
"""

import asyncio
from contextlib import suppress
from typing import Any

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

GIVES_WAY: dict[str, Any] = {"gives_way": True}
"""`opt` of a route whose work can wait: nobody gives way to it."""

LONGEST = 0.05
"""Seconds that `give_way` holds work up at most, so that it goes on under any crowd."""


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


async def give_way() -> None:
    """Wait while this process answers somebody's request, `LONGEST` at most."""
    with suppress(TimeoutError):
        async with asyncio.timeout(LONGEST):
            await _answering.ended()
