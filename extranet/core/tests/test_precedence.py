"""Work that can wait lets the requests of others through, but never for long."""

import asyncio
import time
from typing import Any, cast

import pytest
from httpx import ASGITransport, AsyncClient
from litestar import Litestar, get, post
from litestar.response import ServerSentEvent

from extranet.core import precedence
from extranet.core.precedence import GIVES_WAY, PrecedenceMiddleware, give_way


class Kitchen:
    """An application whose page is ready when the test says so."""

    def __init__(self) -> None:
        self.asked, self.cooked = asyncio.Event(), asyncio.Event()

        @get("/page")
        async def page() -> str:
            self.asked.set()
            await self.cooked.wait()
            return "page"

        @get("/live")
        async def live() -> ServerSentEvent:
            async def news() -> Any:
                yield "one"
                self.asked.set()
                await self.cooked.wait()

            return ServerSentEvent(news())

        @post("/work", opt=GIVES_WAY)
        async def work() -> float:
            started = time.monotonic()
            await give_way()
            return time.monotonic() - started

        self._app = Litestar([page, live, work], middleware=[PrecedenceMiddleware()])

    def guest(self) -> AsyncClient:
        """Somebody who asks."""
        return AsyncClient(transport=ASGITransport(cast(Any, self._app)), base_url="http://palier")


async def test_work_waits_for_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precedence, "LONGEST", 60.0)
    kitchen = Kitchen()
    async with kitchen.guest() as client:
        page = asyncio.create_task(client.get("/page"))
        await kitchen.asked.wait()
        work = asyncio.create_task(client.post("/work"))
        done, _ = await asyncio.wait([work], timeout=0.05)
        assert not done
        kitchen.cooked.set()
        assert (await page).text == "page"
        assert (await work).json() < 60


async def test_work_goes_on_under_any_crowd() -> None:
    kitchen = Kitchen()
    async with kitchen.guest() as client:
        page = asyncio.create_task(client.get("/page"))
        await kitchen.asked.wait()
        assert (await client.post("/work")).json() >= precedence.LONGEST * 0.9
        kitchen.cooked.set()
        await page


async def test_a_live_stream_and_other_work_hold_nobody_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(precedence, "LONGEST", 60.0)
    kitchen = Kitchen()
    async with kitchen.guest() as client:
        live = asyncio.create_task(client.get("/live"))
        await kitchen.asked.wait()
        for waited in await asyncio.gather(*(client.post("/work") for _ in range(3))):
            assert waited.json() < 1
        kitchen.cooked.set()
        await live
