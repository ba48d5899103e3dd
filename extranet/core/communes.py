"""The communes of every postcode of France, as the tablet keeps them to fill an address offline.

Made at set-up from the official postcode base (npm package `codes-postaux`, by the Base Adresse
Nationale): one postcode has up to 46 communes, and most have several.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypedDict

_ARRONDISSEMENT = re.compile(r" \d+er? Arrondissement$")


class Row(TypedDict):
    """What is used of a row of the base."""

    codePostal: str
    nomCommune: str


def communes_by_postcode(rows: Iterable[Row]) -> Mapping[str, list[str]]:
    """Postcode → its communes in alphabetical order.

    The arrondissements of Paris, Lyon and Marseille are no lines of an address (NF Z10-011): the
    postcode says them, and the commune is the city.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        commune = _ARRONDISSEMENT.sub("", row["nomCommune"]).replace("'", "’")
        found[row["codePostal"]].add(commune)
    return {postcode: sorted(communes) for postcode, communes in sorted(found.items())}


def communes_file(base: str) -> str:
    """The JSON the tablet reads, `{"01400": ["Chanoz-Châtenay", …]}`, from the text of the base."""
    found = communes_by_postcode(json.loads(base))
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))
