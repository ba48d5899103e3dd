"""What the tests of rescue files begin with."""

import pytest

from extranet.testing.cast import Cast
from wizard.tests.selling import Tablet


@pytest.fixture
def tablet(shop: Cast) -> Tablet:
    """The adviser's tablet, with a sale that nobody has heard of."""
    return Tablet(shop.adviser)
