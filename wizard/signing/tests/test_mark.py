"""What stands as a signature, and what does not."""

import json
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from extranet.core.vault import SealBroken
from wizard.signing.mark import Mark, MarkRefused, read_mark
from wizard.signing.tests.customer import STROKES

NAME = "Éloïse Garçon-Nuñez"

BAD_MARKS = [
    "[]",
    "[[]]",
    "{}",
    "null",
    "1",
    "not json",
    "[[[1,2,3]]]",
    "[[[null,2,3],[4,5,6]]]",
    '[[["1","2","3"],["400","500","6"]]]',
    "[[[1,2],[NaN,900]]]",
    "[[[1,2],[1e999,900]]]",
    "[[[true,2,3],[400,false,3]]]",
    "[" * 100_000,
    json.dumps([[[x % 1000, x % 400, x] for x in range(60_000)]]),
    json.dumps([[[1, 1, 1], [300, 300, 2]]] * 1_000),
    json.dumps([[[5, 5, n] for n in range(500)]]),
    '[[["<script>",0,0],[1,1,1]]]',
]

COORDINATE = some.integers(-5_000, 5_000) | some.floats()
POINT = some.lists(COORDINATE | some.none() | some.booleans() | some.text(), max_size=4)
ANYTHING = some.recursive(
    some.none() | some.booleans() | some.floats() | some.text(),
    lambda inner: some.lists(inner) | some.dictionaries(some.text(), inner),
)


def test_a_drawing_becomes_a_path() -> None:
    mark = read_mark(json.dumps(STROKES), "", NAME)
    assert mark.manner == "drawn"
    assert mark.path.count("M") == len(STROKES)
    assert (mark.width, mark.height) == (648, 188)


def test_how_fast_the_hand_moved_is_not_kept() -> None:
    slow = [[[x, y, t * 50] for x, y, t in stroke] for stroke in STROKES]
    assert read_mark(json.dumps(slow), "", NAME) == read_mark(json.dumps(STROKES), "", NAME)


@pytest.mark.parametrize("text", BAD_MARKS, ids=range(len(BAD_MARKS)))
def test_what_is_no_drawing_is_refused(text: str) -> None:
    with pytest.raises(MarkRefused):
        read_mark(text, "", NAME)


@given(some.lists(some.lists(POINT)) | ANYTHING)
def test_anything_is_a_mark_or_a_refusal(raw: object) -> None:
    try:
        mark = read_mark(json.dumps(raw), "", NAME)
    except MarkRefused:
        return
    assert 0 < mark.width <= 10_000
    assert 0 < mark.height <= 10_000
    assert len(mark.path) < 200_000


@pytest.mark.parametrize("typed", [NAME, "garcon nunez eloise", "  ÉLOÏSE   GARÇON-NUÑEZ "])
def test_the_customers_name_signs(typed: str) -> None:
    assert read_mark("", typed, NAME).manner == "typed"


@pytest.mark.parametrize("typed", ["", " ", "Éloïse", "Jean Dupont", NAME * 40, "💡"])
def test_another_name_does_not(typed: str) -> None:
    with pytest.raises(MarkRefused):
        read_mark("", typed, NAME)


async def test_a_sealed_mark_opens_for_its_sale_only(database: str) -> None:
    mark = read_mark(json.dumps(STROKES), "", NAME)
    sealed = mark.seal(UUID(int=1))
    assert Mark.open(sealed, UUID(int=1)) == mark
    with pytest.raises(SealBroken):
        Mark.open(sealed, UUID(int=2))
