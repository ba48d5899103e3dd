"""Processes of this machine, as the system lists them."""

import os
import signal
import subprocess
import time
from collections.abc import Iterable
from contextlib import suppress

_PATIENCE = 10.0


def living() -> dict[int, int]:
    """Every process that lives, and its parent; one that only waits to be buried does not."""
    told = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,stat="], capture_output=True, text=True, check=True
    )
    rows = [line.split() for line in told.stdout.splitlines()]
    return {int(pid): int(parent) for pid, parent, state in rows if not state.startswith("Z")}


def started_with(option: str) -> list[int]:
    """The living processes that have an option, exactly so, on their command line."""
    told = subprocess.run(
        ["ps", "-A", "-ww", "-o", "pid=,args="], capture_output=True, text=True, check=True
    )
    rows = [line.split() for line in told.stdout.splitlines()]
    return [int(pid) for pid, *words in rows if option in words]


def children_of(parent: int) -> list[int]:
    """The living processes that `parent` started."""
    return [pid for pid, mother in living().items() if mother == parent]


def kill(pid: int, how: signal.Signals = signal.SIGKILL) -> None:
    """Send a signal to a process that may be gone already."""
    with suppress(ProcessLookupError):
        os.kill(pid, how)


def kill_groups(members: Iterable[int]) -> None:
    """Kill processes and all that was started together with each, at once."""
    for pid in members:
        with suppress(ProcessLookupError):
            os.killpg(os.getpgid(pid), signal.SIGKILL)


def wait_gone(pids: Iterable[int]) -> None:
    """Wait until none of them runs any more; raise `RuntimeError` when one will not go."""
    gone = set(pids)
    deadline = time.monotonic() + _PATIENCE
    while left := gone & set(living()):
        if time.monotonic() > deadline:
            raise RuntimeError(f"still running: {left}")
        time.sleep(0.005)
