"""Challenges that passkeys sign: random, ours, good for five minutes and for one purpose.

Each carries its own end and a seal of ours, so that nothing is kept of those given out, however
many are asked for. What a sign-in used is kept until it has expired (`use_passkey`).
"""

import hmac
import secrets
from datetime import UTC, datetime, timedelta

from extranet.core.clock import now
from extranet.core.errors import PalierError
from extranet.core.vault import vault

LIFETIME = timedelta(minutes=5)
_NONCE, _TIME = 16, 8


class StaleChallenge(PalierError):
    """It is none of ours, of another purpose, or expired."""


def new_challenge(purpose: str) -> bytes:
    """A fresh challenge for `purpose`."""
    until = int((now() + LIFETIME).timestamp())
    head = secrets.token_bytes(_NONCE) + until.to_bytes(_TIME, "big")
    return head + _seal(purpose, head)


def end_of(purpose: str, challenge: bytes) -> datetime:
    """Until when `challenge` may be used for `purpose`; raise `StaleChallenge`."""
    head, seal = challenge[: _NONCE + _TIME], challenge[_NONCE + _TIME :]
    if not hmac.compare_digest(seal, _seal(purpose, head)):
        raise StaleChallenge
    until = datetime.fromtimestamp(int.from_bytes(head[_NONCE:], "big"), UTC)
    if until < now():
        raise StaleChallenge
    return until


def _seal(purpose: str, head: bytes) -> bytes:
    return vault().fingerprint(f"passkey challenge\0{purpose}\0".encode() + head)
