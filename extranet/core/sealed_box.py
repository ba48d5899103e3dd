"""A box that anybody may close and only this installation opens.

Its key pair follows from the installation's secret alone: no row of the database, no key of a
tablet has to survive for a box to open. ECDH on P-256 with a fresh key per box, HKDF-SHA256, then
AES-256-GCM: what every browser can do (static/js/tablet/export_file.js closes them).
"""

import base64
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    derive_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from extranet.core.settings import installed

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_KEY_BYTES, _IV_BYTES = 65, 12
PURPOSE = b"palier box v1"


class BoxBroken(Exception):
    """No box, one closed for another installation, or one that was changed."""


def public_key() -> str:
    """The key boxes are closed with, in base64: an uncompressed point of P-256."""
    return _public_of(installed().secret)


def open_box(box: bytes) -> bytes:
    """Return what was put into `box`: public key of its sender, iv, sealed bytes."""
    sender, iv = box[:_KEY_BYTES], box[_KEY_BYTES : _KEY_BYTES + _IV_BYTES]
    try:
        other = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), sender)
        shared = _pair_of(installed().secret).exchange(ECDH(), other)
        sealed = box[_KEY_BYTES + _IV_BYTES :]
        return AESGCM(key_of(shared)).decrypt(iv, sealed, PURPOSE)
    except (InvalidTag, ValueError) as broken:
        raise BoxBroken from broken


def key_of(shared: bytes) -> bytes:
    """The key of a box, from what its two sides share."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(shared)


@cache
def _pair_of(secret: bytes) -> EllipticCurvePrivateKey:
    # 48 bytes, so that taking the rest leaves no number more likely than another.
    wide = HKDF(algorithm=SHA256(), length=48, salt=None, info=PURPOSE + b" pair").derive(secret)
    return derive_private_key(int.from_bytes(wide) % (_ORDER - 1) + 1, SECP256R1())


@cache
def _public_of(secret: bytes) -> str:
    point = _pair_of(secret).public_key()
    raw = point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.b64encode(raw).decode()
