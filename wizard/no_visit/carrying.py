"""The refusal list as a tablet carries it: enough to recognise an address, and nothing to read.

Of each address a tablet gets the beginning of a salted hash, under the last day of the refusal
(decision 13). Asked for what has not changed, it costs one small query.
"""

import base64
import hashlib
import json
from dataclasses import dataclass

from extranet.core.database import UnitOfWork
from extranet.core.settings import installed
from extranet.core.vault import vault

_CARRIED = """
WITH carried AS MATERIALIZED (SELECT * FROM carried_refusals($1, $2))
SELECT version, until,
    CASE WHEN version <> $3 THEN journal_record($4::jsonb) END AS journalled
FROM carried
"""


@dataclass(frozen=True, slots=True)
class CarriedList:
    """The list under a `tag` that changes with it; `body` is the whole as the tablet gets it."""

    tag: str
    body: bytes


_kept: dict[tuple[str, str], tuple[str, CarriedList]] = {}


async def carried_list(work: UnitOfWork, held: str) -> CarriedList:
    """The refusals that stand today; journals that they were given, unless `held` is their tag."""
    salt = carried_salt()
    place = installed().database_url, salt
    known, made = _kept.get(place, ("", CarriedList("", b"")))
    suffix = _suffix(salt)
    same = held.removesuffix(suffix) if held.endswith(suffix) else ""
    entry = work.view("refusal:carry", "refused_address", None)
    row = await work.one_or_404(_CARRIED, salt, known, same, entry)
    if row["until"] is not None:
        made = _made(salt, row["version"], row["until"])
        _kept[place] = row["version"], made
    return made


def carried_salt() -> str:
    """The salt of the digests, one for the installation: what another carries does not fit."""
    mark = vault().fingerprint(b"carried refusals")
    return base64.urlsafe_b64encode(mark[:16]).rstrip(b"=").decode()


def _suffix(salt: str) -> str:
    return f".{hashlib.sha256(salt.encode()).hexdigest()[:8]}"


def _made(salt: str, version: str, until: str) -> CarriedList:
    tag = version + _suffix(salt)
    told = {"version": tag, "salt": salt, "until": json.loads(until)}
    return CarriedList(tag, json.dumps(told, separators=(",", ":")).encode())
