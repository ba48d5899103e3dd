"""A whole installation per worker process: web server, job worker, demo company, Chromium."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from extranet.core.embedded import EmbeddedServer
from extranet.demo.company import PASSWORD
from extranet.testing import browser as chromium
from extranet.testing.plugin import prepared_database, run_apart

TABLET = {"width": 1180, "height": 820}
PATIENCE = 15_000
SECRET = "5e" * 32


@dataclass(frozen=True)
class Installation:
    """A running installation of the product."""

    url: str
    database_url: str
    data: Path


@pytest.fixture(scope="session")
def installation(
    server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """Web server and worker on a database of their own, with the demo company and few sales."""
    name = f"e2e_{os.getpid()}"
    url = prepared_database(server, name)
    data = tmp_path_factory.mktemp("installation")
    port = _free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DATA": str(data),
        "PORT": str(port),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PALIER_SECRET": SECRET,
    }
    run = [sys.executable, "-m", "extranet.cli"]
    subprocess.run([*run, "seed", "--sales", "60"], env=environment, check=True)
    log = (data / "processes.log").open("ab")
    processes = [
        subprocess.Popen([*run, command], env=environment, stdout=log, stderr=log)
        for command in ("serve", "work")
    ]
    try:
        _wait(f"http://127.0.0.1:{port}/health/ready", processes, data / "processes.log")
        yield Installation(f"http://127.0.0.1:{port}", url, data)
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(timeout=20)
        log.close()
        run_apart(server.drop_database(name))


def _free_port() -> int:
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


@pytest.fixture(scope="module")
def chromium_browser() -> Iterator[Browser]:
    """One Chromium for the tests of a module; every test opens its own context.

    Not one for the session: while it runs, Playwright holds the thread's event loop, and tests
    of other modules need theirs.
    """
    path = chromium.find()
    if path is None:
        raise RuntimeError("no Chromium: run `python -m extranet.testing.browser`")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def tablet(chromium_browser: Browser, installation: Installation) -> Iterator[BrowserContext]:
    """A fresh tablet: touch, French, nothing stored."""
    context = chromium_browser.new_context(
        viewport={"width": TABLET["width"], "height": TABLET["height"]},
        has_touch=True,
        locale="fr-FR",
        base_url=installation.url,
    )
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def desk(chromium_browser: Browser, installation: Installation) -> Iterator[BrowserContext]:
    """A fresh desk browser."""
    context = chromium_browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="fr-FR", base_url=installation.url
    )
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


SignIn = Callable[[BrowserContext, str], Page]


@pytest.fixture
def sign_in() -> SignIn:
    """Sign in through the page: `sign_in(tablet, "conseiller@palier.example")`."""

    def do(context: BrowserContext, email: str) -> Page:
        page = context.new_page()
        page.goto("/sign-in")
        page.fill("input[name=email]", email)
        page.fill("input[name=password]", PASSWORD)
        page.click("button[type=submit]")
        page.wait_for_url(lambda url: "/sign-in" not in url)
        return page

    return do
