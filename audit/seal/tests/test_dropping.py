"""Whatever is missing: what the retention dropped is no finding, and nothing hides behind it."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from audit.seal.dropping import YOUNGEST, Drop, Dropping

NOW = datetime(2026, 11, 29, tzinfo=UTC)
DAYS = 500
"""How long the journal is, an entry a day."""
MISSING = st.sets(st.integers(0, DAYS - 1), max_size=DAYS)


def sealed_at(day: int) -> datetime:
    return NOW - timedelta(days=DAYS - day)


def is_found(drop: Drop, missing: set[int]) -> bool:
    """Whether something is told of, when these are not there."""
    dropping = Dropping(drop)
    found = False
    for day in range(DAYS):
        if day not in missing:
            dropping.keep(sealed_at(day))
        elif not dropping.take(day, sealed_at(day)):
            found = True
    return found or bool(list(dropping.end()))


def said(entries: int, last: int) -> Drop:
    return Drop("n° 9", NOW, entries, last)


@given(st.integers(1, DAYS - YOUNGEST.days))
def test_what_was_dropped_is_no_finding(many: int) -> None:
    assert not is_found(said(many, many - 1), set(range(many)))


@given(MISSING.filter(bool), st.integers(0, DAYS), st.integers(0, DAYS))
def test_nothing_hides_behind_a_drop_but_one_of_all_that_is_oldest(
    missing: set[int], entries: int, last: int
) -> None:
    oldest = missing == set(range(len(missing)))
    old_enough = len(missing) <= DAYS - YOUNGEST.days + 1
    told = entries >= len(missing) and last >= max(missing)
    assert is_found(said(entries, last), missing) == (not (oldest and old_enough and told))


@given(st.integers(1, DAYS - YOUNGEST.days), st.data())
def test_an_entry_more_than_was_dropped_is_found(many: int, data: st.DataObject) -> None:
    other = data.draw(st.integers(many, DAYS - 1))
    assert is_found(said(many, many - 1), {*range(many), other})
