"""An installation of Palier of the bench's own: temporary data, embedded PostgreSQL, processes."""

import asyncio
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from extranet.core.embedded import EmbeddedServer
from extranet.core.settings import Settings

_DATABASE = "bench"
_PATIENCE = 90
_OTHERS = ("DATABASE_URL", "DOCUMENTS_URL", "SEAL_FILE", "PALIER_MODE", "PUBLIC_URL", "POOL_SIZE")
"""Settings of the surrounding shell that must not reach what is measured."""


@dataclass(frozen=True, slots=True)
class Web:
    """A running web process."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"


@dataclass
class Installation:
    """What is measured; everything it started ends with `close`."""

    folder: Path
    server: EmbeddedServer
    secret: str = field(default_factory=lambda: secrets.token_hex(32))
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    _worker: subprocess.Popen[bytes] | None = None

    @property
    def database_url(self) -> str:
        """Its database, under the product's own role."""
        return self.server.url(_DATABASE)

    @property
    def settings(self) -> Settings:
        """Its settings, for what the bench asks of the database itself."""
        return Settings.load(self.environment(0))

    def environment(self, port: int, database_url: str = "") -> dict[str, str]:
        """The environment of its processes."""
        return clean_environment(self.folder, port) | {
            "DATABASE_URL": database_url or self.database_url,
            "PALIER_SECRET": self.secret,
        }

    def run(self, *command: str) -> float:
        """Run an `extranet` command to its end; return its seconds."""
        started = time.monotonic()
        with (self.folder / "commands.log").open("ab") as log:
            subprocess.run(  # noqa: S603 (our own command)
                extranet(*command), env=self.environment(0), stdout=log, check=True
            )
        return time.monotonic() - started

    def start_web(self, database_url: str = "") -> Web:
        """Start a web process and wait until it can serve."""
        port = free_port()
        web = Web(self._start("serve", self.environment(port, database_url)), port)
        await_ready(web)
        return web

    @property
    def worker(self) -> subprocess.Popen[bytes]:
        """The job worker; raises before it is started."""
        if self._worker is None:
            raise RuntimeError("no worker runs")
        return self._worker

    def start_worker(self) -> None:
        """Start the job worker."""
        self._worker = self._start("work", self.environment(0))

    def stop(self, web: Web) -> None:
        """End a web process."""
        end([web.process])

    def close(self) -> None:
        """End everything."""
        end(self.processes)
        self.server.stop()

    def _start(self, command: str, environment: dict[str, str]) -> subprocess.Popen[bytes]:
        with (self.folder / f"{command}.log").open("ab") as log:
            process = subprocess.Popen(  # noqa: S603 (our own command)
                extranet(command), env=environment, stdout=log, stderr=log, start_new_session=True
            )
        self.processes.append(process)
        return process


@contextmanager
def installation() -> Iterator[Installation]:
    """A migrated, empty installation, gone at the end."""
    with tempfile.TemporaryDirectory(prefix="palier-bench-") as name:
        folder = Path(name)
        made = Installation(folder, EmbeddedServer.start(folder / "pg"))
        try:
            asyncio.run(made.server.ensure_database(_DATABASE))
            made.run("migrate")
            yield made
        finally:
            made.close()


def clean_environment(folder: Path, port: int) -> dict[str, str]:
    """An environment in which everything lies in `folder` and nothing leaves this machine."""
    inherited = {name: value for name, value in os.environ.items() if name not in _OTHERS}
    return inherited | {
        "DATA": str(folder),
        "PORT": str(port),
        "SMS_PROVIDER": "local",
        "MAIL_PROVIDER": "local",
    }


def extranet(*command: str) -> list[str]:
    """How to call the `extranet` command of this very checkout."""
    return [sys.executable, "-m", "extranet.cli", *command]


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def await_ready(web: Web) -> None:
    """Wait until a web process can serve; raises when it ends first, or takes too long."""
    deadline = time.monotonic() + _PATIENCE
    with httpx.Client(timeout=2) as client:
        while time.monotonic() < deadline:
            if web.process.poll() is not None:
                raise RuntimeError(f"the process on port {web.port} ended before it could serve")
            try:
                if client.get(f"{web.url}/health/ready").status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.02)
    raise RuntimeError(f"the process on port {web.port} is not ready after {_PATIENCE} s")


def end(processes: list[subprocess.Popen[bytes]]) -> None:
    """Ask processes to end, and make them if they do not."""
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    for process in processes:
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
