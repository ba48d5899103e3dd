"""Whether a web process stays small: its memory before and after hours' worth of requests."""

import random
from collections.abc import Sequence

from rich.progress import Progress

from bench.driving import drive
from bench.figures import Section, Target
from bench.installation import Web
from bench.load import Lane, Scenario
from bench.machine import resident_megabytes
from bench.requests import CONNECTIONS, Address, outbox

HOUR = 3_000
"""The brief's month is two million requests, 2,800 an hour."""
HOURS = 4
_FILLED = 2
"""After so many hours connections and caches have what they will ever hold."""
_STEPS = 0.3
_LIMIT = 250.0
_FLAT = 1.05
_MOST_SECONDS = 120.0


def measure_memory(web: Web, addresses: Sequence[Address], progress: Progress) -> Section:
    """Send a web process mixed requests, hour after hour, and weigh it in between."""
    section = Section(
        "Memory of a web process",
        f"Resident memory; an hour is {HOUR:,} requests of every kind mixed (the month of the "
        f"brief is 2,800 an hour), {_STEPS:.0%} of them steps from the outbox.",
        ["after", "MB"],
    )
    weights = [resident_megabytes(web.process.pid)]
    section.rows.append(["before", f"{weights[0]:.0f}"])
    task = progress.add_task(section.title, total=HOURS)
    for hour in range(1, HOURS + 1):
        for found in drive([_an_hour(web, addresses, random.Random(hour))]):
            section.faults += found.faults
        weights.append(resident_megabytes(web.process.pid))
        section.rows.append([f"{hour} h ({hour * HOUR:,} requests)", f"{weights[-1]:.0f}"])
        progress.advance(task)
    progress.remove_task(task)
    section.targets = [
        Target.below("memory of a web process, at most", max(weights), _LIMIT, "MB"),
        Target(
            f"memory stays flat from hour {_FILLED} to hour {HOURS}",
            "≤ 5 % more",
            f"{weights[-1] / weights[_FILLED] - 1:+.1%}",
            weights[-1] <= weights[_FILLED] * _FLAT,
        ),
    ]
    return section


def _an_hour(web: Web, addresses: Sequence[Address], dice: random.Random) -> Scenario:
    """Pages at random; the steps between them keep the order of their sales."""
    per_lane = HOUR // CONNECTIONS
    pages = [address.asked().lanes[0] for address in addresses]
    lanes = []
    for steps in outbox(web.url, per_lane).lanes:
        waiting = iter(steps)
        mixed = [
            next(waiting) if dice.random() < _STEPS else dice.choice(dice.choice(pages))
            for _ in range(per_lane)
        ]
        lanes.append(Lane(web.port, mixed))
    return Scenario("an hour", lanes, 0, per_lane, _MOST_SECONDS)
