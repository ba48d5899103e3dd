"""Requests a second and times to answer, of the main pages over many sales."""

from collections.abc import Sequence

from rich.progress import Progress

from bench.driving import drive
from bench.figures import SPREAD_COLUMNS, Section, Spread
from bench.installation import Web
from bench.load import Lane, Scenario
from bench.machine import processor_seconds
from bench.requests import CONNECTIONS, Address, Asked, outbox

_WARM = 5
_MOST_SECONDS = 30.0


def measure_pages(
    webs: Sequence[Web], addresses: Sequence[Address], requests: int, sales: int, progress: Progress
) -> Section:
    """Load the pages one after another, over every process of `webs`."""
    per_lane = max(1, requests // CONNECTIONS)
    asked = [address.asked() for address in addresses]
    asked.append(outbox(webs[0].url, per_lane + _WARM))
    processes = "one web process" if len(webs) == 1 else f"{len(webs)} web processes"
    section = Section(
        f"Pages over {sales:,} sales, {processes}",
        f"{CONNECTIONS} kept-alive connections in a closed loop, so the times include waiting for "
        f"the others; about {per_lane * CONNECTIONS} requests a line after a warm-up; answers "
        "compressed with brotli. “cpu ms” is how long a request keeps a core of the web process "
        "busy, the database not counted: the figure that other work on the machine changes least.",
        ["page", "requests", "per second", *SPREAD_COLUMNS, "cpu ms"],
    )
    task = progress.add_task(section.title, total=len(asked))
    busy = _busy(webs)
    for found in drive([_scenario(one, webs, per_lane) for one in asked]):
        before, busy = busy, _busy(webs)
        spread = Spread.of(found.times)
        rate = f"{spread.count / found.seconds:.0f}"
        cost = (busy - before) * 1000 / (spread.count + _WARM * CONNECTIONS)
        section.rows.append([found.name, str(spread.count), rate, *spread.cells(), f"{cost:.1f}"])
        section.faults += [f"{found.name}: {fault}" for fault in found.faults]
        progress.advance(task)
    progress.remove_task(task)
    return section


def _busy(webs: Sequence[Web]) -> float:
    return sum(processor_seconds(web.process.pid) for web in webs)


def _scenario(asked: Asked, webs: Sequence[Web], per_lane: int) -> Scenario:
    lanes = [
        Lane(webs[number % len(webs)].port, requests) for number, requests in enumerate(asked.lanes)
    ]
    return Scenario(asked.name, lanes, _WARM, per_lane, _MOST_SECONDS, asked.expect)
