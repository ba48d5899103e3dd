"""The journeys this process serves, read from their files once."""

from functools import cache

from wizard.journey_files import Journeys, load_journeys


@cache
def journeys() -> Journeys:
    """Every published version of every journey."""
    return load_journeys()
