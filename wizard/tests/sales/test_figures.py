"""Amounts per month, and the one table of states."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extranet.core.errors import Conflict
from wizard.amounts import month_cents
from wizard.cart import PERIODS
from wizard.states import EDITABLE, SaleState, may_move, refuse_move

totals = st.fixed_dictionaries({period: st.integers(0, 10**8) for period in PERIODS})


@given(totals)
def test_a_month_is_a_twelfth_of_the_year_to_half_a_cent(found: dict[str, int]) -> None:
    year = 12 * found["month"] + 4 * found["quarter"] + found["year"]
    month = month_cents({period: found[period] for period in PERIODS})
    assert -6 <= year - 12 * month <= 6


@pytest.mark.parametrize(
    ("period", "cents", "expected"),
    [
        ("once", 4900, 0),
        ("month", 1990, 1990),
        ("quarter", 2500, 833),
        ("year", 6, 1),
        ("year", 5, 0),
    ],
)
def test_each_period_spread_over_a_month(period: str, cents: int, expected: int) -> None:
    assert month_cents({one: cents if one == period else 0 for one in PERIODS}) == expected


def test_what_is_over_goes_nowhere() -> None:
    for over in (SaleState.SIGNED, SaleState.TO_PRINT, SaleState.DROPPED):
        assert over not in EDITABLE
        for after in SaleState:
            if after is not over:
                with pytest.raises(Conflict):
                    refuse_move(over, after)


def test_nobody_signs_what_was_not_read_and_sent_a_code_for() -> None:
    before_signed = {state for state in SaleState if may_move(state, SaleState.SIGNED)}
    assert before_signed == {SaleState.OUT_FOR_SIGNATURE, SaleState.SIGNED}
    assert not may_move(SaleState.OPEN, SaleState.OUT_FOR_SIGNATURE)
    assert not may_move(SaleState.STALLED, SaleState.READY_TO_SIGN)
