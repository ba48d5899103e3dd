"""docs/security.md goes through every requirement once, and what it names is there."""

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")

# Each section of ASVS 5.0.0 with the levels of its requirements, in their order.
SECTIONS = """
1.1:22 1.2:1111122223 1.3:112222222223 1.4:222 1.5:123
2.1:122 2.2:112 2.3:12223 2.4:23
3.1:3 3.2:113 3.3:12223 3.4:11222233 3.5:11122333 3.6:3 3.7:22333
4.1:12233 4.2:23333 4.3:22 4.4:1222
5.1:2 5.2:112333 5.3:113 5.4:222
6.1:122 6.2:111111112222 6.3:11223333 6.4:112233 6.5:22222333 6.6:2223 6.7:33 6.8:2222
7.1:222 7.2:1111 7.3:22 7.4:11222 7.5:223 7.6:22
8.1:1233 8.2:1123 8.3:133 8.4:23
9.1:111 9.2:1222
10.1:22 10.2:223 10.3:22223 10.4:1111122222233333 10.5:22222 10.6:22 10.7:222
11.1:2233 11.2:22233 11.3:11233 11.4:1222 11.5:23 11.6:23 11.7:33
12.1:12233 12.2:11 12.3:22223
13.1:2333 13.2:222223 13.3:2233 13.4:1222233
14.1:22 14.2:12223333 14.3:122
15.1:12233 15.2:12233 15.3:1222222 15.4:3333
16.1:2 16.2:22222 16.3:2222 16.4:222 16.5:2223
17.1:23 17.2:22223333 17.3:22
"""
LINE = re.compile(r"^\| v5\.0\.0-([\d.]+) \| (\d) \| (met|n\.a\.|open) \| (.+) \|$", re.M)
LINES = LINE.findall(PAGE)
NAMED = re.compile(r"`([^`\s]+\.(?:py|md|js|html|toml|txt|in|json)(?:::\w+)?)`")


def requirements() -> dict[str, str]:
    """The number and the level of each requirement of levels 1 and 2."""
    found = {}
    for section in SECTIONS.split():
        name, _, levels = section.partition(":")
        for rank, level in enumerate(levels, start=1):
            if level != "3":
                found[f"{name}.{rank}"] = level
    return found


def test_the_standard_is_whole() -> None:
    levels = Counter(level for part in SECTIONS.split() for level in part.partition(":")[2])
    assert levels == {"1": 70, "2": 183, "3": 92}


def test_every_requirement_stands_there_once_under_its_level() -> None:
    assert [(number, level) for number, level, _, _ in LINES] == list(requirements().items())
    assert PAGE.count("| v5.0.0-") == len(LINES)


def test_the_page_counts_right() -> None:
    states = Counter(state for _, _, state, _ in LINES)
    wanted = (
        f"{states['met']} are met, {states['n.a.']} do not apply, and {states['open']} are open"
    )
    assert wanted in PAGE


def test_what_is_met_names_where() -> None:
    met = [(number, text) for number, _, state, text in LINES if state == "met"]
    assert [number for number, text in met if not NAMED.search(text)] == []


@pytest.mark.parametrize("name", sorted(set(NAMED.findall(PAGE))))
def test_what_it_names_is_there(name: str) -> None:
    path, _, test = name.partition("::")
    assert (ROOT / path).is_file(), path
    if test:
        source = (ROOT / path).read_text(encoding="utf-8")
        assert re.search(rf"^(?:async )?def {test}\(", source, re.M), name
