"""People who look at pages meanwhile: a process of its own that asks for them at a steady pace.

Reads a plan from standard input; writes the milliseconds of every answer, and what went wrong, as
one line of JSON.
"""

import asyncio
import json
import sys
import time
from dataclasses import asdict, dataclass, field
from itertools import cycle

import uvloop

from bench.load import Connection

_OK = range(200, 400)


@dataclass(frozen=True, slots=True)
class Visit:
    """Raw requests, one list and one port per person, each asking every `pause` seconds, for
    `seconds` in all."""

    lanes: list[list[str]]
    ports: list[int]
    pause: float
    seconds: float


@dataclass(slots=True)
class Seen:
    """Milliseconds of each answer, and the first things that went wrong."""

    times: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


async def look(port: int, requests: list[str], visit: Visit, delay: float, seen: Seen) -> None:
    """One person: asks, waits, asks; the pace is kept as long as answers come in time."""
    connection = await Connection.open(port)
    await asyncio.sleep(delay)
    deadline = time.perf_counter() + visit.seconds
    for request in cycle(requests):
        started = time.perf_counter()
        if started > deadline:
            break
        status, body = await connection.ask(request.encode())
        took = time.perf_counter() - started
        seen.times.append(took * 1000)
        if status not in _OK:
            line = request.partition(" HTTP/1.1")[0]
            seen.faults.append(f"{line}: {status} {body[:200]!r}")
        await asyncio.sleep(max(0.0, visit.pause - took))
    connection.writer.close()


async def main() -> None:
    """Let everybody of the plan look, each a little after the one before."""
    visit, seen = Visit(**json.load(sys.stdin)), Seen()
    people = list(zip(visit.ports, visit.lanes, strict=True))
    await asyncio.gather(
        *(
            look(port, lane, visit, visit.pause * rank / len(people), seen)
            for rank, (port, lane) in enumerate(people)
        )
    )
    seen.faults = seen.faults[:3]
    sys.stdout.write(json.dumps(asdict(seen)) + "\n")


if __name__ == "__main__":
    uvloop.run(main())
