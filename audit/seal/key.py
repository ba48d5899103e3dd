"""The key this installation signs checkpoints of its journal with."""

from functools import cache
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from audit.seal.notes import SigningKey
from extranet.core.settings import Settings

_PURPOSE = b"palier journal v1"


def signing_key(settings: Settings) -> SigningKey:
    """The key that follows from the installation's secret, called after its host: nothing has to
    be stored, and nobody who has the database alone can sign."""
    return _derived(settings.secret, urlsplit(settings.public_url).hostname or "localhost")


@cache
def _derived(secret: bytes, host: str) -> SigningKey:
    seed = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret)
    return SigningKey.of(f"{host}/journal", seed)
