"""Handing the sheet over holds nobody up, and gives the sheet of the answers that stand."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace

from anyio import create_task_group, lowlevel

from extranet.core.access import worker
from extranet.core.database import unit_of_work
from extranet.documents.keeping import StoredDocument, fetch
from extranet.documents.rendering import render_sheet
from extranet.documents.workshop import benches, in_workshop
from wizard.jobs import hand_over_information
from wizard.records import load_record
from wizard.signing.handover import lock_sale
from wizard.signing.papers import make_paper
from wizard.signing.tests.customer import Customer


@asynccontextmanager
async def full_workshop() -> AsyncIterator[None]:
    """Every bench taken: whoever wants to set a document waits until the end."""
    async with AsyncExitStack() as stack:
        for _ in range(int(benches().total_tokens)):
            borrower = object()
            await benches().acquire_on_behalf_of(borrower)
            stack.callback(benches().release_on_behalf_of, borrower)
        yield


async def run(customer: Customer) -> None:
    """The job, as the worker runs it."""
    await hand_over_information(str(customer.sale))


async def setting_waits() -> None:
    """Until somebody wants to set a document in the full workshop."""
    while not benches().statistics().tasks_waiting:
        await lowlevel.checkpoint()


async def test_the_sale_is_free_while_its_sheet_is_set(customer: Customer) -> None:
    async with create_task_group() as tasks, full_workshop():
        tasks.start_soon(run, customer)
        await setting_waits()
        async with unit_of_work(worker("other"), housekeeping=True) as work:
            await work.run("SET LOCAL lock_timeout = '100ms'")
            await lock_sale(work, customer.sale)
    assert len(await customer.rows("handover")) == 1


async def test_answers_changed_meanwhile_are_those_handed_over(customer: Customer) -> None:
    async with create_task_group() as tasks, full_workshop():
        tasks.start_soon(run, customer)
        await setting_waits()
        address = {"line1": "9 rue Neuve", "postcode": "69001", "city": "Lyon"}
        await customer.tablet.submit("address", address)
    [handover] = await customer.rows("handover")
    [sheet] = await customer.rows("document", "kind = 'sheet'")
    async with unit_of_work(customer.tablet.actor) as work:
        record = await load_record(work, customer.sale)
    assert record.answers["address"]["line1"] == "9 rue Neuve"
    expected = await in_workshop(
        render_sheet, make_paper(replace(record, handover=None), handover["handed_at"])
    )
    assert handover["document_sha256"] == sheet["sha256"]
    assert await fetch(StoredDocument.of(sheet)) == expected.pdf


async def test_two_jobs_at_once_hand_over_once(customer: Customer) -> None:
    async with create_task_group() as tasks:
        for _ in range(2):
            tasks.start_soon(run, customer)
    assert (await customer.acts()).count("information:hand_over") == 1
    assert len(await customer.rows("document", "kind = 'sheet'")) == 1
