"""A database in which every table holds something, and the truth about it."""

import asyncpg
import pytest

from extranet.testing.cast import Cast
from extranet.testing.filling import Filled, fill
from extranet.tests.addresses import addresses, round_trips

__all__ = ["addresses", "round_trips"]


@pytest.fixture
async def filled(cast: Cast) -> Filled:
    """Every table holds something."""
    return await fill(cast)


@pytest.fixture
def truth(superuser: asyncpg.Connection, filled: Filled) -> asyncpg.Connection:
    """A connection that sees every row of what is filled."""
    return superuser
