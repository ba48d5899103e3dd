"""Passwords: argon2id, off the event loop and never more than two at a time.

19 MiB and two passes cost 33 ms of a core, so the number of threads bounds what a flood of
sign-ins can take from everybody else.
"""

import unicodedata

from anyio import CapacityLimiter, to_thread
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LONGEST = 256
"""Characters; a longer one is nobody's password and costs no work."""

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_threads = CapacityLimiter(2)

# The hash of a random password nobody kept: the work that is done for unknown accounts, so that
# the time of the answer tells nothing.
NOBODY = (
    "$argon2id$v=19$m=19456,t=2,p=1$Wh79j1H88spZXyoJUbXWUQ"
    "$J8rh5nyl++fEUZ+MLAJuUzzb88EhI1WSC2pIy79VI4E"
)


class PasswordTooLong(ValueError):
    """A new password is longer than `LONGEST`."""


async def hash_password(password: str) -> str:
    """Return the argon2id hash of `password`; raise `PasswordTooLong`."""
    if len(password) > LONGEST:
        raise PasswordTooLong
    return await to_thread.run_sync(_hasher.hash, _bytes(password), limiter=_threads)


async def verify(password_hash: str | None, password: str) -> bool:
    """Whether `password` is the one of `password_hash`; None takes as long and is never right."""
    if len(password) > LONGEST:
        return False
    right = await to_thread.run_sync(
        _verify, password_hash or NOBODY, _bytes(password), limiter=_threads
    )
    return right and password_hash is not None


def needs_rehash(password_hash: str) -> bool:
    """Whether `password_hash` was made with other parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


def _verify(password_hash: str, password: bytes) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def _bytes(password: str) -> bytes:
    # One letter may be typed as one character or as two (é): both are the same password.
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
