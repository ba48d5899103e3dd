"""The throttle: too many tries make everybody wait a little, nobody for ever.

Counted per account and per network address, under digests keyed with the installation's secret:
the table tells neither who tried nor from where. What is tried for one purpose never counts for
another: whoever fails to sign in can still ask for a new password.
"""

import hmac
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from extranet.core.clock import now
from extranet.core.database import UnitOfWork
from extranet.core.errors import PalierError
from extranet.core.ids import new_id
from extranet.core.settings import installed

WINDOW = timedelta(minutes=15)
MOST_PER_ACCOUNT = 5
MOST_PER_ADDRESS = 30

# The try that has to leave the window before another one is allowed: the fifth newest of the
# account, and the thirtieth of the address.
_FULL_SINCE = """
    SELECT
        (SELECT at FROM counted_try WHERE account_digest = $1 AND at > $3
            ORDER BY at DESC OFFSET $4 LIMIT 1) AS account,
        (SELECT at FROM counted_try WHERE address_digest = $2 AND at > $3
            ORDER BY at DESC OFFSET $5 LIMIT 1) AS address
"""
_INSERT = "INSERT INTO counted_try (id, account_digest, address_digest, at) VALUES ($1, $2, $3, $4)"
_PURGE = "DELETE FROM counted_try WHERE at < $1"


class TooManyTries(PalierError):
    """What was asked was not looked at; `wait` says when it would be, `account` whose tries were
    too many, as the digest of `Tries`."""

    act = "access:wait"

    def __init__(self, wait: timedelta, account: bytes) -> None:
        super().__init__()
        self.wait = wait
        self.account = account

    def facts(self) -> dict[str, Any]:
        """The account, as refused sign-ins name it."""
        return {"account": self.account.hex()}


@dataclass(frozen=True, slots=True)
class Limit:
    """What is tried, and how often within `WINDOW` for one account."""

    purpose: str
    per_account: int = MOST_PER_ACCOUNT


SIGN_IN = Limit("sign-in")


@dataclass(frozen=True, slots=True)
class Tries:
    """Whose tries are counted: `account` as typed, `address` as the network says."""

    account: bytes
    address: bytes
    limit: Limit

    @classmethod
    def of(cls, account: str, address: str, limit: Limit = SIGN_IN) -> "Tries":
        """The digests of an account and an address."""
        purpose = limit.purpose
        return cls(
            _digest(f"{purpose} account", account),
            _digest(f"{purpose} address", _network(address)),
            limit,
        )


@dataclass(frozen=True, slots=True)
class Waits:
    """How long the account and the address have to wait; None where they may try."""

    account: timedelta | None
    address: timedelta | None

    @property
    def longest(self) -> timedelta | None:
        """How long it is until both may try."""
        waits = [wait for wait in (self.account, self.address) if wait is not None]
        return max(waits, default=None)


async def waits_of(work: UnitOfWork, tries: Tries) -> Waits:
    """How long the account and the address have to wait."""
    row = await work.one_or_404(
        _FULL_SINCE,
        tries.account,
        tries.address,
        now() - WINDOW,
        tries.limit.per_account - 1,
        MOST_PER_ADDRESS - 1,
    )
    waits = [None if since is None else since + WINDOW - now() for since in row.values()]
    return Waits(*waits)


async def refuse_too_many(work: UnitOfWork, tries: Tries) -> None:
    """Raise `TooManyTries` when the account or the address has to wait."""
    wait = (await waits_of(work, tries)).longest
    if wait is not None:
        raise TooManyTries(wait, tries.account)


async def count(work: UnitOfWork, tries: Tries) -> None:
    """Count one try against the account and the address."""
    await work.run(_INSERT, new_id(), tries.account, tries.address, now())


async def purge(work: UnitOfWork) -> int:
    """Forget tries that no longer count; return how many."""
    return await work.run(_PURGE, now() - WINDOW)


def _digest(kind: str, value: str) -> bytes:
    text = f"{kind}\0{value}".encode("utf-8", "surrogatepass")
    return hmac.digest(installed().secret, text, "sha256")


def _network(address: str) -> str:
    """An IPv4 address, or the /64 an IPv6 one lies in: a household owns all of it."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(ip_network((found, 64), strict=False))
    return str(found)
