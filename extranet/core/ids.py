"""Identifiers, minted where the thing is born."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """Return a UUIDv7 (RFC 9562): unique everywhere, ordered by time of birth."""
    return uuid7()
