"""The load: a process of its own that keeps connections busy in a closed loop.

Reads a plan from standard input and writes one line of JSON per scenario to standard output, as
soon as it is measured.
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import cycle
from typing import Any

import uvloop

_OK = range(200, 400)
_NO_BODY = (204, 304)
_GRACE = 30


@dataclass(frozen=True, slots=True)
class Lane:
    """One connection: the port it goes to, and the raw requests it sends again and again."""

    port: int
    requests: list[str]


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is measured: `count` requests on each lane after `warm` unmeasured ones, within
    `seconds`. A body without `expect` is a fault, as is any status but 2xx and 3xx."""

    name: str
    lanes: list[Lane]
    warm: int
    count: int
    seconds: float
    expect: str = ""

    def as_json(self) -> dict[str, Any]:
        """The scenario as a plan holds it."""
        return asdict(self)

    @classmethod
    def read(cls, raw: dict[str, Any]) -> "Scenario":
        """The scenario out of a plan."""
        return cls(**{**raw, "lanes": [Lane(**lane) for lane in raw["lanes"]]})


@dataclass(slots=True)
class Measured:
    """Seconds it took in all, milliseconds of each answer, and the first things that went wrong."""

    name: str
    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@dataclass
class Connection:
    """A kept-alive HTTP/1.1 connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    head: bytes = b""
    """Of the latest answer, in lower case."""

    @classmethod
    async def open(cls, port: int) -> "Connection":
        """Connect to this machine."""
        return cls(*await asyncio.open_connection("127.0.0.1", port, limit=4_000_000))

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        """Send a request; return the status and the body as it travelled."""
        self.writer.write(request)
        self.head = (await self.reader.readuntil(b"\r\n\r\n")).lower()
        status = int(self.head[9:12])
        if status in _NO_BODY:
            return status, b""
        if self.header("transfer-encoding") == "chunked":
            return status, b"".join([part async for part in self._chunks()])
        return status, await self.reader.readexactly(int(self.header("content-length")))

    def header(self, name: str) -> str:
        """A header of the latest answer, empty when it has none."""
        found = self.head.partition(f"\r\n{name}:".encode())[2].partition(b"\r\n")[0]
        return found.strip().decode()

    async def _chunks(self) -> Any:
        while size := int(await self.reader.readuntil(b"\r\n"), 16):
            yield (await self.reader.readexactly(size + 2))[:-2]
        await self.reader.readexactly(2)


async def measure(scenario: Scenario) -> Measured:
    """Warm up, then measure."""
    connections = [await Connection.open(lane.port) for lane in scenario.lanes]
    requests = [cycle([one.encode() for one in lane.requests]) for lane in scenario.lanes]
    lanes = list(zip(connections, requests, strict=True))
    thrown_away, found = Measured(scenario.name), Measured(scenario.name)
    expect = scenario.expect.encode()
    await _run(lanes, scenario.warm, scenario.seconds, expect, thrown_away)
    started = time.perf_counter()
    await _run(lanes, scenario.count, scenario.seconds, expect, found)
    found.seconds = time.perf_counter() - started
    found.faults = [*thrown_away.faults, *found.faults][:3]
    for connection in connections:
        connection.writer.close()
    return found


async def _run(
    lanes: Sequence[tuple[Connection, Iterator[bytes]]],
    count: int,
    seconds: float,
    expect: bytes,
    found: Measured,
) -> None:
    deadline = time.perf_counter() + seconds

    async def drive(connection: Connection, requests: Iterator[bytes]) -> None:
        for _ in range(count):
            request = next(requests)
            started = time.perf_counter()
            status, body = await connection.ask(request)
            ended = time.perf_counter()
            found.times.append((ended - started) * 1000)
            if status not in _OK or expect not in body:
                line = request.partition(b" HTTP/1.1")[0].decode()
                found.faults.append(f"{line}: {status} {body[:200]!r}")
            if ended > deadline:
                return

    await asyncio.gather(*(drive(*lane) for lane in lanes))


async def main() -> None:
    """Measure every scenario of the plan."""
    for raw in json.load(sys.stdin):
        scenario = Scenario.read(raw)
        async with asyncio.timeout(2 * scenario.seconds + _GRACE):
            found = await measure(scenario)
        sys.stdout.write(json.dumps(asdict(found)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    uvloop.run(main())
