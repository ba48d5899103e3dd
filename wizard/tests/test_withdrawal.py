"""The withdrawal period, article by article."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.withdrawal import Running, next_working_day, withdrawal

MONDAY = date(2026, 3, 2)


def test_l221_18_services_count_fourteen_days_from_the_conclusion() -> None:
    found = withdrawal({"service"}, MONDAY, None)
    assert found.last_day == date(2026, 3, 16)
    assert not found.from_delivery


@pytest.mark.parametrize("nature", ["goods", "regular_delivery"])
def test_l221_18_goods_count_from_their_receipt(nature: str) -> None:
    found = withdrawal({nature}, MONDAY, date(2026, 3, 10))
    assert found.last_day == date(2026, 3, 24)
    assert found.from_delivery


def test_l221_18_goods_not_received_keep_the_period_open() -> None:
    found = withdrawal({"goods"}, MONDAY, None)
    assert found.last_day is None
    assert found.running(MONDAY + timedelta(days=1000)) is Running.NOT_STARTED


def test_l221_18_services_sold_with_goods_follow_the_goods() -> None:
    assert withdrawal({"service", "goods"}, MONDAY, None).last_day is None
    found = withdrawal({"service", "regular_delivery"}, MONDAY, date(2026, 3, 10))
    assert found.last_day == date(2026, 3, 24)


def test_l221_19_the_first_day_does_not_count_and_the_last_counts_whole() -> None:
    found = withdrawal({"service"}, MONDAY, None)
    assert found.running(date(2026, 3, 16)) is Running.OPEN
    assert found.running(date(2026, 3, 17)) is Running.OVER


@pytest.mark.parametrize(
    ("concluded", "last"),
    [
        (date(2026, 2, 28), date(2026, 3, 16)),  # a Saturday: Monday
        (date(2026, 3, 1), date(2026, 3, 16)),  # a Sunday: Monday
        (date(2026, 4, 17), date(2026, 5, 4)),  # Friday 1 May, then the weekend: Monday
        (date(2026, 3, 23), date(2026, 4, 7)),  # Easter Monday: Tuesday
        (date(2026, 12, 11), date(2026, 12, 28)),  # Friday 25 December: Monday
        (date(2025, 12, 18), date(2026, 1, 2)),  # 1 January: the next day
    ],
)
def test_l221_19_a_last_day_off_work_goes_to_the_next_working_day(
    concluded: date, last: date
) -> None:
    assert withdrawal({"service"}, concluded, None).last_day == last


def test_l221_20_information_not_given_adds_twelve_months() -> None:
    found = withdrawal({"service"}, MONDAY, None, informed=False)
    assert found.last_day == date(2027, 3, 16)
    assert found.extended
    assert withdrawal({"goods"}, MONDAY, None, informed=False).last_day is None
    leap = withdrawal({"service"}, date(2028, 2, 15), None, informed=False)
    assert leap.last_day == date(2029, 2, 28)


@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)))
def test_l221_19_the_last_day_is_a_working_day_within_a_week(day: date) -> None:
    found = next_working_day(day)
    assert found.weekday() < 5
    assert day <= found <= day + timedelta(days=6)
