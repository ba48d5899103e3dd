"""Until when a customer may withdraw (C. conso. L221-18 to L221-20). Pure.

Days are those of Paris. The day of the event does not count and the last day counts whole.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache

from extranet.core.clock import PARIS

PERIOD = timedelta(days=14)
_SATURDAY = 5


class Running(StrEnum):
    """How the withdrawal period stands."""

    NOT_STARTED = "not_started"
    OPEN = "open"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The customer's right to withdraw.

    `last_day` is None while goods have not been received: the period stays open.
    """

    last_day: date | None
    from_delivery: bool
    extended: bool

    def running(self, today: date) -> Running:
        """Where the period stands on `today`."""
        if self.last_day is None:
            return Running.NOT_STARTED
        return Running.OPEN if today <= self.last_day else Running.OVER


def withdrawal(
    natures: Collection[str],
    concluded_on: date,
    first_delivery_on: date | None,
    *,
    informed: bool = True,
) -> Withdrawal:
    """Return the right to withdraw from a contract over products of `natures`.

    Services count from the conclusion; goods, or services together with goods, from the receipt
    of the goods; regular deliveries from the first one (L221-18). Without the information of
    L221-5 handed over (`informed`), twelve months are added (L221-20).
    """
    from_delivery = any(nature != "service" for nature in natures)
    start = first_delivery_on if from_delivery else concluded_on
    if start is None:
        return Withdrawal(None, from_delivery, not informed)
    end = start + PERIOD
    if not informed:
        end = _a_year_later(end)
    return Withdrawal(next_working_day(end), from_delivery, not informed)


def withdrawal_since(
    natures: Collection[str],
    concluded_at: datetime,
    first_delivery_at: datetime | None,
    *,
    informed: bool,
) -> Withdrawal:
    """`withdrawal`, told the moments instead of the days."""
    delivered = first_delivery_at.astimezone(PARIS).date() if first_delivery_at else None
    concluded = concluded_at.astimezone(PARIS).date()
    return withdrawal(natures, concluded, delivered, informed=informed)


def next_working_day(day: date) -> date:
    """Return `day`, or the first day after it that is no weekend and no public holiday."""
    while day.weekday() >= _SATURDAY or day in _holidays(day.year):
        day += timedelta(days=1)
    return day


@cache
def _holidays(year: int) -> frozenset[date]:
    import holidays  # brings the calendars of the world along, which load slowly

    return frozenset(holidays.country_holidays("FR", years=year))


def _a_year_later(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year + 1, day=28)
