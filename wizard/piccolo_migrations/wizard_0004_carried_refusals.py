"""The refusal list as tablets carry it (C. conso. L221-10-1, decision 13)."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.access import ActorKind
from extranet.core.migrations import sql_migration
from extranet.core.row_security import run_by, works_for

ID = "2026-11-22T00:05:00:000004"

_OFFICE = ActorKind.BACK_OFFICE.database_role
_ASKING = (ActorKind.ADVISER, ActorKind.MANAGER, ActorKind.WORKER, ActorKind.CUSTOMER)

# Rights that `wizard_0003` gave to `address_refused` came after its owner, and so came to nothing.
_RIGHTS = works_for(
    "carried_refusals(text, text)", _OFFICE, ActorKind.ADVISER.database_role
) + run_by("address_refused(jsonb)", _OFFICE, *(kind.database_role for kind in _ASKING))

# `version` follows from which refusals stand (their rows never change); `until` holds, day by day,
# the digests of those that stand until then, or nothing to whoever knows that version. Eleven signs
# of base64 are 66 bits. Sorted, so that their order does not tell which came last.
SQL = f"""
CREATE FUNCTION carried_refusals(salt text, known text)
RETURNS TABLE (version text, until jsonb)
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH standing AS (
        SELECT r.id, r.key, r.until FROM refused_address r
        WHERE r.until >= (now() AT TIME ZONE 'Europe/Paris')::date
    ), stamp AS (
        SELECT concat(count(*), '-', to_hex(coalesce(bit_xor(uuid_hash_extended(id, 0)), 0))) AS now
        FROM standing
    ), digests AS (
        SELECT s.until, left(encode(sha256(convert_to(salt || ' ' || s.key, 'UTF8')), 'base64'), 11)
            AS digest
        FROM standing s, stamp WHERE stamp.now <> known
    ), days AS (
        SELECT d.until, string_agg(d.digest, '' ORDER BY d.digest) AS all_digests
        FROM digests d GROUP BY d.until
    )
    SELECT stamp.now, CASE WHEN stamp.now <> known THEN
        (SELECT coalesce(jsonb_object_agg(days.until, days.all_digests), '{{}}') FROM days) END
    FROM stamp
$$;
{_RIGHTS}
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, "wizard", "the refusal list as tablets carry it", SQL)
