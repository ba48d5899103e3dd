"""A thousand tablets come back at once, ten sales each: what is taken in, how fast, and what the
others notice of it."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta

import httpx
from rich.progress import Progress

from bench.figures import Section, Spread, Target, milliseconds
from bench.installation import Installation, Web
from bench.machine import family_seconds, processor_seconds
from bench.requests import Address
from bench.returning import Plan, Returned, Sender
from bench.visiting import Seen, Visit
from bench.visitors import ADVISER, Visitor
from extranet.core import database
from extranet.core.access import Origin, visitor, worker
from extranet.core.clock import now
from extranet.core.database import unit_of_work
from extranet.core.ids import new_id
from extranet.core.sessions import cookie_name
from extranet.core.tokens import digest, new_token

SALES = 10
STEPS = 8
_PEOPLE = 8
_PAUSE = 0.4
"""Eight people, each a page every 0.4 s: 20 pages a second."""
_USUAL_SECONDS = 20.0
_SLICE_SECONDS = 5.0
_TWICE = 2.0

_ADVISERS = "SELECT id FROM person WHERE role = 'adviser' AND sells(id) ORDER BY id"
_SESSION = (
    "INSERT INTO session (id, token_digest, person_id, device, address, expires_at) "
    "VALUES ($1, $2, $3, 'bench', '127.0.0.1', $4)"
)
_COUNT = (
    "SELECT (SELECT count(*) FROM submission), (SELECT count(*) FROM sale), "
    "(SELECT count(*) FROM handover)"
)


@dataclass(frozen=True, slots=True)
class Count:
    """How many submissions, sales, and sheets given to customers the database holds."""

    submissions: int
    sales: int
    informed: int


def measure_return(
    made: Installation,
    webs: Sequence[Web],
    addresses: Sequence[Address],
    tablets: int,
    progress: Progress,
) -> Section:
    """Let `tablets` come back while others look at pages."""
    expected = tablets * SALES * STEPS
    section = Section(
        f"{tablets:,} tablets come back at once",
        f"{SALES} sales of {STEPS} steps each, {expected:,} submissions, in batches of 50, each "
        "a registered tablet with a session of its own, over "
        f"{len(webs)} web process{'es' if len(webs) > 1 else ''}; they wait 20 s for a reply and "
        "try again as tablets do, or when the server asked them to. Meanwhile "
        f"{_PEOPLE} people look at pages, {_PEOPLE / _PAUSE:.0f} a second; usually as before.",
        ["what", "figure"],
    )
    task = progress.add_task(section.title, total=None)
    before, sessions = asyncio.run(_prepare(made, tablets))
    senders = [_register(webs[0].url, *session) for session in sessions]
    catalogue = Visitor.sign_in(webs[0].url, ADVISER).json("/catalogue.json")
    ports = [web.port for web in webs]
    usual = _look(addresses, ports, _USUAL_SECONDS)
    meanwhile, busy = Seen(), _busy(made, webs)
    returning = _begin(Plan(senders, ports, SALES, catalogue))
    while returning.poll() is None:
        seen = _look(addresses, ports, _SLICE_SECONDS)
        meanwhile.times += seen.times
        meanwhile.faults += seen.faults
    told = Returned(**json.loads(returning.stdout.read() if returning.stdout else "{}"))
    spent = [late - early for early, late in zip(busy, _busy(made, webs), strict=True)]
    after = asyncio.run(_count(made))
    progress.remove_task(task)
    usually, then = Spread.of(usual.times), Spread.of(meanwhile.times)
    stored, sales = after.submissions - before.submissions, after.sales - before.sales
    section.rows += [
        ["stored, in the database", f"{stored:,}"],
        ["sales, in the database", f"{sales:,}"],
        ["seconds until the last tablet was empty", f"{told.seconds:.0f}"],
        ["submissions a second", f"{stored / told.seconds:.0f}"],
        [
            "cpu ms of each submission: web, worker, PostgreSQL",
            " · ".join(milliseconds(1000 * one / max(1, stored)) for one in spent),
        ],
        ["customers informed meanwhile, by the worker", f"{after.informed - before.informed:,}"],
        ["seconds until half of the tablets were empty", f"{sorted(told.waits)[tablets // 2]:.0f}"],
        ["requests", f"{told.requests:,}"],
        ["of them turned away for a moment (503)", f"{told.turned_away:,}"],
        ["of them without a reply in 20 s", f"{told.timeouts:,}"],
        ["submissions sent again though stored", f"{told.already_stored:,}"],
        ["pages usually: p50, p95, p99 ms", " · ".join(usually.cells()[:3])],
        ["pages meanwhile: p50, p95, p99 ms", " · ".join(then.cells()[:3])],
    ]
    section.targets = [
        Target("submissions stored once each", f"{expected:,}", f"{stored:,}", stored == expected),
        Target(
            "p95 of the pages of others meanwhile",
            f"< {_TWICE:g} times the usual",
            f"{then.p95 / usually.p95:.1f} times",
            then.p95 < _TWICE * usually.p95,
        ),
    ]
    section.faults = [*told.faults, *usual.faults[:3], *meanwhile.faults[:3]]
    return section


def _begin(plan: Plan) -> "subprocess.Popen[str]":
    process = _start("bench.returning")
    if process.stdin is None:
        raise RuntimeError("the tablets have no pipe")
    process.stdin.write(json.dumps(asdict(plan)))
    process.stdin.close()
    return process


def _look(addresses: Sequence[Address], ports: Sequence[int], seconds: float) -> Seen:
    requests = [address.visitor.raw_get(address.paths[0]) for address in addresses]
    starts = [len(requests) * rank // _PEOPLE for rank in range(_PEOPLE)]
    lanes = [requests[start:] + requests[:start] for start in starts]
    chosen = [ports[rank % len(ports)] for rank in range(_PEOPLE)]
    process = _start("bench.visiting")
    said, _ = process.communicate(json.dumps(asdict(Visit(lanes, chosen, _PAUSE, seconds))))
    if process.returncode != 0:
        raise RuntimeError("the visitors broke off; their words are above")
    return Seen(**json.loads(said))


def _start(module: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(  # noqa: S603 (our own module)
        [sys.executable, "-m", module], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def _busy(made: Installation, webs: Sequence[Web]) -> list[float]:
    """How long web processes, worker and PostgreSQL have kept a core busy so far."""
    served = sum(processor_seconds(web.process.pid) for web in webs)
    return [served, processor_seconds(made.worker.pid), family_seconds(made.server.process_id)]


def _register(url: str, cookie: str, person: str) -> Sender:
    """Register the tablet on which a session is open, as its browser does."""
    answer = httpx.post(f"{url}/tablets", headers={"cookie": cookie, "origin": url}, timeout=30)
    answer.raise_for_status()
    return Sender(cookie, person, answer.json()["tablet"])


async def _prepare(made: Installation, tablets: int) -> tuple[Count, list[tuple[str, str]]]:
    """Sessions for `tablets` tablets, of the company's advisers in turn, as sign-in opens them:
    their cookies, and whose they are."""
    name = cookie_name(made.settings)
    sessions = []
    await database.connect(made.settings)
    try:
        async with unit_of_work(worker("bench"), housekeeping=True) as work:
            advisers = await work.all(_ADVISERS)
        async with unit_of_work(visitor(Origin("127.0.0.1", "bench"))) as work:
            for rank in range(tablets):
                token, person = new_token(), advisers[rank % len(advisers)]["id"]
                await work.run(_SESSION, new_id(), digest(token), person, now() + timedelta(days=1))
                work.record("session:open", "person", person)
                sessions.append((f"{name}={token}", str(person)))
    finally:
        await database.disconnect()
    return await _count(made), sessions


async def _count(made: Installation) -> Count:
    await database.connect(made.settings)
    try:
        async with unit_of_work(worker("bench"), housekeeping=True) as work:
            row = await work.one(_COUNT)
    finally:
        await database.disconnect()
    return Count(*row) if row is not None else Count(0, 0, 0)
