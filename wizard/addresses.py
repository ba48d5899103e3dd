"""Completing an address as it is typed, from the national address base where one is configured.

The base (BAN, the State's open data) is asked by the server, so that no request of a page leaves
the origin: https://adresse.data.gouv.fr/outils/api-doc/adresse. It is told the line that is being
typed, and nothing of whose address it is.
"""

from dataclasses import asdict, dataclass
from typing import Any

import httpx

from extranet.core.settings import Settings

LONGEST = 200
_SHORTEST = 6
"""A house number and the beginning of a street."""
_MOST = 5
_PATIENCE = 2.0
"""Seconds. Whoever types goes on typing: a late answer is no answer."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An address of the base, in the three fields of the leaf."""

    line1: str
    postcode: str
    city: str

    def as_json(self) -> dict[str, str]:
        """The names of the fields of the leaf, and what they would say."""
        return asdict(self)


async def suggestions(settings: Settings, typed: str) -> list[Suggestion]:
    """The likeliest addresses; none without a base, for few letters, or when the base fails."""
    text = " ".join(typed.split())
    if not settings.address_url or not _SHORTEST <= len(text) <= LONGEST:
        return []
    query: dict[str, str | int] = {"q": text, "limit": _MOST, "autocomplete": 1}
    try:
        async with httpx.AsyncClient(timeout=_PATIENCE) as client:
            reply = await client.get(settings.address_url, params=query)
            reply.raise_for_status()
            features = reply.json()["features"]
            found = [_suggestion(feature["properties"]) for feature in features]
    except (httpx.HTTPError, ValueError, KeyError, TypeError):
        return []
    return list(dict.fromkeys(one for one in found if one is not None))


def _suggestion(properties: dict[str, Any]) -> Suggestion | None:
    """An address with a line of its own; a whole town is none."""
    if properties["type"] not in ("housenumber", "street", "locality"):
        return None
    line, postcode, city = (str(properties[name]) for name in ("name", "postcode", "city"))
    return Suggestion(line.replace("'", "’"), postcode, city.replace("'", "’"))
