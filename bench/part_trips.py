"""How often a page waits for the database, counted on the wire."""

import asyncio
from collections.abc import Sequence

from bench.figures import Section, Target
from bench.installation import Installation, Web
from bench.requests import Address
from extranet.testing.round_trips import counted

_MOST = 4
_CHECK = "pg_current_xact_id_if_assigned"
"""Outside production a page that journals nothing is asked whether it changed anything."""


def measure_trips(installed: Installation, addresses: Sequence[Address]) -> Section:
    """Ask for each page through a counting proxy before the database."""
    return asyncio.run(_measure(installed, addresses))


async def _measure(installed: Installation, addresses: Sequence[Address]) -> Section:
    section = Section(
        "Database round trips",
        "Counted by a proxy between web process and database, on the second request for a page, "
        "without the check that only installations outside production make.",
        ["page", "round trips"],
    )
    async with counted(installed.database_url) as counter:
        web: Web = await asyncio.to_thread(installed.start_web, counter.url)
        most = 0
        for address in addresses:
            path = address.paths[0]
            visitor = type(address.visitor)(web.url, address.visitor.cookie)
            await asyncio.to_thread(visitor.get, path)
            counter.trips.clear()
            await asyncio.to_thread(visitor.get, path)
            made = sum(_CHECK not in " ".join(trip) for trip in counter.trips)
            most = max(most, made)
            section.rows.append([address.name, str(made)])
        await asyncio.to_thread(installed.stop, web)
    section.targets = [Target("database round trips of a page", "≤ 4", str(most), most <= _MOST)]
    return section
