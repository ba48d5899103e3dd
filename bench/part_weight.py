"""What a page weighs on the network: the first one with nothing cached, and coming back later."""

from collections.abc import Sequence
from typing import Any

from playwright.sync_api import Browser, Request
from rich.progress import Progress

from bench.chromium import launched, tablet
from bench.figures import Section
from bench.requests import Address

_OPENED_FIRST = ("/",)
"""The pages an adviser's new tablet opens first."""


def measure_weight(addresses: Sequence[Address], progress: Progress) -> Section:
    """Open each page twice in a browser of its own."""
    section = Section(
        "Weight of a page",
        "Bytes as they travel, headers included, by Chromium's own account: with an empty cache, "
        "then the same page again with what the cache keeps. What an adviser's browser fetches to "
        "open without a network, once it is idle after the first page, stands in a line of its "
        "own, whichever page that is.",
        ["page", "first, kB", "requests", "again, kB", "requests"],
    )
    pages = [one for one in addresses if not one.paths[0].endswith(".json")]
    task = progress.add_task(section.title, total=len(pages))
    with launched() as browser:
        for address in pages:
            section.rows.append([address.name, *_weighed(browser, address)])
            progress.advance(task)
        for address in pages:
            if address.paths[0] in _OPENED_FIRST:
                name = f"{address.name}: then, in idle time"
                section.rows.append([name, *_kept(browser, address)])
    progress.remove_task(task)
    return section


def _kept(browser: Browser, address: Address) -> list[str]:
    """What the service worker fetches while it installs itself, after the page alone."""
    arrived: list[Request] = []

    def note(request: Request) -> None:
        if request.service_worker is not None:
            arrived.append(request)

    with tablet(browser, address.visitor) as context:
        context.on("requestfinished", note)
        page = context.new_page()
        page.goto(address.paths[0], wait_until="networkidle")
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        sizes = [one.sizes() for one in arrived]
    weights = [size["responseHeadersSize"] + size["responseBodySize"] for size in sizes]
    travelled = [weight for weight in weights if weight > 0]
    return [f"{sum(travelled) / 1000:.1f}", str(len(travelled)), "", ""]


def _weighed(browser: Browser, address: Address) -> list[str]:
    cells = []
    with tablet(browser, address.visitor) as context:
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        arrived: list[float] = []

        def note(event: dict[str, Any]) -> None:
            if event["encodedDataLength"] > 0:
                arrived.append(event["encodedDataLength"])

        session.on("Network.loadingFinished", note)
        for _ in range(2):
            arrived.clear()
            page.goto(address.paths[0], wait_until="networkidle")
            cells += [f"{sum(arrived) / 1000:.1f}", str(len(arrived))]
    return cells
