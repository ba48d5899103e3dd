"""Modules of the tablet that need no browser, run by their own checks: `*.test.mjs`."""

import subprocess
from pathlib import Path

import pytest

from extranet.core.node import node_command

_CHECKS = sorted(Path(__file__).parent.glob("*.test.mjs"))


@pytest.mark.parametrize("checks", _CHECKS, ids=[path.name for path in _CHECKS])
def test_a_module_of_the_tablet_holds_its_own_checks(checks: Path) -> None:
    command = [*node_command(), "--no-warnings", "--test", str(checks)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
