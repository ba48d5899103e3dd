"""The action journal: append-only entries, written by one function, read by few."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.access import ActorKind
from extranet.core.migrations import sql_migration
from extranet.core.row_security import ANY_ROW, allow, protect

ID = "2026-11-21T10:00:00:000001"

# The journal keeps who acted from the identity of the transaction, never from the caller, so
# that nobody can write an entry under another's name. Personal values lie apart; the entry holds
# their salted digest.
SQL = f"""
CREATE TABLE entry (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor_id uuid,
    actor_kind text NOT NULL,
    role text NOT NULL DEFAULT '',
    agency_id uuid,
    act text NOT NULL,
    object_kind text NOT NULL,
    object_id uuid,
    facts jsonb NOT NULL,
    details_digest bytea NOT NULL
);
CREATE INDEX entry_actor ON entry (actor_id, seq DESC);
CREATE INDEX entry_object ON entry (object_id, seq DESC);
CREATE INDEX entry_act ON entry (act, seq DESC);
CREATE INDEX entry_at ON entry (at);

CREATE TABLE entry_details (
    entry_id uuid PRIMARY KEY REFERENCES entry (id),
    salt bytea NOT NULL,
    content jsonb NOT NULL
);

{protect("entry")}{protect("entry_details")}
GRANT INSERT, SELECT ON entry TO palier_scribe;
GRANT INSERT ON entry_details TO palier_scribe;
CREATE POLICY scribe_insert ON entry FOR INSERT TO palier_scribe WITH CHECK (true);
CREATE POLICY scribe_insert ON entry_details FOR INSERT TO palier_scribe WITH CHECK (true);
CREATE POLICY scribe_select ON entry FOR SELECT TO palier_scribe USING (false);
{allow("entry", ActorKind.BACK_OFFICE, ("SELECT",), ANY_ROW)}
{allow("entry_details", ActorKind.BACK_OFFICE, ("SELECT",), ANY_ROW)}
{allow("entry", ActorKind.AUDITOR, ("SELECT",), ANY_ROW)}
{allow("entry_details", ActorKind.AUDITOR, ("SELECT",), ANY_ROW)}

CREATE FUNCTION journal_record(batch jsonb) RETURNS boolean
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
             details_digest)
        VALUES (
            (one ->> 'id')::uuid,
            nullif(current_setting('app.person', true), '')::uuid,
            replace(current_setting('role'), 'palier_', ''),
            coalesce(current_setting('app.role', true), ''),
            nullif(current_setting('app.agency', true), '')::uuid,
            one ->> 'act', one ->> 'object_kind', (one ->> 'object_id')::uuid,
            jsonb_build_object('before', one -> 'before', 'after', one -> 'after'),
            sha256(salt || convert_to(details::text, 'UTF8'))
        );
        INSERT INTO entry_details (entry_id, salt, content)
        VALUES ((one ->> 'id')::uuid, salt, details);
    END LOOP;
    RETURN true;
END $$;
GRANT CREATE ON SCHEMA public TO palier_scribe;
ALTER FUNCTION journal_record(jsonb) OWNER TO palier_scribe;
REVOKE CREATE ON SCHEMA public FROM palier_scribe;
REVOKE ALL ON FUNCTION journal_record(jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION journal_record(jsonb)
    TO {", ".join(kind.database_role for kind in ActorKind)};
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, "audit", "the action journal", SQL)
