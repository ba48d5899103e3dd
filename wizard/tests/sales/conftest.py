"""A shop to sell from, and a tablet to sell with."""

import pytest

from extranet.testing.cast import Cast
from wizard.tests.selling import Tablet, stock_up


@pytest.fixture
async def shop(cast: Cast) -> Cast:
    """The cast, with something to sell."""
    await stock_up(cast)
    return cast


@pytest.fixture
def tablet(shop: Cast) -> Tablet:
    """The adviser's tablet, on a sale not begun yet."""
    return Tablet(shop.adviser)
