"""The throttle of sign-in: too many failures make everybody wait a little, nobody for ever.

Counted per account and per network address, under digests keyed with the installation's secret:
the table tells neither who tried nor from where.
"""

import hmac
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from extranet.core.clock import now
from extranet.core.database import UnitOfWork
from extranet.core.ids import new_id
from extranet.core.settings import installed

WINDOW = timedelta(minutes=15)
MOST_PER_ACCOUNT = 5
MOST_PER_ADDRESS = 30

# The failure that has to leave the window before another try is allowed: the fifth newest of the
# account, or the thirtieth of the address.
_FULL_SINCE = """
    SELECT greatest(
        (SELECT at FROM sign_in_failure WHERE account_digest = $1 AND at > $3
            ORDER BY at DESC OFFSET $4 LIMIT 1),
        (SELECT at FROM sign_in_failure WHERE address_digest = $2 AND at > $3
            ORDER BY at DESC OFFSET $5 LIMIT 1)
    )
"""
_INSERT = (
    "INSERT INTO sign_in_failure (id, account_digest, address_digest, at) VALUES ($1, $2, $3, $4)"
)
_PURGE = "DELETE FROM sign_in_failure WHERE at < $1"


@dataclass(frozen=True, slots=True)
class Tries:
    """Whose tries are counted: `account` as typed, `address` as the network says."""

    account: bytes
    address: bytes

    @classmethod
    def of(cls, account: str, address: str) -> "Tries":
        """The digests of an account and an address."""
        return cls(_digest("account", account), _digest("address", _network(address)))


async def wait_of(work: UnitOfWork, tries: Tries) -> timedelta | None:
    """How long the account or the address has to wait; None when it may try."""
    since = await work.value(
        _FULL_SINCE,
        tries.account,
        tries.address,
        now() - WINDOW,
        MOST_PER_ACCOUNT - 1,
        MOST_PER_ADDRESS - 1,
    )
    return None if since is None else since + WINDOW - now()


async def count_failure(work: UnitOfWork, tries: Tries) -> None:
    """Count one failure against the account and the address."""
    await work.run(_INSERT, new_id(), tries.account, tries.address, now())


async def purge(work: UnitOfWork) -> int:
    """Forget failures that no longer count; return how many."""
    return await work.run(_PURGE, now() - WINDOW)


def _digest(kind: str, value: str) -> bytes:
    text = f"sign-in {kind}\0{value}".encode("utf-8", "surrogatepass")
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
