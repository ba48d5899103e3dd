"""The next release of the product, served beside the present one from the same database."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from e2e.installation import SECRET, Installation, free_port
from extranet.core.settings import ROOT

_FOLDERS = ("audit", "challenges", "extranet", "locales", "static", "templates", "wizard")
_PATIENCE = 60


def new_look(sources: Path) -> None:
    """The least that makes a release another one: a change in a style sheet."""
    with (sources / "static" / "css" / "home.css").open("a") as sheet:
        sheet.write("\n/* the next release */\n")


@contextmanager
def next_release(
    installation: Installation, folder: Path, change: Callable[[Path], None] = new_look
) -> Iterator[str]:
    """Serve a copy of the sources with `change` made to it; gives its address."""
    for name in _FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    change(folder)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "DATABASE_URL": installation.database_url,
        "DATA": str(installation.data),
        "PORT": str(port),
        "PUBLIC_URL": url,
        "PALIER_SECRET": SECRET,
    }
    with (folder / "serve.log").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "extranet.cli", "serve"],
            cwd=folder,
            env=environment,
            stdout=said,
            stderr=said,
        )
    try:
        _wait(f"{url}/health/ready", process)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE
    with httpx.Client(timeout=2) as client:
        while time.monotonic() < deadline and process.poll() is None:
            try:
                if client.get(url).status_code == 200:
                    return
            except httpx.TransportError:
                continue
    raise RuntimeError("the next release did not start")
