"""A long journal, made in the database: entries of many people over many months."""

from datetime import datetime, timedelta
from hashlib import md5
from uuid import UUID

import asyncpg

from audit.acts import ACTS
from audit.months import month_after

CHUNK = 100_000
_MADE = """
WITH made AS MATERIALIZED (
    SELECT (substr(replace(journal_first_id(at)::text, '-', ''), 1, 12) || '7'
            || substr(random, 1, 3) || '8' || substr(random, 4, 15))::uuid AS id,
        rank, who, at, sha256('salt') AS salt, jsonb_build_object(
            'name', 'Camille Morel ' || who, 'address', '', 'device', '', 'personal', '{}'::jsonb
        ) AS content
    FROM (
        SELECT rank, (hashint8(rank) & 1048575) % $7 AS who,
            $3::timestamptz + ($4::timestamptz - $3::timestamptz) * (rank::float8 / $5) AS at
        FROM generate_series($1::bigint, $2::bigint - 1) AS rank
    ) AS ranks, LATERAL (SELECT md5(rank::text || clock_timestamp()::text)) AS r (random)
), apart AS (
    INSERT INTO entry_details (entry_id, salt, content) SELECT id, salt, content FROM made
)
INSERT INTO entry (id, at, actor_id, actor_kind, role, agency_id, act, object_kind, object_id,
    facts, details_digest, behind_id)
SELECT id, at, md5('person ' || who)::uuid, kind, kind, md5('agency ' || who / 20)::uuid,
    ($6::text[])[1 + (rank * rank % 9973) % array_length($6::text[], 1)], 'sale',
    md5('object ' || rank / 20)::uuid, '{"before": {}, "after": {"step": "address"}}',
    sha256(salt || convert_to(content::text, 'UTF8')),
    CASE WHEN rank % 10007 = 0 THEN md5('person 0')::uuid END
FROM made, LATERAL (SELECT CASE WHEN who % 20 = 0 THEN 'manager' ELSE 'adviser' END) k (kind)
ORDER BY rank
"""
_ACTS = [act for act in ACTS if not act.startswith("journal:")]
_OPEN = "SELECT journal_open_month(month::date) FROM unnest($1::timestamp[]) AS month"


async def fill_journal(
    superuser: asyncpg.Connection, many: int, *, months: int, until: datetime, people: int
) -> None:
    """Append `many` entries, as old as their date says, spread over so many months up to `until`.

    Their numbers go on from the last; each has its details, with the digest that it names. People
    are twenty to an agency; one of them is its manager.
    """
    last = until - timedelta(microseconds=1)
    opened = [month_after(last, -back).replace(tzinfo=None) for back in range(months)]
    await superuser.execute(_OPEN, opened)
    begun = month_after(last, 1 - months)
    for first in range(0, many, CHUNK):
        end = min(first + CHUNK, many)
        made = first, end, begun, until, many, _ACTS, people
        await superuser.execute(_MADE, *made, timeout=600)
    await superuser.execute("ANALYZE entry")
    await superuser.execute("ANALYZE entry_details")


def made_id(kind: str, rank: int) -> UUID:
    """The id of a person, an agency or an object of a long journal."""
    return UUID(md5(f"{kind} {rank}".encode(), usedforsecurity=False).hexdigest())
