"""A passkey in software: what a device does when it makes one and shows it (WebAuthn level 2)."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from extranet.core.ids import new_id

HOST = "palier.test"
ORIGIN = f"http://{HOST}"
_PRESENT, _VERIFIED, _MADE = 0x01, 0x04, 0x40


@dataclass
class SoftPasskey:
    """One key pair for one host. `count` goes up with each showing, unless the device keeps none;
    without `verified` the device asked nobody who they are."""

    id: bytes = field(default_factory=lambda: new_id().bytes)
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    count: int = 0
    counts: bool = True
    verified: bool = True
    host: str = HOST
    origin: str = ORIGIN
    owner: bytes = b""

    def made(self, options: dict[str, Any]) -> str:
        """What a browser posts once it was made for `options`."""
        self.owner = data(options["user"]["id"])
        length = len(self.id).to_bytes(2, "big")
        attested = bytes(16) + length + self.id + cbor2.dumps(self._public_key())
        attestation = {
            "fmt": "none",
            "attStmt": {},
            "authData": self._about(_MADE) + attested,
        }
        client = self._client("webauthn.create", options["challenge"])
        return self._told(
            {
                "clientDataJSON": text(client),
                "attestationObject": text(cbor2.dumps(attestation)),
            }
        )

    def shown(self, options: dict[str, Any]) -> str:
        """What a browser posts once it was shown for `options`."""
        self.count += self.counts
        about = self._about()
        client = self._client("webauthn.get", options["challenge"])
        signature = self.key.sign(about + sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._told(
            {
                "clientDataJSON": text(client),
                "authenticatorData": text(about),
                "signature": text(signature),
                "userHandle": text(self.owner),
            }
        )

    def _about(self, flags: int = 0) -> bytes:
        flags |= _PRESENT | (_VERIFIED if self.verified else 0)
        return sha256(self.host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4, "big")

    def _client(self, kind: str, challenge: str) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(told).encode()

    def _public_key(self) -> dict[int, Any]:
        numbers = self.key.public_key().public_numbers()
        x, y = (part.to_bytes(32, "big") for part in (numbers.x, numbers.y))
        return {1: 2, 3: -7, -1: 1, -2: x, -3: y}

    def _told(self, response: dict[str, str]) -> str:
        name = text(self.id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


def text(data: bytes) -> str:
    """Bytes as WebAuthn writes them in JSON."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def data(written: str) -> bytes:
    """The bytes so written."""
    return urlsafe_b64decode(written + "=" * (-len(written) % 4))
