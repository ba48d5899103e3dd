"""A contract moves along the table and nowhere else."""

import itertools

import pytest

from extranet.contracts.states import (
    LABELS,
    TONES,
    TRANSITIONS,
    ContractState,
    MoveRefused,
    may_move,
    require_move,
)

WAYS = [
    ("to_check", "validated"),
    ("to_check", "rejected"),
    ("to_check", "withdrawn"),
    ("validated", "active"),
    ("validated", "withdrawn"),
    ("active", "terminated"),
    ("active", "withdrawn"),
]


@pytest.mark.parametrize("ends", list(itertools.product(ContractState, repeat=2)))
def test_only_the_ways_of_the_table_are_open(ends: tuple[ContractState, ContractState]) -> None:
    source, target = ends
    if (source.value, target.value) in WAYS:
        assert may_move(source, target)
        require_move(source, target)
    else:
        with pytest.raises(MoveRefused, match="ne peut pas devenir"):
            require_move(source, target)


def test_every_state_has_its_ways_its_words_and_its_tone() -> None:
    assert set(TRANSITIONS) == set(LABELS) == set(TONES) == set(ContractState)
