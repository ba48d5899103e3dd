"""Sealing of what must not lie in clear: IBANs, document files, message bodies."""

import base64
import hmac
import os
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from extranet.core.settings import installed

_NONCE = 12


class SealBroken(Exception):
    """The sealed bytes were changed, or belong to another context or key."""


class Vault:
    """AES-256-GCM under a key derived from the installation's secret.

    Every call names a `context`: bytes sealed for one context (a document key, a sale's IBAN)
    do not open in another, so that swapping two sealed values is found.
    """

    def __init__(self, secret: bytes) -> None:
        if len(secret) < 32:
            raise ValueError("the vault needs a secret of 32 bytes or more")
        self._aead = AESGCM(_derive(secret, b"palier vault v1"))
        self._mark_key = _derive(secret, b"palier fingerprint v1")

    def seal(self, data: bytes, context: str) -> bytes:
        """Return nonce, ciphertext and tag of `data`, bound to `context`."""
        nonce = os.urandom(_NONCE)
        return nonce + self._aead.encrypt(nonce, data, context.encode())

    def open(self, sealed: bytes, context: str) -> bytes:
        """Return what `seal` was given; raise `SealBroken` for anything else."""
        try:
            return self._aead.decrypt(sealed[:_NONCE], sealed[_NONCE:], context.encode())
        except (InvalidTag, ValueError) as broken:
            raise SealBroken(context) from broken

    def seal_text(self, text: str, context: str) -> str:
        """`seal` for a string that goes into a text column or a URL (base64url)."""
        sealed = self.seal(text.encode(), context)
        return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()

    def open_text(self, sealed: str, context: str) -> str:
        """Return what `seal_text` was given; raise `SealBroken` for anything else."""
        try:
            raw = base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))
        except ValueError as broken:
            raise SealBroken(context) from broken
        return self.open(raw, context).decode()

    def fingerprint(self, data: bytes) -> bytes:
        """A keyed SHA-256: tells whether two contents are the same, and nothing of the content
        to somebody without the key."""
        return hmac.digest(self._mark_key, data, "sha256")


def _derive(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret)


@cache
def _of(secret: bytes) -> Vault:
    return Vault(secret)


def vault() -> Vault:
    """The vault of this installation."""
    return _of(installed().secret)
