"""What is done about sellers in the background."""

from uuid import UUID

from extranet.core.access import worker
from extranet.core.database import unit_of_work
from extranet.core.jobs import every, job
from extranet.people.sellers.papers import FORGET, forget_file
from extranet.people.sellers.warning import warn


@every("watch_seller_contracts", "10 4 * * *")
async def watch_seller_contracts() -> None:
    """Tell what ends, and suspend whom no contract lets sell any more."""
    # Housekeeping: on most days nothing ends. What is told, and who is stopped, is journalled.
    async with unit_of_work(worker("watch_seller_contracts"), housekeeping=True) as work:
        await warn(work)


@job(FORGET)
async def forget_seller_paper(payload: str) -> None:
    """Remove the file of a paper that was taken away: `payload` is its person and its id."""
    person, paper = payload.split("/")
    async with unit_of_work(worker(FORGET)) as work:
        await forget_file(work, UUID(person), UUID(paper))
