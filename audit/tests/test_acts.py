"""Every act the sources journal has its sentence, in both languages."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from audit.acts import ACTS, SUBJECTS, acts_about
from audit.words import NAMES

ROOT = Path(__file__).resolve().parents[2]
ACT = re.compile(r"[a-z_]+:[a-z_]+")
WRITERS = ("record", "view")


def sources() -> Iterator[Path]:
    for place in ("audit", "extranet", "wizard", "challenges"):
        for path in (ROOT / place).rglob("*.py"):
            if not {"tests", "testing"} & set(path.parts):
                yield path


def acts_of(path: Path) -> Iterator[tuple[str, int]]:
    """The acts a module journals. One handed over by a name must stand in it as a literal."""
    tree = ast.parse(path.read_text())
    texts = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr not in WRITERS or "work" not in ast.unparse(node.func.value):
            continue
        act = node.args[0]
        if isinstance(act, ast.Constant):
            yield str(act.value), node.lineno
        else:
            yield from ((text, node.lineno) for text in texts if ACT.fullmatch(text))


@pytest.mark.parametrize("path", list(sources()), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_act_of_the_sources_has_a_sentence(path: Path) -> None:
    unknown = [f"{act} (line {line})" for act, line in acts_of(path) if act not in ACTS]
    assert not unknown, f"give these a sentence in audit/acts.py: {unknown}"


def test_the_sources_are_found() -> None:
    found = {act for path in sources() for act, _ in acts_of(path)}
    assert {"contract:open", "contract:validate", "journal:read", "sale:step"} <= found


@pytest.mark.parametrize("act", ACTS)
def test_both_sentences_say_the_same_and_end_without_a_stop(act: str) -> None:
    french, english = ACTS[act]
    assert ACT.fullmatch(act)
    assert french != english
    fields = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in ACTS[act]]
    assert fields[0] == fields[1]
    assert fields[0] <= {"who", "number", *NAMES}
    assert not french.endswith(".")
    assert not english.endswith(".")


def test_every_act_can_be_looked_for_under_one_subject() -> None:
    listed = [act for subject in SUBJECTS for act in acts_about(subject)]
    assert sorted(listed) == sorted(ACTS)
