"""The two engines, side by side."""

from collections.abc import Iterator

import pytest

from wizard.journey import Journey
from wizard.journey_files import load_journeys
from wizard.tests.bridge import RulesBridge


@pytest.fixture(scope="session")
def home_sale() -> Journey:
    """The current version of the home sale."""
    return load_journeys().latest("home_sale")


@pytest.fixture(scope="session")
def tablet(home_sale: Journey) -> Iterator[RulesBridge]:
    """The tablet's rules under Node, with the home sale kept."""
    with RulesBridge() as bridge:
        bridge.call("keep", journey=home_sale.as_dict())
        yield bridge
