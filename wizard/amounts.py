"""What a cart costs: today, and per month once every period is spread."""

from collections.abc import Mapping

from wizard.cart import Period

_TIMES_A_YEAR: dict[Period, int] = {"once": 0, "month": 12, "quarter": 4, "year": 1}
_MONTHS = 12


def month_cents(totals: Mapping[Period, int]) -> int:
    """The recurring totals spread over a month, in whole cents.

    What a year costs divided by twelve, rounded once, half a cent upwards: rounding line by line
    would let a cart of many yearly lines drift by a cent each. What is paid once is not spread.
    """
    year = sum(cents * _TIMES_A_YEAR[period] for period, cents in totals.items())
    return (2 * year + _MONTHS) // (2 * _MONTHS)
