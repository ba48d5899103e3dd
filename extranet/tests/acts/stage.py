"""Where acts are done and witnessed: every request that may act, and every job, with what the
journal has of it afterwards."""

import re
from collections.abc import Awaitable
from dataclasses import dataclass, field

import asyncpg
from httpx import AsyncClient, Request, Response
from litestar import Litestar

from extranet.core import jobs
from extranet.core.access import Actor
from extranet.core.doors import ways_in
from extranet.core.settings import Settings
from extranet.people.tests.post import Post
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit

LOOKS = ("GET", "HEAD")
_TYPE = re.compile(r":\w+\}")
_PLACE = re.compile(r"\{\w+\}")
UNREADABLE = {400, 404, 409, 422}
"""Answers to what was no act: a form with a mistake, what is not there or has moved on."""


def acts_asked(app: Litestar) -> list[str]:
    """Every way in but those that only look, as `METHOD /path/{name}`."""
    return [
        f"{way.method} {_TYPE.sub('}', way.path)}"
        for way in ways_in(app)
        if way.method not in LOOKS
    ]


def jobs_run() -> list[str]:
    """Every job of the queue and every recurring one."""
    queued, recurring = jobs._jobs, jobs._schedules
    return [*(f"job {name}" for name in queued), *(f"every {name}" for name in recurring)]


@dataclass
class Stage:
    """A company, browsers whose requests are witnessed, and what was seen: `left` holds, for each
    deed, the acts it left in the journal, and `silent` the requests that left none. A job may find
    nothing to do: it leaves something where it did something."""

    app: Litestar
    cast: Cast
    settings: Settings
    truth: asyncpg.Connection
    open_browser: Visit
    left: dict[str, set[str]] = field(default_factory=dict)
    silent: list[str] = field(default_factory=list)
    _since: int = 0

    def __post_init__(self) -> None:
        self.post = Post(run=self._run_job)
        """The post, whose jobs are watched."""

    async def visit(self, actor: Actor | None = None) -> AsyncClient:
        """A browser of somebody's, or of nobody's, watched."""
        browser = await self.open_browser(actor)
        browser.event_hooks = {"request": [self._before], "response": [self._after]}
        return browser

    async def run_recurring(self, name: str) -> None:
        """Run a recurring job, watched."""
        await self._watch(f"every {name}", jobs._schedules[name][1]())

    async def _run_job(self, name: str, payload: str) -> None:
        await self._watch(f"job {name}", jobs.run_job(name, payload))

    async def _watch(self, deed: str, work: Awaitable[None]) -> None:
        self._since = await self._newest()
        await work
        await self._note(deed)

    async def _before(self, _: Request) -> None:
        self._since = await self._newest()

    async def _after(self, response: Response) -> None:
        asked = response.request
        if asked.method not in LOOKS:
            deed = self._deed(asked)
            if not await self._note(deed) and response.status_code not in UNREADABLE:
                self.silent.append(deed)

    async def _note(self, deed: str) -> bool:
        """Note what `deed` left; whether it left anything."""
        rows = await self.truth.fetch("SELECT act FROM entry WHERE seq > $1", self._since)
        if rows:
            self.left.setdefault(deed, set()).update(row["act"] for row in rows)
        return bool(rows)

    async def _newest(self) -> int:
        return int(await self.truth.fetchval("SELECT coalesce(max(seq), 0) FROM entry"))

    def _deed(self, asked: Request) -> str:
        """The way in that answers a request: of those that fit, the one with the fewest names."""
        told = f"{asked.method} {asked.url.path}"
        fitting = [
            deed for deed in acts_asked(self.app) if re.fullmatch(_PLACE.sub("[^/]+", deed), told)
        ]
        return min(fitting, key=lambda deed: deed.count("{"))
