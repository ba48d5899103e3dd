"""What a start of the demo loads: everything once, and the rest after an interruption."""

import asyncio
from dataclasses import replace

import pytest

from extranet.core.access import worker
from extranet.core.database import unit_of_work
from extranet.core.settings import Mode, Settings, UnsafeSettings
from extranet.demo import loading
from extranet.demo.company import COMPANY
from extranet.demo.founding import found
from extranet.demo.state import ACCOUNT, sales_to_load
from extranet.demo.tests.test_demo import UNTIL
from extranet.testing.cast import Cast


async def to_load(wanted: int) -> int | None:
    async with unit_of_work(worker("demo")) as work:
        return await sales_to_load(work, wanted)


async def test_an_empty_database_gets_everything_and_a_whole_demo_nothing(database: str) -> None:
    assert await to_load(30) == 30
    await loading.load(30, 7, UNTIL)
    assert await to_load(30) is None
    assert await to_load(20) is None


async def test_a_company_founded_without_its_sales_gets_them(database: str) -> None:
    async with unit_of_work(worker("demo")) as work:
        await found(work, 7)
    missing = await to_load(30)
    assert missing == 30
    await loading.load(missing, 7, UNTIL)
    assert await to_load(30) is None


async def test_a_load_that_was_interrupted_is_finished(database: str) -> None:
    loaded = asyncio.ensure_future(loading.load(200, 7, UNTIL, batch_size=5))
    while await to_load(200) == 200:
        assert not loaded.done()
    loaded.cancel()
    with pytest.raises(asyncio.CancelledError):
        await loaded
    missing = await to_load(200)
    assert missing is not None
    assert 0 < missing < 200
    await loading.load(missing, 7, UNTIL)
    assert await to_load(200) is None


def test_the_demo_is_known_by_one_of_its_accounts() -> None:
    assert ACCOUNT in {account.email for account in COMPANY.accounts}


async def test_the_company_of_somebody_else_is_left_alone(cast: Cast) -> None:
    assert await to_load(30) is None


async def test_production_takes_no_demo_company_in(settings: Settings, database: str) -> None:
    with pytest.raises(UnsafeSettings, match="known passwords"):
        await loading.seed(replace(settings, mode=Mode.PRODUCTION), 1)
    assert await to_load(30) == 30
