"""A whole running installation: web server, job worker, demo company, few sales."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from extranet.core.embedded import EmbeddedServer
from extranet.testing.plugin import prepared_database, run_apart

SECRET = "5e" * 32
_SALES = 60
_RUN = [sys.executable, "-m", "extranet.cli"]


@dataclass(frozen=True)
class Installation:
    """A running installation of the product. `owner_url` sees every row of its database."""

    url: str
    database_url: str
    owner_url: str
    data: Path


@contextmanager
def running(
    server: EmbeddedServer, data: Path, settings: Mapping[str, str] | None = None
) -> Iterator[Installation]:
    """Serve a database of its own on a free port; both processes end with the block.

    `settings` are environment variables besides those every installation needs.
    """
    port = free_port()
    name = f"e2e_{os.getpid()}_{port}"
    database_url = prepared_database(server, name)
    url = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        **(settings or {}),
        "DATABASE_URL": database_url,
        "DATA": str(data),
        "PORT": str(port),
        "PUBLIC_URL": url,
        "PALIER_SECRET": SECRET,
    }
    try:
        subprocess.run([*_RUN, "seed", "--sales", str(_SALES)], env=environment, check=True)
        with _processes(environment, data / "processes.log") as processes:
            _wait(f"{url}/health/ready", processes, data / "processes.log")
            yield Installation(url, database_url, server.handle.get_uri(database=name), data)
    finally:
        run_apart(server.drop_database(name))


@contextmanager
def _processes(environment: dict[str, str], log: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    with log.open("ab") as said:
        processes = [
            subprocess.Popen([*_RUN, command], env=environment, stdout=said, stderr=said)
            for command in ("serve", "work")
        ]
        try:
            yield processes
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                process.wait(timeout=20)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str, processes: list[subprocess.Popen[bytes]], log: Path) -> None:
    deadline = time.monotonic() + 60
    with httpx.Client(timeout=2) as client:
        while time.monotonic() < deadline:
            if any(process.poll() is not None for process in processes):
                break
            try:
                if client.get(url).status_code == 200:
                    return
            except httpx.TransportError:
                continue
    raise RuntimeError(f"the installation did not start:\n{log.read_text()[-4000:]}")
