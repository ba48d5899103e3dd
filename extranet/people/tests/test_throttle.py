"""The throttle: it makes everybody wait a little, and nobody for ever."""

from datetime import timedelta
from uuid import UUID

import anyio

from extranet.core.access import Origin, visitor, worker
from extranet.core.clock import now
from extranet.core.database import UnitOfWork, unit_of_work
from extranet.core.ids import new_id
from extranet.people.jobs import forget_sign_in_failures
from extranet.people.tests.conftest import EMAIL, Knock, acts_of, make_account
from extranet.people.throttle import MOST_PER_ACCOUNT, MOST_PER_ADDRESS, WINDOW, Tries
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit

HERE = "127.0.0.1"
_ADD = "INSERT INTO counted_try (id, account_digest, address_digest, at) VALUES ($1, $2, $3, $4)"


async def fail(
    times: int, *, account: str = EMAIL, address: str = HERE, ago: timedelta = timedelta(0)
) -> None:
    """Failures of `account` from `address`, that long ago."""
    tries = Tries.of(account, address)
    async with unit_of_work(visitor(Origin()), housekeeping=True) as work:
        for _ in range(times):
            await work.run(_ADD, new_id(), tries.account, tries.address, now() - ago)


async def counted(work: UnitOfWork) -> int:
    return int(await work.value("SELECT count(*) FROM counted_try"))


async def test_it_rejects_the_right_password_after_too_many_failures(
    visit: Visit, account: UUID, knock: Knock, cast: Cast
) -> None:
    browser = await visit()
    for _ in range(MOST_PER_ACCOUNT):
        assert (await knock(browser, password="autre chose")).status_code == 422
    answer = await knock(browser)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= WINDOW.total_seconds()
    assert "Recommencez dans 15 minutes." in answer.text
    assert len(await acts_of(cast, "session:refuse")) == MOST_PER_ACCOUNT


async def test_waiting_is_not_counted_as_failing(visit: Visit, account: UUID, knock: Knock) -> None:
    await fail(MOST_PER_ACCOUNT)
    assert (await knock(await visit())).status_code == 429
    async with unit_of_work(worker("test")) as work:
        assert await counted(work) == MOST_PER_ACCOUNT


async def test_the_wait_ends_with_the_window(visit: Visit, account: UUID, knock: Knock) -> None:
    await fail(MOST_PER_ACCOUNT, ago=WINDOW + timedelta(seconds=1))
    assert (await knock(await visit())).status_code == 303


async def test_it_rejects_an_address_that_tries_many_accounts(
    visit: Visit, account: UUID, knock: Knock
) -> None:
    for number in range(MOST_PER_ADDRESS):
        await fail(1, account=f"{number}@palier.example")
    assert (await knock(await visit())).status_code == 429


async def test_failures_elsewhere_make_nobody_here_wait(
    visit: Visit, account: UUID, knock: Knock
) -> None:
    await fail(MOST_PER_ADDRESS, account="autre@palier.example", address="192.0.2.7")
    assert (await knock(await visit())).status_code == 303


async def test_it_rejects_unknown_accounts_just_the_same(
    visit: Visit, cast: Cast, knock: Knock
) -> None:
    await fail(MOST_PER_ACCOUNT, account="personne@palier.example")
    answer = await knock(await visit(), email="personne@palier.example")
    assert answer.status_code == 429


async def test_a_success_erases_nothing(visit: Visit, cast: Cast, knock: Knock) -> None:
    await make_account(cast)
    await fail(MOST_PER_ACCOUNT - 1)
    browser = await visit()
    assert (await knock(browser)).status_code == 303
    assert (await knock(browser, password="autre chose")).status_code == 422
    assert (await knock(browser)).status_code == 429


async def test_it_rejects_a_flood_sent_at_once(visit: Visit, account: UUID, knock: Knock) -> None:
    browser = await visit()
    statuses: list[int] = []

    async def try_once() -> None:
        statuses.append((await knock(browser, password="autre chose")).status_code)

    async with anyio.create_task_group() as group:
        for _ in range(40):
            group.start_soon(try_once)
    # Two sign-ins pass at a time: the last one allowed may have had one beside it.
    assert statuses.count(422) <= MOST_PER_ACCOUNT + 1
    assert statuses.count(429) == 40 - statuses.count(422)


async def test_the_table_tells_neither_account_nor_address(database: str) -> None:
    tries = Tries.of(EMAIL, HERE)
    assert EMAIL.encode() not in tries.account
    assert tries != Tries.of(EMAIL, "192.0.2.7")


async def test_neighbours_in_one_ipv6_network_count_as_one(database: str) -> None:
    first, second = Tries.of(EMAIL, "2001:db8::1"), Tries.of(EMAIL, "2001:db8::ffff")
    assert first == second
    assert first != Tries.of(EMAIL, "2001:db8:0:1::1")


async def test_old_failures_are_forgotten(database: str) -> None:
    await fail(3, ago=WINDOW + timedelta(seconds=1))
    await fail(2)
    await forget_sign_in_failures()
    async with unit_of_work(worker("test")) as work:
        assert await counted(work) == 2
