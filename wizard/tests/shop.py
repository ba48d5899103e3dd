"""A company to sell from."""

import pytest

from extranet.testing.cast import Cast
from wizard.tests.selling import stock_up


@pytest.fixture
async def shop(cast: Cast) -> Cast:
    """The cast, with something to sell."""
    await stock_up(cast)
    return cast
