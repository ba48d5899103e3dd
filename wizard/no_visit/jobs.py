"""Forgetting refusals whose time has passed."""

from extranet.core.access import worker
from extranet.core.database import unit_of_work
from extranet.core.jobs import every
from wizard.no_visit.listing import forget_lapsed


@every("forget_refusals", "41 2 * * *")
async def forget_refusals() -> None:
    """Take lapsed addresses off the list, each journalled."""
    async with unit_of_work(worker("forget_refusals"), housekeeping=True) as work:
        await forget_lapsed(work)
