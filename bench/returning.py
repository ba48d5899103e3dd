"""A thousand tablets that come back at once: a process of its own that sends as they do.

Reads a plan from standard input, and writes one line of JSON when nothing waits on any of them.
A tablet sends batches of 50 in order, waits 20 s for a reply, lets go of what is receipted, and
tries again later, with a growing delay or when the server asked it to, in part by chance
(`static/js/tablet/outbox.js`).
"""

import asyncio
import json
import random
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from itertools import cycle
from typing import Any

import uvloop

from bench.load import Connection
from bench.submissions import sale

_BATCH = 50
_PATIENCE = 20.0
_FIRST_DELAY = 2.0
_LONGEST_DELAY = 300.0
_SPREAD = 10.0
_TAKEN = ("stored", "already_stored")
_RETRIED = (OSError, EOFError, TimeoutError)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends: the session open on a tablet, its person, and the tablet itself."""

    cookie: str
    person: str
    tablet: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Who comes back, and with what; tablets go to the `ports` in turn and sell from the
    `catalogue`."""

    senders: list[Sender]
    ports: list[int]
    sales: int
    catalogue: dict[str, Any]

    @classmethod
    def read(cls, raw: dict[str, Any]) -> "Plan":
        """The plan out of its JSON."""
        return cls(**{**raw, "senders": [Sender(**one) for one in raw["senders"]]})


@dataclass(slots=True)
class Returned:
    """What came of it: seconds until the last tablet was empty, what the server said, how often
    a tablet had to try again, and what it was that no tablet should be told."""

    seconds: float = 0.0
    stored: int = 0
    already_stored: int = 0
    requests: int = 0
    timeouts: int = 0
    turned_away: int = 0
    waits: list[float] = field(default_factory=list)
    """Seconds each tablet was under way until it was empty."""
    faults: list[str] = field(default_factory=list)


@dataclass
class Tablet:
    """One tablet with what waits on it."""

    sender: Sender
    port: int
    waiting: list[dict[str, Any]]
    told: Returned
    asked_to_wait: float = 0.0
    """Seconds for which the server, at the latest attempt, asked to be left alone."""

    async def empty(self) -> None:
        """Send until nothing waits."""
        delay = _FIRST_DELAY
        started = time.perf_counter()
        while self.waiting:
            if await self._send():
                delay = _FIRST_DELAY
                continue
            own = delay * (0.5 + random.random() / 2)
            spread = random.random() * min(self.asked_to_wait / 4, _SPREAD)
            await asyncio.sleep(max(own, self.asked_to_wait + spread))
            delay = min(delay * 2, _LONGEST_DELAY)
        self.told.waits.append(time.perf_counter() - started)

    async def _send(self) -> bool:
        """One attempt; whether the server took something."""
        self.told.requests += 1
        self.asked_to_wait = 0.0
        connection = None
        try:
            async with asyncio.timeout(_PATIENCE):
                connection = await Connection.open(self.port)
                status, body = await connection.ask(self._request())
        except _RETRIED:
            self.told.timeouts += 1
            return False
        finally:
            if connection is not None:
                connection.writer.close()
        if status == 503:
            self.told.turned_away += 1
            self.asked_to_wait = min(float(connection.header("retry-after") or 0), _LONGEST_DELAY)
            return False
        if status != 200:
            self.told.faults.append(f"{status}: {body[:200]!r}")
            return False
        return self._settle(json.loads(body)["receipts"])

    def _request(self) -> bytes:
        body = json.dumps({"submissions": self.waiting[:_BATCH]})
        head = (
            "POST /outbox HTTP/1.1\r\nHost: palier\r\nOrigin: http://palier\r\n"
            f"Cookie: {self.sender.cookie}\r\nContent-Type: application/json\r\n"
            f"Palier-Person: {self.sender.person}\r\nPalier-Tablet: {self.sender.tablet}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return (head + body).encode()

    def _settle(self, receipts: list[dict[str, Any]]) -> bool:
        for receipt in receipts:
            outcome = receipt["outcome"]
            self.told.stored += outcome == "stored"
            self.told.already_stored += outcome == "already_stored"
            if outcome not in _TAKEN and not _is_busy(receipt):
                self.told.faults.append(str(receipt))
        taken = {one["id"] for one in receipts if one["outcome"] in _TAKEN}
        self.waiting = [one for one in self.waiting if one["id"] not in taken]
        return bool(taken)


def _is_busy(receipt: Mapping[str, Any]) -> bool:
    return all(error["code"] == "busy" for error in receipt["errors"])


async def main() -> None:
    """Bring every tablet of the plan back."""
    plan, told = Plan.read(json.load(sys.stdin)), Returned()
    tablets = [
        Tablet(sender, port, [one for _ in range(plan.sales) for one in sale(plan.catalogue)], told)
        for sender, port in zip(plan.senders, cycle(plan.ports))
    ]
    started = time.perf_counter()
    await asyncio.gather(*(tablet.empty() for tablet in tablets))
    told.seconds = time.perf_counter() - started
    told.faults = told.faults[:3]
    sys.stdout.write(json.dumps(asdict(told)) + "\n")


if __name__ == "__main__":
    uvloop.run(main())
