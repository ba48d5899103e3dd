"""A shop, an adviser's tablet, and the customer who signs on it."""

import pytest

from extranet.core.settings import Settings
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit
from wizard.signing.tests.customer import Customer, Door
from wizard.tests.selling import Tablet


@pytest.fixture
async def door(shop: Cast, visit: Visit, settings: Settings) -> Door:
    """The adviser at a door, in a company that sells."""
    return Door(shop, visit, settings, await visit(shop.adviser))


@pytest.fixture
async def customer(door: Door) -> Customer:
    """A customer whose sale is ready to sign: one daily paper, a mobile, an electronic copy."""
    tablet = Tablet(door.cast.adviser)
    await tablet.sell()
    return Customer(door, tablet)
