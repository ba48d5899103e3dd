"""Departures whose day has come."""

from extranet.core.access import worker
from extranet.core.database import unit_of_work
from extranet.core.jobs import every
from extranet.people.leaving.departures import carry_out_due


@every("carry_out_departures", "20 * * * *")
async def carry_out_departures() -> None:
    """Close the accounts of those whose last day is past, and pass on what they have under way."""
    # Housekeeping: on most days nobody leaves. Whoever does is journalled.
    async with unit_of_work(worker("carry_out_departures"), housekeeping=True) as work:
        await carry_out_due(work)
