"""Whoever is shown somebody's data leaves an entry, on every page of the application."""

from litestar import Litestar

from extranet.core.access import Actor
from extranet.core.database import unit_of_work
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit
from extranet.tests.test_round_trips import addresses, get_routes

__all__ = ["addresses"]

NOTHING_PERSONAL: dict[str, str] = {}
"""Pages that show nobody's data, with why."""


async def test_every_page_of_somebody_s_data_leaves_an_entry(
    app: Litestar,
    addresses: dict[str, list[tuple[Actor | None, str]]],
    visit: Visit,
    cast: Cast,
) -> None:
    silent = set()
    for route in sorted(get_routes(app)):
        for actor, url in addresses[route]:
            browser = await visit(actor)
            before = await _newest(cast)
            answer = await browser.get(url)
            if answer.status_code in (200, 204) and await _newest(cast) == before:
                silent.add(route)
    assert silent == set(NOTHING_PERSONAL)


async def _newest(cast: Cast) -> int:
    async with unit_of_work(cast.auditor) as work:
        return int(await work.value("SELECT max(seq) FROM entry"))
