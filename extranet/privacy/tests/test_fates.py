"""What becomes of a sale is decided in one place, whatever it is and however old."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extranet.contracts.states import ContractState
from extranet.privacy.fates import OVER, Cause, Standing, fate_of, months_after
from wizard.states import SaleState

TODAY = date(2026, 11, 29)
_NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)


def standing(state: SaleState, contract: ContractState | None, days: int) -> Standing:
    at = _NOON - timedelta(days=days)
    return Standing(state, contract, at if contract else None, at, erased=False, held=False)


@pytest.mark.parametrize(
    ("state", "contract", "days", "cause"),
    [
        (SaleState.OPEN, None, 0, Cause.GOES),
        (SaleState.OUT_FOR_SIGNATURE, None, 0, Cause.GOES),
        (SaleState.DROPPED, None, 3000, Cause.GOES),
        (SaleState.TO_PRINT, None, 100, Cause.EVIDENCE),
        (SaleState.TO_PRINT, None, 2000, Cause.GOES),
        (SaleState.SIGNED, None, 5000, Cause.RUNNING),
        (SaleState.SIGNED, ContractState.TO_CHECK, 5000, Cause.RUNNING),
        (SaleState.SIGNED, ContractState.ACTIVE, 5000, Cause.RUNNING),
        (SaleState.SIGNED, ContractState.WITHDRAWN, 1800, Cause.EVIDENCE),
        (SaleState.SIGNED, ContractState.TERMINATED, 1900, Cause.GOES),
    ],
)
def test_what_goes_and_what_stays(
    state: SaleState, contract: ContractState | None, days: int, cause: Cause
) -> None:
    assert fate_of(standing(state, contract, days), TODAY, 60).cause is cause


def test_what_is_over_is_what_leads_nowhere() -> None:
    assert {ContractState.TERMINATED, ContractState.REJECTED, ContractState.WITHDRAWN} == OVER


@given(
    st.sampled_from(SaleState),
    st.none() | st.sampled_from(ContractState),
    st.integers(0, 9000),
    st.booleans(),
    st.booleans(),
)
def test_what_is_held_or_gone_never_goes(
    state: SaleState, contract: ContractState | None, days: int, erased: bool, held: bool
) -> None:
    at = _NOON - timedelta(days=days)
    fate = fate_of(Standing(state, contract, at, at, erased, held), TODAY, 60)
    assert fate.goes + fate.stays + (fate.cause is Cause.GONE) == 1
    if erased or held:
        assert not fate.goes
    if fate.until is not None:
        assert fate.until >= TODAY


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 240))
def test_months_after_is_the_same_day_or_the_last_of_its_month(day: date, months: int) -> None:
    later = months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1
