"""Customers to be forgotten, and somebody who sees all there is."""

import shutil

import pytest

from extranet.core.settings import Settings
from extranet.testing.cast import Cast
from extranet.testing.filling import Filled, fill


@pytest.fixture(autouse=True)
def no_files(settings: Settings) -> None:
    """An empty store: files of other tests would be found as those that nobody erased."""
    shutil.rmtree(settings.data / "documents", ignore_errors=True)
    (settings.data / "documents").mkdir()


@pytest.fixture
async def filled(cast: Cast) -> Filled:
    """Every table holds something."""
    return await fill(cast)
