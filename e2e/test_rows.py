"""Every way a tablet elsewhere has lost a sale has a test here that bears its number."""

import ast
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
_ROOMS = ("e2e", "extranet", "wizard", "audit", "challenges")
_NUMBERED = re.compile(r"test_row_(\d{1,2})_\w+")
ROWS = {
    1: "a worker sends a POST again, without its body",
    2: "an entry removed before it was acknowledged; any status taken as sent",
    3: "duplicates from retries, two tabs, races",
    4: "a queue that is stuck for ever",
    5: "one poisoned record blocks all behind it",
    6: "the session expires while offline, and the queue with it",
    7: "a shared tablet: one person's records sent as another's",
    8: "an update orphans or wipes queued work",
    9: "the browser kills the connection to its storage",
    10: "the storage is evicted or cleared",
    11: "a power cut takes what was only almost written",
    12: "the server overwrites newer local work",
    13: "the device's clock is trusted",
    14: "« encrypted », yet drafts or attachments in clear",
    15: "« online » that is not",
    16: "price or product changed while offline",
}


@cache
def proofs() -> dict[int, list[str]]:
    """The tests that bear the number of a row, wherever they stand, as `file::name`."""
    found = defaultdict(list)
    tests = [path for room in _ROOMS for path in (_ROOT / room).rglob("test_*.py")]
    for path in sorted(tests):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                numbered = _NUMBERED.fullmatch(node.name)
                if numbered:
                    found[int(numbered[1])].append(f"{path.relative_to(_ROOT)}::{node.name}")
    return found


def test_every_row_is_proven() -> None:
    missing = {row: words for row, words in ROWS.items() if row not in proofs()}
    assert not missing, missing


def test_no_test_bears_the_number_of_no_row() -> None:
    assert set(proofs()) <= set(ROWS)
