"""What a tablet keeps is sealed, and its keys are wrapped: the checks of tablet_keys.test.mjs."""

import subprocess
from pathlib import Path

from extranet.core.node import node_command

_CHECKS = Path(__file__).with_name("tablet_keys.test.mjs")


def test_rows_are_sealed_and_keys_are_wrapped() -> None:
    command = [*node_command(), "--no-warnings", "--test", str(_CHECKS)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
