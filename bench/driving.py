"""Runs the load in a process of its own and takes its measurements as they come."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence

from bench.load import Measured, Scenario


def drive(scenarios: Sequence[Scenario]) -> Iterator[Measured]:
    """Measure `scenarios` one after another."""
    plan = json.dumps([scenario.as_json() for scenario in scenarios])
    load = subprocess.Popen(
        [sys.executable, "-m", "bench.load"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        if load.stdin is None or load.stdout is None:
            raise RuntimeError("the load process has no pipes")
        load.stdin.write(plan)
        load.stdin.close()
        for line in load.stdout:
            yield Measured(**json.loads(line))
        if load.wait() != 0:
            raise RuntimeError("the load process failed; its words are above")
    finally:
        if load.poll() is None:
            load.kill()
            load.wait()
