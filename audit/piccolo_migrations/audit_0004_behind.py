"""Who acts behind whom: somebody of the back office in another's name."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.migrations import sql_migration

ID = "2026-11-29T10:00:00:000000"

# As in the first migration, with `behind_id`, kept like the others from the identity of the
# transaction. The index holds the few entries that have one.
SQL = """
ALTER TABLE entry ADD COLUMN behind_id uuid;
CREATE INDEX entry_behind ON entry (behind_id, seq DESC) WHERE behind_id IS NOT NULL;

GRANT CREATE ON SCHEMA public TO palier_scribe;
SET LOCAL ROLE palier_scribe;
CREATE OR REPLACE FUNCTION journal_record(batch jsonb) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    one jsonb;
    salt bytea;
    details jsonb;
BEGIN
    FOR one IN SELECT value FROM jsonb_array_elements(batch -> 'entries') LOOP
        salt := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
        details := (batch -> 'who') || jsonb_build_object('personal', one -> 'personal');
        INSERT INTO entry
            (id, actor_id, actor_kind, role, agency_id, act, object_kind, object_id, facts,
             details_digest, behind_id)
        VALUES (
            (one ->> 'id')::uuid,
            nullif(current_setting('app.person', true), '')::uuid,
            replace(current_setting('role'), 'palier_', ''),
            coalesce(current_setting('app.role', true), ''),
            nullif(current_setting('app.agency', true), '')::uuid,
            one ->> 'act', one ->> 'object_kind', (one ->> 'object_id')::uuid,
            jsonb_build_object('before', one -> 'before', 'after', one -> 'after'),
            sha256(salt || convert_to(details::text, 'UTF8')),
            nullif(current_setting('app.behind', true), '')::uuid
        );
        INSERT INTO entry_details (entry_id, salt, content)
        VALUES ((one ->> 'id')::uuid, salt, details);
    END LOOP;
    RETURN true;
END $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM palier_scribe;
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, "audit", "who acts behind whom", SQL)
