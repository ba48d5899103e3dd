"""What every test of the ground stands on."""

import pytest

from extranet.core.settings import Settings, install


@pytest.fixture(autouse=True)
def _installed(settings: Settings) -> None:
    """The layouts print the installation's public key, so there is one, connected or not."""
    install(settings)
