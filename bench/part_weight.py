"""What a page weighs on the network: the first one with nothing cached, and coming back later."""

from collections.abc import Sequence
from typing import Any

from playwright.sync_api import Browser
from rich.progress import Progress

from bench.chromium import launched, tablet
from bench.figures import Section
from bench.requests import Address


def measure_weight(addresses: Sequence[Address], progress: Progress) -> Section:
    """Open each page twice in a browser of its own."""
    section = Section(
        "Weight of a page",
        "Bytes as they travel, headers included, by Chromium's own account: with an empty cache, "
        "then the same page again with what the cache keeps.",
        ["page", "first, kB", "requests", "again, kB", "requests"],
    )
    pages = [one for one in addresses if not one.paths[0].endswith(".json")]
    task = progress.add_task(section.title, total=len(pages))
    with launched() as browser:
        for address in pages:
            section.rows.append([address.name, *_weighed(browser, address)])
            progress.advance(task)
    progress.remove_task(task)
    return section


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
