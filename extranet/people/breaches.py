"""Whether a new password was seen in a breach, asked of Have I Been Pwned or a mirror of its list.

Five of the forty hexadecimal digits of its SHA-1 leave the house; some hundreds of passwords share
them, and which of those came back was ours is found here
(https://haveibeenpwned.com/API/v3#SearchingPwnedPasswordsByRange). Padding hides how many they
were from who watches the line.
"""

from hashlib import sha1

import httpx

from extranet.core.logs import log
from extranet.core.settings import Settings

_TOLD = 5
_PATIENCE = 2.0
"""Seconds: somebody waits for an account."""


async def known(settings: Settings, password: str) -> bool:
    """Whether the service of `settings.breaches_url` knows `password` from a breach.

    False without a service, and where it fails: nobody is kept out because somebody else's server
    is.
    """
    if not settings.breaches_url:
        return False
    digest = sha1(password.encode("utf-8", "replace"), usedforsecurity=False).hexdigest().upper()
    told, kept = digest[:_TOLD], digest[_TOLD:]
    try:
        async with httpx.AsyncClient(timeout=_PATIENCE) as client:
            reply = await client.get(
                f"{settings.breaches_url}/{told}", headers={"Add-Padding": "true"}
            )
            reply.raise_for_status()
    except httpx.HTTPError as failed:
        log.warning("breaches not asked", reason=type(failed).__name__)
        return False
    return any(_is(line, kept) for line in reply.text.splitlines())


def _is(line: str, kept: str) -> bool:
    """Whether a line, `<rest of the digest>:<times seen>`, is ours; padding was seen 0 times."""
    rest, _, times = line.strip().partition(":")
    return rest.upper() == kept and times != "0"
