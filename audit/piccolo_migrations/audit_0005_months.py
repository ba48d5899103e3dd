"""The journal by month: what is older than the journal is kept goes by dropping a table."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.access import ActorKind
from extranet.core.migrations import sql_migration
from extranet.core.row_security import ANY_ROW, allow, protect

ID = "2026-11-29T10:00:00:000011"

# A month is a range of ids: they are UUIDv7, which begin with the milliseconds of their birth. So
# `id` alone stays unique, details lie beside their entries by the same bounds, and no column is
# needed that the seal would have to know. Numbers are unique by their sequence; `verify` finds one
# that stands twice. No foreign key: each month dropped would search the whole journal for it.
TABLES = """
ALTER TABLE entry_details DROP CONSTRAINT entry_details_entry_id_fkey;
ALTER TABLE entry RENAME TO entry_before;
ALTER TABLE entry_details RENAME TO entry_details_before;
ALTER SEQUENCE entry_seq_seq RENAME TO entry_before_seq;
ALTER TABLE entry_before NO FORCE ROW LEVEL SECURITY;
ALTER TABLE entry_details_before NO FORCE ROW LEVEL SECURITY;
DROP INDEX entry_actor, entry_object, entry_act, entry_at, entry_behind;
ALTER TABLE entry_before DROP CONSTRAINT entry_pkey, DROP CONSTRAINT entry_id_key;
ALTER TABLE entry_details_before DROP CONSTRAINT entry_details_pkey;

CREATE TABLE entry (
    seq bigint GENERATED ALWAYS AS IDENTITY,
    id uuid PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor_id uuid,
    actor_kind text NOT NULL,
    role text NOT NULL DEFAULT '',
    agency_id uuid,
    act text NOT NULL,
    object_kind text NOT NULL,
    object_id uuid,
    facts jsonb NOT NULL,
    details_digest bytea NOT NULL,
    behind_id uuid
) PARTITION BY RANGE (id);
CREATE INDEX entry_seq ON entry (seq);
CREATE INDEX entry_actor ON entry (actor_id, seq DESC);
CREATE INDEX entry_object ON entry (object_id, seq DESC);
CREATE INDEX entry_act ON entry (act, seq DESC);
CREATE INDEX entry_role ON entry (role, seq DESC);
CREATE INDEX entry_agency ON entry (agency_id, seq DESC);
CREATE INDEX entry_behind ON entry (behind_id, seq DESC) WHERE behind_id IS NOT NULL;
CREATE INDEX entry_at ON entry (at);
CREATE TABLE entry_details (
    entry_id uuid PRIMARY KEY,
    salt bytea NOT NULL,
    content jsonb NOT NULL
) PARTITION BY RANGE (entry_id);
CREATE TABLE entry_other PARTITION OF entry DEFAULT;
CREATE TABLE entry_details_other PARTITION OF entry_details DEFAULT;
"""

# They work with the rights of whoever migrates, who owns the tables and sees no row of them: the
# force of row security is lifted where rows move, and nobody else meets it, for the table is locked
# meanwhile. A month is made apart and attached: nobody who writes waits for that.
FUNCTIONS = """
CREATE FUNCTION journal_first_id(since timestamptz) RETURNS uuid
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT (lpad(to_hex((extract(epoch FROM since) * 1000)::bigint), 12, '0') || repeat('0', 20))
        ::uuid
$$;

CREATE FUNCTION journal_open_month(month date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    first date := date_trunc('month', month);
    low uuid := journal_first_id(first::timestamp AT TIME ZONE 'UTC');
    high uuid := journal_first_id((first + interval '1 month') AT TIME ZONE 'UTC');
    parent text;
    key text;
    made text;
    other text;
BEGIN
    -- One at a time: two processes may ask for the same month.
    PERFORM pg_advisory_xact_lock(7236413);
    IF to_regclass('entry_' || to_char(first, 'YYYY_MM')) IS NOT NULL THEN
        RETURN false;
    END IF;
    FOR parent, key IN VALUES ('entry', 'id'), ('entry_details', 'entry_id') LOOP
        made := parent || '_' || to_char(first, 'YYYY_MM');
        other := parent || '_other';
        EXECUTE format(
            'CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', made, parent);
        EXECUTE format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY', other);
        EXECUTE format(
            'WITH moved AS (DELETE FROM %I WHERE %I >= $1 AND %I < $2 RETURNING *)
             INSERT INTO %I SELECT * FROM moved', other, key, key, made) USING low, high;
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', other);
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', made);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', made);
        EXECUTE format('REVOKE ALL ON %I FROM PUBLIC', made);
        EXECUTE format(
            'ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
            parent, made, low, high);
    END LOOP;
    RETURN true;
END $$;
REVOKE ALL ON FUNCTION journal_open_month(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION journal_open_month(date) TO palier_worker;
GRANT EXECUTE ON FUNCTION journal_first_id(timestamptz) TO palier_worker;
"""

# The months there are entries of, and some to come.
CARRIED_OVER = """
SELECT count(journal_open_month(month::date)) FROM generate_series(
    date_trunc('month', coalesce((SELECT min(at) FROM entry_before), now()) AT TIME ZONE 'UTC'),
    date_trunc('month', now() AT TIME ZONE 'UTC') + interval '3 months', interval '1 month'
) AS month;
INSERT INTO entry (seq, id, at, actor_id, actor_kind, role, agency_id, act, object_kind, object_id,
    facts, details_digest, behind_id) OVERRIDING SYSTEM VALUE
SELECT seq, id, at, actor_id, actor_kind, role, agency_id, act, object_kind, object_id, facts,
    details_digest, behind_id FROM entry_before ORDER BY seq;
INSERT INTO entry_details (entry_id, salt, content)
SELECT entry_id, salt, content FROM entry_details_before;
SELECT setval('entry_seq_seq', last_value, is_called) FROM entry_before_seq;
DROP TABLE entry_details_before;
DROP TABLE entry_before;
"""

_READERS = (ActorKind.BACK_OFFICE, ActorKind.AUDITOR)
RIGHTS = "".join(
    [protect(table) for table in ("entry", "entry_details", "entry_other", "entry_details_other")]
    + [
        "GRANT INSERT, SELECT ON entry TO palier_scribe;",
        "GRANT INSERT ON entry_details TO palier_scribe;",
        "CREATE POLICY scribe_insert ON entry FOR INSERT TO palier_scribe WITH CHECK (true);",
        "CREATE POLICY scribe_insert ON entry_details FOR INSERT TO palier_scribe",
        " WITH CHECK (true);",
        "CREATE POLICY scribe_select ON entry FOR SELECT TO palier_scribe USING (false);",
        allow("entry", ActorKind.WORKER, ("SELECT",), ANY_ROW),
    ]
    + [
        allow(table, kind, ("SELECT",), ANY_ROW)
        for table in ("entry", "entry_details")
        for kind in _READERS
    ]
)

SQL = TABLES + FUNCTIONS + CARRIED_OVER + RIGHTS


async def forwards() -> MigrationManager:
    return sql_migration(ID, "audit", "the journal by month", SQL)
