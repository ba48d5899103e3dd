"""What the tablet talks to: PostgreSQL, web server and job worker of the machine's own, each of
which may be killed at any moment and is started again."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

import httpx

from e2e.faults.processes import children_of, kill, wait_gone
from e2e.faults.proxy import Proxy
from e2e.installation import SECRET, Installation, free_port
from extranet.core.embedded import EmbeddedServer

_DATABASE = "faults"
_SALES = 5
_PATIENCE = 90.0
_RUN = [sys.executable, "-m", "extranet.cli"]


class Rig:
    """A whole installation behind a proxy; `installation.url` is the proxy's."""

    def __init__(self, folder: Path, server: EmbeddedServer) -> None:
        self._server = server
        self._folder = folder
        self._port = free_port()
        self.proxy = Proxy(self._port)
        url = f"http://127.0.0.1:{self.proxy.port}"
        owner = server.handle.get_uri(database=_DATABASE)
        self.installation = Installation(url, server.url(_DATABASE), owner, folder)
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def found(self) -> None:
        """Make the database, with the demo company in it, and start everything."""
        asyncio.run(self._server.ensure_database(_DATABASE))
        for command in (["migrate"], ["seed", "--sales", str(_SALES)]):
            with self._log() as said:
                subprocess.run(
                    [*_RUN, *command], env=self._environment(), check=True, stdout=said, stderr=said
                )
        self.revive()

    def kill(self, what: str) -> None:
        """Kill `web`, `worker` or `database` without a word of warning; `database_stop` is the
        immediate stop of PostgreSQL, which leaves as much to recover."""
        if what.startswith("database"):
            self._kill_database(signal.SIGKILL if what == "database" else signal.SIGQUIT)
            return
        process = self._processes[what]
        process.kill()
        process.wait()

    def begin_revival(self) -> None:
        """Start again what is dead, without waiting until it can serve."""
        self._start_database()
        for name, command in (("web", "serve"), ("worker", "work")):
            process = self._processes.get(name)
            if process is None or process.poll() is not None:
                self._processes[name] = self._start(command)

    def revive(self) -> None:
        """Start again what is dead, and wait until it serves."""
        deadline = time.monotonic() + _PATIENCE
        with httpx.Client(timeout=2) as client:
            while time.monotonic() < deadline:
                self.begin_revival()
                try:
                    ready = client.get(f"http://127.0.0.1:{self._port}/health/ready")
                except httpx.TransportError:
                    time.sleep(0.02)
                    continue
                if ready.status_code == 200:
                    return
        raise RuntimeError(f"the installation did not come back:\n{self._said()[-4000:]}")

    def process_id(self, what: str) -> int:
        """The process that is `web` or `worker` now; raises once it has ended."""
        process = self._processes[what]
        if process.poll() is not None:
            raise RuntimeError(f"{what} has ended:\n{self._said()[-4000:]}")
        return process.pid

    def close(self) -> None:
        """End everything."""
        self.proxy.close()
        for process in self._processes.values():
            process.kill()
            process.wait()
        self._server.stop()

    def _kill_database(self, how: signal.Signals) -> None:
        postmaster = self._server.handle.get_pid()
        if postmaster is None:
            return
        orphans = children_of(postmaster)
        kill(postmaster, how)
        wait_gone([postmaster, *orphans])
        # A postmaster that nobody buried would pass for a living one.
        (self._folder / "pg" / "postmaster.pid").unlink(missing_ok=True)
        sockets = parse_qs(urlsplit(self.installation.owner_url).query)["host"][0]
        for left in Path(sockets).glob(".s.PGSQL.*"):
            left.unlink()

    def _start_database(self) -> None:
        if not (self._folder / "pg" / "postmaster.pid").exists():
            cast(Any, self._server.handle).ensure_postgres_running()

    def _start(self, command: str) -> subprocess.Popen[bytes]:
        with self._log() as said:
            return subprocess.Popen(
                [*_RUN, command], env=self._environment(), stdout=said, stderr=said
            )

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DATABASE_URL": self.installation.database_url,
            "DATA": str(self._folder),
            "PORT": str(self._port),
            "PUBLIC_URL": self.installation.url,
            "PALIER_SECRET": SECRET,
        }

    def _log(self) -> Any:
        return (self._folder / "processes.log").open("ab")

    def _said(self) -> str:
        return (self._folder / "processes.log").read_text(errors="replace")


@contextmanager
def rigged() -> Iterator[Rig]:
    """A rig of its own, gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="palier-faults-"))
    try:
        rig = Rig(folder, EmbeddedServer.start(folder / "pg"))
        try:
            rig.found()
            yield rig
        finally:
            rig.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
