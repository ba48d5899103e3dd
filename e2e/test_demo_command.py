"""`extranet demo` starts from nothing, stops without a trace on Ctrl-C, and starts again."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from e2e.faults.processes import living
from e2e.installation import free_port
from extranet.demo.company import PASSWORD

_EMAIL = "conseiller@palier.example"
_OTHERS = ("DATABASE_URL", "PUBLIC_URL", "PALIER_SECRET", "PALIER_MODE")


class Demo:
    """A running demo, in a process group of its own as a terminal would give it."""

    def __init__(self, data: Path) -> None:
        port = free_port()
        inherited = {name: value for name, value in os.environ.items() if name not in _OTHERS}
        self.url = f"http://127.0.0.1:{port}"
        self.said = ""
        self._database = data / "pg" / "postmaster.pid"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "extranet.cli", "demo"],
            env=inherited | {"DATA": str(data), "PORT": str(port), "DEMO_SALES": "20"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            text=True,
        )

    def listen(self, until: str = "") -> None:
        """Hear what it says until `until` is said, or else to its end."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line
            if until and until in line:
                return
        assert not until, self.said

    def processes(self) -> set[int]:
        """The demo, everything it started, and the database server, which left the family."""
        found = {self.process.pid}
        table = living()
        while more := {pid for pid, parent in table.items() if parent in found} - found:
            found |= more
        return found | {int(self._database.read_text(encoding="utf-8").split()[0])}


@contextmanager
def demo(data: Path) -> Iterator[Demo]:
    started = Demo(data)
    try:
        yield started
    finally:
        if started.process.poll() is None:
            started.process.terminate()
            started.process.wait(timeout=60)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda one: one.name)
def test_the_demo_stops_without_a_trace_and_starts_again(
    tmp_path: Path, number: signal.Signals
) -> None:
    for words in ("Demo company loaded, with 20 sales", "PostgreSQL is running"):
        with demo(tmp_path) as running:
            running.listen("Ctrl-C stops everything.")
            assert words in running.said
            form = {"email": _EMAIL, "password": PASSWORD}
            headers = {"origin": running.url}
            assert httpx.post(f"{running.url}/sign-in", data=form, headers=headers).is_redirect
            processes = running.processes()
            assert len(processes) >= 4, "demo, web server, job worker, database"
            # A terminal tells the whole group; `kill` tells the demo alone.
            if number is signal.SIGINT:
                os.killpg(running.process.pid, number)
            else:
                running.process.send_signal(number)
            running.listen()
            assert running.process.wait(timeout=60) == 0
            assert running.said.endswith("Stopped.\n")
            assert "Traceback" not in running.said
            assert not processes & set(living())


def test_an_interrupted_start_leaves_nothing_behind(tmp_path: Path) -> None:
    with demo(tmp_path) as running:
        running.listen("PostgreSQL is running")
        processes = running.processes()
        os.killpg(running.process.pid, signal.SIGINT)
        running.listen()
        assert running.process.wait(timeout=60) == 0
        assert running.said.endswith("Stopped.\n")
        assert "Traceback" not in running.said
        assert not processes & set(living())
