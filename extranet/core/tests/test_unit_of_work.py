"""The unit of work: identity, journal and jobs stand or fall with the change."""

import pytest

from extranet.core.access import worker
from extranet.core.database import UnjournalledChange, pool, unit_of_work
from extranet.core.ids import new_id

ADD = "INSERT INTO agency (id, kind, name, path) VALUES ($1, 'agency', 'Lyon', ARRAY[$1::uuid])"


async def test_a_change_and_its_entry_are_written_together(database: str) -> None:
    agency = new_id()
    async with unit_of_work(worker("test")) as work:
        await work.run(ADD, agency)
        work.record("agency:create", "agency", agency, after={"kind": "agency"})
    async with unit_of_work(worker("test")) as work:
        assert await work.value("SELECT count(*) FROM agency") == 1


async def test_a_change_without_an_entry_is_refused_and_undone(database: str) -> None:
    with pytest.raises(UnjournalledChange):
        async with unit_of_work(worker("test")) as work:
            await work.run(ADD, new_id())
    async with unit_of_work(worker("test")) as work:
        assert await work.value("SELECT count(*) FROM agency") == 0


async def test_an_error_takes_change_entry_and_job_along(database: str) -> None:
    with pytest.raises(ZeroDivisionError):
        async with unit_of_work(worker("test")) as work:
            await work.run(ADD, new_id())
            work.record("agency:create", "agency", None)
            await work.enqueue("send_message", str(new_id()))
            raise ZeroDivisionError
    assert await pool().fetchval("SELECT count(*) FROM pgqueuer") == 0


async def test_outside_a_unit_of_work_there_is_nothing(database: str) -> None:
    async with unit_of_work(worker("test")) as work:
        await work.run(ADD, new_id())
        work.record("agency:create", "agency", None)
    assert await pool().fetchval("SELECT count(*) FROM agency") == 0


async def test_a_job_waits_under_its_key_once(database: str) -> None:
    async with unit_of_work(worker("test")) as work:
        await work.enqueue("send_message", "1", dedupe="message-1")
        await work.enqueue("send_message", "1", dedupe="message-1")
        work.record("message:send", "message", None)
    assert await pool().fetchval("SELECT count(*) FROM pgqueuer") == 1
