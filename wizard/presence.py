"""Proof that it is this installation that answers, and not a captive portal, a proxy or a cache.

The tablet sends a challenge it has just drawn and checks the signature with the public key its
pages carry: a 200 alone says nothing.
"""

import base64
from functools import cache

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from extranet.core.settings import installed

_CURVE = ec.SECP256R1()
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_HALF = 32
_PURPOSE = b"palier presence v1"


def sign_presence(challenge: str) -> str:
    """Sign `challenge` (ECDSA P-256, SHA-256): both halves in base64, as WebCrypto reads them."""
    signature = _key(installed().secret).sign(_signed(challenge), ec.ECDSA(SHA256()))
    halves = decode_dss_signature(signature)
    return _text(b"".join(half.to_bytes(_HALF, "big") for half in halves))


def presence_key() -> str:
    """The public key that signatures are checked with: the point of the curve, in base64."""
    public = _key(installed().secret).public_key()
    return _text(public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def _signed(challenge: str) -> bytes:
    """What is signed is never a bare text of the asker's choice."""
    return _PURPOSE + b"\0" + challenge.encode()


@cache
def _key(secret: bytes) -> ec.EllipticCurvePrivateKey:
    """The same key in every process of the installation: drawn from its secret."""
    drawn = HKDF(algorithm=SHA256(), length=48, salt=None, info=_PURPOSE).derive(secret)
    return ec.derive_private_key(int.from_bytes(drawn, "big") % (_ORDER - 1) + 1, _CURVE)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
