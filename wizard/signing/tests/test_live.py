"""The adviser's page follows its sale: over a real server, on a real PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import httpx
import pytest
import uvicorn
from anyio import lowlevel
from litestar import Litestar

from extranet.core import live
from extranet.core.access import Actor, worker
from extranet.core.database import unit_of_work
from extranet.core.settings import Settings
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit
from wizard.signing.tests.customer import Customer
from wizard.signing.tests.phone import choose_phone, on_the_phone
from wizard.states import SaleState, move

LISTENING = "SELECT pid FROM pg_stat_activity WHERE query = 'LISTEN \"signing\"'"


@pytest.fixture
async def address(app: Litestar) -> AsyncIterator[str]:
    """Where the application answers, over a socket: streams do not pass through the test client."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, lifespan="off", log_level="error"))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await lowlevel.checkpoint()
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    await serving


@asynccontextmanager
async def followed(
    address: str, visit: Visit, actor: Actor, customer: Customer
) -> AsyncIterator[AsyncIterator[str]]:
    """The stamps the page of a sale is told, one after the other."""
    async with streamed(address, visit, actor, f"{customer.url}/events") as told:
        yield told


@asynccontextmanager
async def streamed(
    address: str, visit: Visit, actor: Actor, path: str
) -> AsyncIterator[AsyncIterator[str]]:
    """The stamps an actor's page is told, one after the other."""
    cookies = (await visit(actor)).cookies
    async with (
        httpx.AsyncClient(base_url=address, cookies=cookies, timeout=15) as http,
        http.stream("GET", path) as reply,
    ):
        assert reply.status_code == 200
        assert reply.headers["content-type"].startswith("text/event-stream")
        yield stamps(reply)


async def stamps(reply: httpx.Response) -> AsyncIterator[str]:
    async for line in reply.aiter_lines():
        if line.startswith("data: "):
            yield line.removeprefix("data: ")


async def listening(database: str, wanted: int) -> list[int]:
    """The connections that listen, once there are that many."""
    connection = await asyncpg.connect(database)
    try:
        async with asyncio.timeout(15):
            while len(found := await connection.fetch(LISTENING)) != wanted:
                await lowlevel.checkpoint()
        return [row["pid"] for row in found]
    finally:
        await connection.close()


async def test_each_stage_is_told_and_shown(
    address: str, visit: Visit, cast: Cast, customer: Customer
) -> None:
    async with followed(address, visit, cast.adviser, customer) as told:
        seen = [await anext(told)]
        await choose_phone(customer)
        seen.append(await anext(told))
        assert "ne l’a pas encore ouvert" in (await customer.door.browser.get(customer.url)).text
        phone = await on_the_phone(customer)
        await phone.page()
        seen.append(await anext(told))
        await phone.read()
        async for stamp in told:
            seen.append(stamp)
            page = (await customer.door.browser.get(customer.url)).text
            if "a lu les deux documents" in page:
                break
        await phone.sign()
        await anext(told)
        assert "Son code est parti" in (await customer.door.browser.get(customer.url)).text
        await phone.give(await customer.code())
        seen.append(await anext(told))
        page = (await customer.door.browser.get(customer.url)).text
        assert "Le contrat est conclu" in page
        assert seen[-1] in page
        assert len(set(seen)) == len(seen)


async def test_the_home_is_told_when_a_sale_is_in_other_hands_and_nobody_else_is(
    address: str, visit: Visit, cast: Cast, customer: Customer
) -> None:
    async with (
        streamed(address, visit, cast.adviser, "/home/events") as told,
        streamed(address, visit, cast.colleague, "/home/events") as elsewhere,
    ):
        seen = [await anext(told)]
        assert seen[0] in (await customer.door.browser.get("/")).text
        assert await anext(elsewhere) != seen[0]
        async with unit_of_work(worker("tests")) as work:
            await move(work, customer.sale, SaleState.DROPPED)
            work.record("sale:drop", "sale", customer.sale)
        seen.append(await anext(told))
        page = (await customer.door.browser.get("/")).text
        assert seen[1] in page
        assert str(customer.sale) not in page
        live.end_followers()
        assert [stamp async for stamp in elsewhere] == []


async def test_only_who_sells_follows_a_home(visit: Visit, cast: Cast) -> None:
    assert (await (await visit(cast.back_office)).get("/home/events")).status_code == 403
    assert (await (await visit()).get("/home/events")).status_code == 401


async def test_two_pages_share_one_connection_which_ends_with_them(
    address: str, visit: Visit, cast: Cast, customer: Customer, database: str
) -> None:
    async with followed(address, visit, cast.adviser, customer) as one:
        await anext(one)
        async with followed(address, visit, cast.manager, customer) as other:
            await anext(other)
            await listening(database, 1)
            await choose_phone(customer)
            assert await anext(one) == await anext(other)
    await listening(database, 0)


async def test_a_broken_connection_is_opened_again_and_misses_nothing(
    address: str, visit: Visit, cast: Cast, customer: Customer, database: str
) -> None:
    async with followed(address, visit, cast.adviser, customer) as told:
        before = await anext(told)
        [pid] = await listening(database, 1)
        connection = await asyncpg.connect(database)
        await connection.execute("SELECT pg_terminate_backend($1)", pid)
        await connection.close()
        await choose_phone(customer)
        assert await anext(told) != before


async def test_nobody_follows_a_sale_that_is_not_theirs(
    address: str, visit: Visit, cast: Cast, customer: Customer
) -> None:
    for actor, status in ((cast.colleague, 404), (cast.other_manager, 404), (cast.auditor, 403)):
        reply = await (await visit(actor)).get(f"{customer.url}/events")
        assert reply.status_code == status
    assert (await (await visit()).get(f"{customer.url}/events")).status_code == 401


async def test_a_server_that_stops_ends_its_streams(
    address: str, visit: Visit, cast: Cast, customer: Customer
) -> None:
    async with followed(address, visit, cast.adviser, customer) as told:
        await anext(told)
        live.end_followers()
        assert [stamp async for stamp in told] == []


async def test_what_is_told_is_an_id(customer: Customer, database: str) -> None:
    heard: list[object] = []
    connection = await asyncpg.connect(database)
    await connection.add_listener("signing", lambda *news: heard.append(news[-1]))
    await choose_phone(customer)
    async with unit_of_work(worker("tests")) as work:
        await move(work, customer.sale, SaleState.DROPPED)
        work.record("sale:drop", "sale", customer.sale)
    async with asyncio.timeout(15):
        while len(heard) < 2:
            await connection.fetchval("SELECT 1")
    await connection.close()
    assert set(heard) == {str(customer.sale)}


async def test_steps_on_their_way_tell_nobody(
    customer: Customer, settings: Settings, database: str
) -> None:
    heard: list[object] = []
    connection = await asyncpg.connect(database)
    await connection.add_listener("signing", lambda *news: heard.append(news[-1]))
    other = Customer(customer.door, type(customer.tablet)(customer.door.cast.adviser))
    await other.tablet.sell()
    await connection.fetchval("SELECT 1")
    await connection.close()
    assert heard == []
