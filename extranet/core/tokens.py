"""Tokens of sessions and links: random, and kept as a hash alone."""

import hashlib
import secrets


def new_token() -> str:
    """A fresh session or link token, 256 random bits."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> bytes:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).digest()
