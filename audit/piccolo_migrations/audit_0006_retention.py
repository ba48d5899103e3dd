"""How long the journal is kept: whole months go, their seal stays, and thins out with age."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.migrations import sql_migration

ID = "2026-11-29T10:00:00:000012"

# As in the migration before, both work with the rights of whoever migrates. Nobody gets rid of what
# is younger than six months, nor of a month in the middle; who asks journals it in the same
# transaction, with the numbers returned. Entries of those days that lay in no month go with it. To
# drop a month locks the whole journal for an instant: whoever would have to wait for that lock
# gives up, for those who sell would stand behind. So does who makes a month, now.
SQL = """
CREATE FUNCTION journal_drop_month(
    month date, OUT entries bigint, OUT first_seq bigint, OUT last_seq bigint
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '500ms'
AS $$
DECLARE
    suffix text := to_char(month, 'YYYY_MM');
    ends timestamptz := (date_trunc('month', month) + interval '1 month') AT TIME ZONE 'UTC';
    youngest timestamptz;
    astray record;
BEGIN
    IF EXISTS (
        SELECT FROM pg_class WHERE relispartition AND relname ~ '^entry_\\d{4}_\\d\\d$'
            AND relname < 'entry_' || suffix
    ) THEN
        RAISE insufficient_privilege USING MESSAGE = 'the journal is dropped from its beginning on';
    END IF;
    EXECUTE format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY', 'entry_' || suffix);
    EXECUTE format(
        'SELECT count(*), min(seq), max(seq), max(at) FROM %I', 'entry_' || suffix
    ) INTO entries, first_seq, last_seq, youngest;
    IF greatest(ends, youngest) > now() - interval '6 months' THEN
        RAISE insufficient_privilege USING MESSAGE = 'the journal is kept for six months at least';
    END IF;
    ALTER TABLE entry_other NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE entry_details_other NO FORCE ROW LEVEL SECURITY;
    WITH gone AS (DELETE FROM entry_other WHERE at < ends RETURNING id, seq),
        apart AS (DELETE FROM entry_details_other WHERE entry_id IN (SELECT id FROM gone))
    SELECT count(*) AS many, min(seq) AS first, max(seq) AS last FROM gone INTO astray;
    ALTER TABLE entry_other FORCE ROW LEVEL SECURITY;
    ALTER TABLE entry_details_other FORCE ROW LEVEL SECURITY;
    entries := entries + astray.many;
    first_seq := least(first_seq, astray.first);
    last_seq := greatest(last_seq, astray.last);
    EXECUTE format('DROP TABLE %I, %I', 'entry_details_' || suffix, 'entry_' || suffix);
END $$;

CREATE FUNCTION journal_thin_checkpoints() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '1s' AS $$
DECLARE
    many bigint;
BEGIN
    ALTER TABLE checkpoint NO FORCE ROW LEVEL SECURITY;
    WITH followed AS (
        SELECT size, at, lead(size) OVER (ORDER BY size) AS next,
            lead(at) OVER (ORDER BY size) AS next_at,
            CASE WHEN at < now() - interval '31 days' THEN 'day' ELSE 'hour' END AS span
        FROM checkpoint
    )
    DELETE FROM checkpoint c USING followed f
    WHERE c.size = f.size AND f.at < now() - interval '1 day'
        AND f.next / 10000 = f.size / 10000
        AND date_trunc(f.span, f.next_at, 'UTC') = date_trunc(f.span, f.at, 'UTC');
    GET DIAGNOSTICS many = ROW_COUNT;
    ALTER TABLE checkpoint FORCE ROW LEVEL SECURITY;
    RETURN many;
END $$;

ALTER FUNCTION journal_open_month(date) SET lock_timeout = '1s';
REVOKE ALL ON FUNCTION journal_drop_month(date), journal_thin_checkpoints() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION journal_drop_month(date), journal_thin_checkpoints() TO palier_worker;
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, "audit", "how long the journal is kept", SQL)
