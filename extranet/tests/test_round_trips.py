"""No page waits for the database more than four times: session, identity, one query, commit."""

from litestar import Litestar
from litestar.routes import HTTPRoute

from extranet.core.access import Actor, worker
from extranet.core.database import unit_of_work
from extranet.testing.plugin import Visit
from extranet.testing.round_trips import RoundTrips

MOST = 4
ONE_MORE = {"/privacy/requests/{request_id}"}
"""Whom to look for stands sealed in the request: it is opened between two queries."""
WITHOUT_DATABASE = ("/static/", "/health/")
STREAMS = {"/sales/{sale_id}/events", "/home/events", "/followed/events"}
"""They answer as long as somebody listens; wizard/signing/tests/test_live.py listens."""

IN_PIECES = {"/journal/export.csv", "/journal/export.jsonl"}
"""Files that may be as long as the journal: a piece of them is a page of its own."""


async def test_no_page_makes_more_than_four_round_trips(
    app: Litestar,
    round_trips: RoundTrips,
    addresses: dict[str, list[tuple[Actor | None, str]]],
    visit: Visit,
) -> None:
    pages = get_routes(app)
    assert pages - addresses.keys() == set(), "say in `addresses` who looks at these pages"
    wrong = []
    for route in sorted(pages):
        for actor, url in addresses[route]:
            browser = await visit(actor)
            # The first request prepares statements; the second one is as all others will be.
            await browser.get(url)
            round_trips.trips.clear()
            status = (await browser.get(url)).status_code
            who = f"{route} as {actor.kind if actor else 'nobody'}"
            if status not in (200, 204, 303):
                wrong.append(f"{who} answers {status}")
            elif len(round_trips.trips) > MOST + (route in ONE_MORE):
                wrong.append(f"{who}: {len(round_trips.trips)}\n{round_trips.told()}")
    assert not wrong, "\n" + "\n".join(wrong)


async def test_the_counter_counts_what_waits_for_an_answer(round_trips: RoundTrips) -> None:
    await _two_questions()
    round_trips.trips.clear()
    await _two_questions()
    trips = [" ".join(trip) for trip in round_trips.trips]
    assert len(trips) == 4
    assert trips[0].startswith("BEGIN; SET LOCAL ROLE palier_worker")
    assert "SELECT 'a'" in trips[1]
    assert "SELECT 'b'" in trips[2]
    assert trips[3] == "COMMIT"


async def _two_questions() -> None:
    async with unit_of_work(worker("tests")) as work:
        await work.value("SELECT 'a'")
        await work.value("SELECT 'b'")


def get_routes(app: Litestar) -> set[str]:
    """Every page of the application that answers GET and may need the database."""
    return {
        route.path_format
        for route in app.routes
        if isinstance(route, HTTPRoute)
        and "GET" in route.methods
        and not route.path_format.startswith(WITHOUT_DATABASE)
        and route.path_format not in STREAMS | IN_PIECES
    }
