"""What somebody has to prove themselves with besides their password, as their account shows it."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from extranet.core.database import Row, UnitOfWork

FACTORS = """
    (SELECT coalesce(json_agg(json_build_object('id', k.id, 'name', k.name,
            'added_at', k.added_at, 'used_at', k.used_at) ORDER BY k.id), '[]')
        FROM passkey k WHERE k.person_id = {person}) AS passkeys,
    (SELECT a.confirmed_at FROM authenticator a
        WHERE a.person_id = {person} AND a.confirmed_at IS NOT NULL) AS authenticator_since,
    (SELECT count(*) FROM recovery_code r
        WHERE r.person_id = {person} AND r.used_at IS NULL) AS codes_left
"""
"""Columns of one's own query: `{person}` is the expression that names oneself."""

_HAS_ANY = """
    SELECT EXISTS (SELECT FROM passkey WHERE person_id = $1)
        OR EXISTS (SELECT FROM authenticator WHERE person_id = $1 AND confirmed_at IS NOT NULL)
"""


@dataclass(frozen=True, slots=True)
class ListedPasskey:
    """One's own passkey; `used_at` is None while nobody signed in with it."""

    id: UUID
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """The passkeys, oldest first; since when there is an authenticator; recovery codes unused."""

    passkeys: list[ListedPasskey]
    authenticator_since: datetime | None
    codes_left: int

    @property
    def protected(self) -> bool:
        """Whether a password alone does not open the account."""
        return bool(self.passkeys) or self.authenticator_since is not None


def read_standing(row: Row) -> Standing:
    """The standing in a row that holds `FACTORS`."""
    return Standing(
        passkeys=[_listed(one) for one in json.loads(row["passkeys"])],
        authenticator_since=row["authenticator_since"],
        codes_left=row["codes_left"],
    )


async def is_protected(work: UnitOfWork) -> bool:
    """Whether the actor has a second factor."""
    return bool(await work.value(_HAS_ANY, work.actor.person_id))


def _listed(one: dict[str, Any]) -> ListedPasskey:
    return ListedPasskey(
        id=UUID(one["id"]),
        name=one["name"],
        added_at=datetime.fromisoformat(one["added_at"]),
        used_at=datetime.fromisoformat(one["used_at"]) if one["used_at"] else None,
    )
