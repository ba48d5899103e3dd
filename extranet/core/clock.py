"""Time: UTC inside, Europe/Paris for people and for the calendar of the law."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return today's date in Paris, the one contracts and deadlines count in."""
    return now().astimezone(PARIS).date()
