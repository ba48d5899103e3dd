"""`extranet demo`: everything on this machine, and nothing left of it after Ctrl-C."""

import asyncio
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from urllib.parse import urlsplit

from rich.console import Console

from extranet.core import database
from extranet.core.access import worker
from extranet.core.database import unit_of_work
from extranet.core.embedded import EmbeddedServer
from extranet.core.schema_state import is_current
from extranet.core.settings import Settings
from extranet.demo.state import sales_to_load

_DATABASE = "palier"
_PATIENCE = 60
_SIGNALS = (signal.SIGINT, signal.SIGTERM)

console = Console(highlight=False, soft_wrap=True)


def run(sales: int) -> int:
    """Start the demo, say where it is, and wait for Ctrl-C; return the exit status.

    An empty database gets the demo company with `sales` sales; one whose first start was
    interrupted gets what it lacks of them.
    """
    return asyncio.run(_Demo(sales).live())


class _Demo:
    """The database server, the web server and the job worker, from their start to their end.

    A signal cancels what is awaited, and nothing else: raised in the middle of a library's work,
    it could be swallowed there, or bring the interpreter down.
    """

    def __init__(self, sales: int) -> None:
        self._sales = sales
        self._server: EmbeddedServer | None = None
        self._children: list[subprocess.Popen[bytes]] = []

    async def live(self) -> int:
        living = asyncio.ensure_future(self._start_and_watch())
        for number in _SIGNALS:
            asyncio.get_running_loop().add_signal_handler(number, living.cancel)
        try:
            return await living
        except asyncio.CancelledError:
            return 0
        finally:
            with console.status("Stopping…"):
                _stop(self._children)
                if self._server is not None:
                    self._server.stop()
            console.print("Stopped.")

    async def _start_and_watch(self) -> int:
        started = time.monotonic()
        settings = Settings.load()
        if not settings.database_url:
            with console.status("Starting the embedded PostgreSQL…"):
                settings = replace(settings, database_url=await self._start_database(settings))
            console.print("[green]✓[/] PostgreSQL is running")
        await _prepare(settings, self._sales)
        _start_children(settings, self._children)
        await _wait_until_ready(settings, self._children)
        _say_where(settings, time.monotonic() - started)
        return await _watch(self._children)

    async def _start_database(self, settings: Settings) -> str:
        """Start the embedded server, with our database in it; return the database's address."""
        starting = asyncio.ensure_future(
            asyncio.to_thread(EmbeddedServer.start, settings.data / "pg")
        )
        try:
            self._server = await asyncio.shield(starting)
        except asyncio.CancelledError:
            # The terminal's Ctrl-C reaches the commands that make the server too: it is either
            # there, and ours to stop, or they gave up.
            with suppress(subprocess.SubprocessError, OSError):
                self._server = await starting
            raise
        await self._server.ensure_database(_DATABASE)
        return self._server.url(_DATABASE)


async def _prepare(settings: Settings, sales: int) -> None:
    """Bring the database to the present shape, and the demo company into it."""
    if not await is_current(settings.database_url):
        # Piccolo's migrations load slowly, and only a database that is behind needs them.
        from extranet.core.migrations import migrate

        with console.status("Migrating the database…"):
            done = await migrate(settings.database_url)
        console.print(f"[green]✓[/] Database up to date ({len(done)} migrations run)")
    missing = await _missing(settings, sales)
    if missing is not None:
        from extranet.demo.loading import seed  # loads slowly, and a whole demo needs it not

        await seed(settings, missing)
        console.print(f"[green]✓[/] Demo company loaded, with {missing:,} sales")


async def _missing(settings: Settings, sales: int) -> int | None:
    await database.connect(settings)
    try:
        async with unit_of_work(worker("demo")) as work:
            return await sales_to_load(work, sales)
    finally:
        await database.disconnect()


def _start_children(settings: Settings, children: list[subprocess.Popen[bytes]]) -> None:
    """Add the web server and the job worker to `children`, each in a process group of its own,
    so that Ctrl-C reaches them through us, in order."""
    environment: Mapping[str, str] = {
        **os.environ,
        "DATABASE_URL": settings.database_url,
        "DATA": str(settings.data),
    }
    logs = settings.data / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    for command in ("serve", "work"):
        with (logs / f"{command}.log").open("ab") as log:
            children.append(
                subprocess.Popen(  # noqa: S603 (our own command)
                    [sys.executable, "-m", "extranet.cli", command],
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            )


async def _wait_until_ready(settings: Settings, children: list[subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + _PATIENCE
    with console.status("Waiting for the web server…"):
        while time.monotonic() < deadline:
            _refuse_dead(settings, children)
            if await asyncio.to_thread(_is_ready, settings.public_url):
                return
            await asyncio.sleep(0.05)
    raise SystemExit("The web server did not become ready in a minute; see its log.")


def _is_ready(public_url: str) -> bool:
    address = urlsplit(public_url)
    kind = http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
    connection = kind(address.netloc, timeout=1)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _refuse_dead(settings: Settings, children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is not None:
            log = settings.data / "logs" / f"{_command(child)}.log"
            raise SystemExit(f"`extranet {_command(child)}` stopped by itself; its log: {log}")


def _say_where(settings: Settings, seconds: float) -> None:
    from extranet.demo.company import COMPANY, PASSWORD  # loads while the children start

    console.print()
    console.print(f"[bold]Palier is ready[/] in {seconds:.1f} s: [bold]{settings.public_url}[/]")
    console.print(f"The local inbox (SMS and e-mail): {settings.public_url}/inbox")
    console.print()
    for account in COMPANY.accounts:
        who = f"{account.first_name} {account.last_name}"
        console.print(f"  {account.email:30} {who} ({account.role.replace('_', ' ')})")
    console.print(f"  password: [bold]{PASSWORD}[/]")
    console.print()
    console.print("Ctrl-C stops everything.")


def _command(child: subprocess.Popen[bytes]) -> str:
    return str(child.args[-1]) if isinstance(child.args, list) else str(child.args)


async def _watch(children: list[subprocess.Popen[bytes]]) -> int:
    """Wait until somebody stops us, or a child dies."""
    while True:
        for child in children:
            if child.poll() is not None:
                console.print(f"[red]`extranet {_command(child)}` stopped by itself.[/]")
                return 1
        await asyncio.sleep(0.5)


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=15)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
