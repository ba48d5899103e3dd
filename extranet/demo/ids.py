"""Identifiers of demo data: UUIDv7 of a moment in the past, the same for the same dice."""

import random
from datetime import datetime
from uuid import UUID


def id_at(moment: datetime, dice: random.Random) -> UUID:
    """Return a UUIDv7 (RFC 9562) born at `moment`, its random bits from `dice`."""
    milliseconds = int(moment.timestamp() * 1000)
    bits = dice.getrandbits(74)
    high = (milliseconds << 16) | 0x7000 | (bits >> 62)
    low = (0b10 << 62) | (bits & ((1 << 62) - 1))
    return UUID(int=(high << 64) | low)
