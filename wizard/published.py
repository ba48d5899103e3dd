"""The journeys this process serves, read from their files once."""

from functools import cache

from wizard.journey import Locale
from wizard.journey_files import Journeys, load_journeys


@cache
def journeys() -> Journeys:
    """Every published version of every journey."""
    return load_journeys()


def offers(locale: str) -> list[dict[str, str]]:
    """The journeys a new sale may follow, each in its newest version: title and address."""
    newest = [journeys().latest(name) for name in journeys().names()]
    language: Locale = "en" if locale == "en" else "fr"
    return [
        {
            "title": journey.title.in_(language),
            "url": f"/booklets/{journey.name}/{journey.version}#new",
        }
        for journey in newest
    ]
