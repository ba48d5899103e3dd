"""Sales whose customer was erased, and refusals of visits that outlive their address."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.access import ActorKind
from extranet.core.migrations import sql_migration
from extranet.core.row_security import ANY_ROW, allow, protect

ID = "2026-11-29T10:00:00:000022"

_OFFICE = ActorKind.BACK_OFFICE.database_role
# A sale without a customer is closed for good (`erased_at`), and what a tablet still sends of it is
# told so. A refused address that somebody had erased goes on being refused: by the digest that
# tablets carry, and nothing that can be read. The digest is kept whole and with its salt, so that
# the server recognises it by itself whatever the secret of the installation is by then.
SQL = f"""
ALTER TABLE sale ADD COLUMN erased_at timestamptz;

CREATE TABLE erased_refusal (
    id uuid PRIMARY KEY,
    salt text NOT NULL,
    digest text NOT NULL UNIQUE,
    until date NOT NULL
);
{protect("erased_refusal")}
{allow("erased_refusal", ActorKind.BACK_OFFICE, ("SELECT",), ANY_ROW)}
{allow("erased_refusal", ActorKind.WORKER, ("SELECT", "INSERT", "UPDATE", "DELETE"), ANY_ROW)}

GRANT CREATE ON SCHEMA public TO {_OFFICE};
SET LOCAL ROLE {_OFFICE};
CREATE OR REPLACE FUNCTION address_refused(answers jsonb) RETURNS boolean
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH asked AS (
        SELECT address_key(answers ->> 'line1', answers ->> 'postcode') AS key,
            (now() AT TIME ZONE 'Europe/Paris')::date AS today
    )
    SELECT EXISTS (SELECT FROM refused_address r, asked
            WHERE r.key = asked.key AND r.until >= asked.today)
        OR EXISTS (SELECT FROM erased_refusal e, asked
            WHERE e.until >= asked.today AND e.digest
                = encode(sha256(convert_to(e.salt || ' ' || asked.key, 'UTF8')), 'base64'))
$$;
CREATE OR REPLACE FUNCTION carried_refusals(salt text, known text)
RETURNS TABLE (version text, until jsonb)
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH standing AS (
        SELECT r.id, r.key, NULL AS digest, r.until FROM refused_address r
        WHERE r.until >= (now() AT TIME ZONE 'Europe/Paris')::date
        UNION ALL
        SELECT e.id, NULL, e.digest, e.until FROM erased_refusal e
        WHERE e.until >= (now() AT TIME ZONE 'Europe/Paris')::date
            AND e.salt = carried_refusals.salt
    ), stamp AS (
        SELECT concat(count(*), '-', to_hex(coalesce(bit_xor(uuid_hash_extended(id, 0)), 0))) AS now
        FROM standing
    ), digests AS (
        SELECT s.until, left(coalesce(s.digest,
                encode(sha256(convert_to(carried_refusals.salt || ' ' || s.key, 'UTF8')),
                    'base64')), 11) AS digest
        FROM standing s, stamp WHERE stamp.now <> known
    ), days AS (
        SELECT d.until, string_agg(d.digest, '' ORDER BY d.digest) AS all_digests
        FROM digests d GROUP BY d.until
    )
    SELECT stamp.now, CASE WHEN stamp.now <> known THEN
        (SELECT coalesce(jsonb_object_agg(days.until, days.all_digests), '{{}}') FROM days) END
    FROM stamp
$$;
RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM {_OFFICE};
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, "wizard", "sales whose customer was erased", SQL)
