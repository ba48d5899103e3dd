"""Which contract counts on a day, what ends when, and when it is told."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extranet.core.ids import new_id
from extranet.people.sellers.deadlines import (
    WARNED_BEFORE,
    Contract,
    ContractKind,
    Matter,
    PaperEnd,
    deadlines,
    in_force,
    sells,
    warning_due,
)

TODAY = date(2026, 11, 29)
WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)


def contract(
    starts: int, ends: int | None = None, *, written: int = 0, registered: int | None = None
) -> Contract:
    """A contract by days from today; `registered` makes it that of a registered VDI."""
    vdi = registered is not None
    return Contract(
        id=new_id(),
        kind=ContractKind.VDI if vdi else ContractKind.EMPLOYEE,
        starts_on=TODAY + timedelta(days=starts),
        ends_on=None if ends is None else TODAY + timedelta(days=ends),
        registry="rsac" if vdi else "",
        siren="732829320" if vdi else "",
        registered_until=None if registered is None else TODAY + timedelta(days=registered),
        written_at=WRITTEN + timedelta(days=written),
    )


def vdi(starts_on: date) -> Contract:
    """The contract of a VDI who is not registered yet."""
    return Contract(new_id(), ContractKind.VDI, starts_on, None, "", "", None, WRITTEN)


@pytest.mark.parametrize(
    ("contracts", "may"),
    [
        ([], True),
        ([contract(-10)], True),
        ([contract(-10, 0)], True),
        ([contract(-10, -1)], False),
        ([contract(1)], False),
        ([contract(-10, 100, registered=0)], True),
        ([contract(-10, 100, registered=-1)], False),
        ([contract(-10, -1), contract(0, written=1)], True),
        ([contract(-10), contract(-10, -1, written=1)], False),
    ],
)
def test_one_sells_within_the_contract_that_counts(contracts: list[Contract], may: bool) -> None:
    assert sells(contracts, TODAY) is may


def test_a_renewal_written_ahead_waits_for_its_first_day() -> None:
    present, renewal = contract(-300, 20), contract(21, 300, written=1)
    assert in_force([renewal, present], TODAY) == present
    assert in_force([renewal, present], TODAY + timedelta(days=21)) == renewal
    assert deadlines([renewal, present], [], TODAY) == []
    [gap] = deadlines([contract(22, 300, written=1), present], [], TODAY)
    assert (gap.matter, gap.days_left(TODAY)) == (Matter.CONTRACT, 20)


def test_what_ends_first_comes_first() -> None:
    paper = PaperEnd(new_id(), "identity", TODAY + timedelta(days=5))
    found = deadlines([contract(-10, 40, registered=3)], [paper], TODAY)
    assert [one.matter for one in found] == [Matter.REGISTRATION, Matter.PAPER, Matter.CONTRACT]


@pytest.mark.parametrize(
    ("starts_on", "due"),
    [
        (date(2024, 1, 1), date(2026, 12, 31)),
        (date(2024, 1, 2), date(2027, 12, 31)),
        (date(2025, 6, 1), date(2028, 12, 31)),
    ],
)
def test_c_com_l135_3_a_vdi_is_to_be_registered_after_three_full_years(
    starts_on: date, due: date
) -> None:
    [told] = deadlines([vdi(starts_on)], [], TODAY)
    assert (told.matter, told.day) == (Matter.DUE, due)
    assert sells([vdi(starts_on)], due + timedelta(days=400))


@pytest.mark.parametrize(
    ("left", "due"),
    [(61, None), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (1, 7), (0, 0), (-9, 0)],
)
def test_an_end_is_told_four_times(left: int, due: int | None) -> None:
    assert warning_due(TODAY + timedelta(days=left), TODAY) == due


days = st.integers(-400, 400)
contracts_of_somebody = st.lists(
    st.builds(
        lambda starts, length, written: contract(
            starts, None if length is None else starts + length, written=written
        ),
        days,
        st.none() | st.integers(0, 400),
        days,
    ),
    min_size=1,
    max_size=5,
)


@given(contracts_of_somebody)
def test_whoever_stops_selling_was_told_at_every_step(contracts: list[Contract]) -> None:
    last = TODAY
    if not sells(contracts, last) or sells(contracts, last + timedelta(days=1)):
        return
    told = [one for one in deadlines(contracts, [], last) if one.matter is Matter.CONTRACT]
    assert [one.day for one in told] == [last]
    assert warning_due(last, last) == min(WARNED_BEFORE)
