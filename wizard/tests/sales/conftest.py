"""A tablet to sell with."""

import pytest

from extranet.testing.cast import Cast
from wizard.tests.selling import Tablet


@pytest.fixture
def tablet(shop: Cast) -> Tablet:
    """The adviser's tablet, on a sale not begun yet."""
    return Tablet(shop.adviser)
