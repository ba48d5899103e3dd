"""Many contracts, made inside the database: for what must not depend on how many there are."""

import json
from datetime import datetime, timedelta

import asyncpg

from extranet.contracts.search import stored_tokens
from extranet.contracts.states import ContractState
from extranet.core.access import worker
from extranet.core.clock import now
from extranet.core.database import unit_of_work
from extranet.testing.cast import Cast

FIRST_NAMES = ("Élodie", "Jean", "Fatima", "Loïc", "Anaïs", "Pierre", "Çağla", "Noël")
LAST_NAMES = ("Dupont", "Martin", "Lefèvre", "Œuvrard", "Nguyen", "Saint-Jean", "Roy", "Garcia")
START = now() - timedelta(days=365)

_INSERT = """
INSERT INTO contract (id, number, sale_id, adviser_id, agency_id, state, customer_name,
    customer_city, search, adviser_name, agency_name, partner_names, signature_level, today_cents,
    month_cents, signed_at)
SELECT gen_random_uuid(), 'C-2026-' || lpad(n::text, 6, '0'), gen_random_uuid(), $1,
    owner.id, ($4::text[])[1 + n % 97 % $5], who.name, 'Lyon',
    who.tokens || ARRAY['#' || n, '#2026-' || n],
    'Alice Martin', owner.name, 'Le Progrès', 'SES', 0, 990 + n * 7919 % 9000,
    $2::timestamptz + n * interval '10 minutes'
FROM generate_series(1, $3::int) n
JOIN json_to_recordset($6::json) AS who (rank int, name text, tokens text[])
    ON who.rank = n % $7
JOIN agency owner ON owner.id = CASE WHEN n <= 3 THEN $8::uuid WHEN n % 10 < 4 THEN $9 ELSE $10 END
"""


def _people() -> list[dict[str, object]]:
    names = [f"{last} {first}" for last in LAST_NAMES for first in FIRST_NAMES]
    names += [
        f"{last}{suffix} {first}"
        for last in LAST_NAMES
        for first in FIRST_NAMES
        for suffix in ("ard", "ette", "ier", "on", "et", "eau", "in")
    ]
    return [
        {"rank": rank, "name": name, "tokens": stored_tokens(name, "")}
        for rank, name in enumerate(names)
    ]


async def make_contracts(url: str, cast: Cast, many: int, start: datetime = START) -> None:
    """Insert `many` contracts: the three oldest in the team below Lyon, the others in Lyon and
    Nantes; the distributor itself has none. Statistics are gathered."""
    people = _people()
    # No contract is withdrawn, few are rejected: a state that is rare must cost no more.
    states = [state.value for state in ContractState if state is not ContractState.WITHDRAWN]
    async with unit_of_work(worker("many")) as work:
        await work.run(
            _INSERT,
            cast.adviser.person_id,
            start,
            many,
            states,
            len(states),
            json.dumps(people),
            len(people),
            cast.agencies.lyon_team,
            cast.agencies.lyon,
            cast.agencies.nantes,
        )
        work.record("demo:found", "contract", None)
    owner = await asyncpg.connect(url)
    try:
        await owner.execute("VACUUM (ANALYZE) contract")
    finally:
        await owner.close()
