"""A refused address whose people had it erased: still refused, by a digest and nothing to read."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from extranet.core.database import UnitOfWork
from wizard.no_visit.carrying import carried_salt

Door = tuple[str, str]
"""The street line and the postcode of an address."""

_DIGEST = "encode(sha256(convert_to($3 || ' ' || key, 'UTF8')), 'base64')"
_KEEP = f"""
INSERT INTO erased_refusal (id, salt, digest, until)
SELECT gen_random_uuid(), $3, {_DIGEST}, max(until) FROM doors GROUP BY key
ON CONFLICT (digest) DO UPDATE SET until = greatest(erased_refusal.until, excluded.until)
"""  # noqa: S608 (our own constants)
_ERASE = f"""
WITH doors AS (
    DELETE FROM refused_address r USING unnest($1::text[], $2::text[]) AS door (line1, postcode)
    WHERE r.key = address_key(door.line1, door.postcode)
    RETURNING r.id, r.key, r.until
), kept AS ({_KEEP})
SELECT id FROM doors
"""  # noqa: S608 (our own constants)
_REFUSE = f"""
WITH doors AS (
    SELECT address_key(line1, postcode) AS key, $4::date AS until
    FROM unnest($1::text[], $2::text[]) AS door (line1, postcode)
)
{_KEEP}
"""  # noqa: S608 (our own constants)
_LAPSED = "DELETE FROM erased_refusal WHERE until < $1"


async def erase_refusals(work: UnitOfWork, doors: Sequence[Door]) -> list[UUID]:
    """Turn what the refusal list says of these doors into digests; the ids of the rows that went.

    The caller journals it.
    """
    rows = await work.all(_ERASE, *_apart(doors), carried_salt())
    return [row["id"] for row in rows]


async def refuse_unnamed(work: UnitOfWork, doors: Sequence[Door], until: date) -> None:
    """Refuse visits at these doors until that day, by digests alone. The caller journals it."""
    await work.run(_REFUSE, *_apart(doors), carried_salt(), until)


async def forget_lapsed_digests(work: UnitOfWork, today: date) -> int:
    """Forget the digests whose time has passed; how many went."""
    return await work.run(_LAPSED, today)


def _apart(doors: Sequence[Door]) -> tuple[list[str], list[str]]:
    return [line for line, _ in doors], [postcode for _, postcode in doors]
