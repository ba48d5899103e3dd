"""What is typed finds the contract, and nothing close to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extranet.contracts.search import listed_name, normalise, stored_tokens, wanted_tokens

STORED = set(stored_tokens("Dupont-Lœuvre Élodie", "C-2026-000120"))


@pytest.mark.parametrize(
    "typed",
    [
        "dupont",
        "DUPONT",
        "Élodie",
        "elodie",
        "e\u0301lodie dupont",
        "Dupont, Élodie",
        "upon",
        "loeuvre",
        "Lœuvre",
        "du",
        "d e",
        "C-2026-000120",
        "c-2026-000120",
        "V-2026-000120",
        "V 2026 000120",
        "2026-120",
        "120",
        "000120",
    ],
)
def test_it_finds(typed: str) -> None:
    assert wanted_tokens(typed)
    assert set(wanted_tokens(typed)) <= STORED


@pytest.mark.parametrize("typed", ["durand", "dupond", "po", "12", "2025-120", "1200", "éléonore"])
def test_it_does_not_find(typed: str) -> None:
    assert not set(wanted_tokens(typed)) <= STORED


@pytest.mark.parametrize("typed", ["", "   ", "---", "😀", "'\""])
def test_nothing_typed_wants_nothing(typed: str) -> None:
    assert wanted_tokens(typed) == []


def test_the_family_name_stands_first() -> None:
    assert listed_name("Élodie", "Dupont") == "Dupont Élodie"
    assert listed_name("", "Dupont") == "Dupont"


@given(st.text(max_size=12_000))
def test_anything_typed_gives_few_plain_tokens(typed: str) -> None:
    tokens = wanted_tokens(typed)
    assert len(tokens) <= 400
    assert all(token.isascii() and len(token) <= 20 for token in tokens)


@given(st.text(st.characters(codec="latin-1"), min_size=1, max_size=40))
def test_a_name_is_found_by_itself(name: str) -> None:
    if not wanted_tokens(name)[:1] or wanted_tokens(name)[0].startswith("#"):
        return
    assert set(wanted_tokens(name)) <= set(stored_tokens(name, "C-2026-000001"))
    assert " ".join(normalise(name)) == " ".join(normalise(name.upper().lower()))
