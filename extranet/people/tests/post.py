"""The post of the tests: jobs run as a worker runs them, mails are read by their recipients."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from extranet.core.access import worker
from extranet.core.database import Row, unit_of_work
from extranet.core.jobs import run_job
from extranet.messages import jobs as _letters_leave  # noqa: F401 (declares the jobs)
from extranet.people import jobs as _letters_are_written  # noqa: F401 (declares the jobs)

_LINK = re.compile(r"https?://[^/\s]+(/[\w-]+/[\w-]{43})")


@dataclass
class Post:
    """Runs what was enqueued since the last time it was asked, with `run`."""

    last: int = 0
    run: Callable[[str, str], Awaitable[None]] = run_job

    async def arrived(self, recipient: str) -> list[Row]:
        """The mails of `recipient`, the newest last, once every job has run."""
        await self.deliver()
        async with unit_of_work(worker("test")) as work:
            return await work.all(
                "SELECT subject, body FROM inbox_item WHERE recipient = $1 ORDER BY received_at",
                recipient,
            )

    async def link(self, recipient: str) -> str:
        """The path of the link in the newest mail of `recipient`."""
        *_, newest = await self.arrived(recipient)
        found = _LINK.search(newest["body"])
        assert found, newest["body"]
        return found[1]

    async def deliver(self) -> None:
        """Run jobs until none is left."""
        while waiting := await self._waiting():
            for job in waiting:
                self.last = job["id"]
                await self.run(job["entrypoint"], job["payload"].decode())

    async def _waiting(self) -> list[Row]:
        async with unit_of_work(worker("test")) as work:
            return await work.all(
                "SELECT id, entrypoint, payload FROM pgqueuer WHERE id > $1 ORDER BY id", self.last
            )
