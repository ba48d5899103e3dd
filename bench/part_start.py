"""How long a newcomer waits: `extranet demo` on empty data, and again on the same data."""

import signal
import subprocess
import tempfile
import time
from pathlib import Path

from rich.progress import Progress

from bench.figures import Section, Target
from bench.installation import Web, await_ready, clean_environment, end, extranet, free_port

_SECOND_LIMIT = 5.0


def measure_start(progress: Progress) -> Section:
    """Start the demo twice, up to its first answer."""
    section = Section(
        "Start of the demo",
        "`extranet demo` until it answers: embedded PostgreSQL, migrations, demo company with "
        "2,000 sales, web server, job worker. Packages are installed already.",
        ["start", "seconds"],
    )
    task = progress.add_task(section.title, total=2)
    seconds = []
    with tempfile.TemporaryDirectory(prefix="palier-bench-") as folder:
        for name in ("first, on empty data", "second"):
            seconds.append(_started(Path(folder)))
            section.rows.append([name, f"{seconds[-1]:.1f}"])
            progress.advance(task)
    progress.remove_task(task)
    section.targets = [
        Target(
            "second start of the demo",
            f"< {_SECOND_LIMIT:.0f} s",
            f"{seconds[1]:.1f} s",
            seconds[1] < _SECOND_LIMIT,
        )
    ]
    return section


def _started(folder: Path) -> float:
    port = free_port()
    with (folder / "demo.log").open("ab") as log:
        started = time.monotonic()
        process = subprocess.Popen(  # noqa: S603 (our own command)
            extranet("demo"),
            env=clean_environment(folder, port),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        await_ready(Web(process, port))
        return time.monotonic() - started
    finally:
        process.send_signal(signal.SIGINT)
        end([process])
