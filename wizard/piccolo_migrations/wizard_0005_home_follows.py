"""An adviser's home is told when a sale of theirs is signed, or comes back from signing."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.migrations import sql_migration

ID = "2026-11-22T00:20:00:000005"

# As for the sale's own page, only where a signature goes on: a notification holds up the commits of
# others, and steps may arrive by the ten thousand.
SQL = """
CREATE FUNCTION tell_home() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('home', NEW.adviser_id::text);
    RETURN NULL;
END $$;
CREATE TRIGGER tell_home AFTER UPDATE OF state ON sale
    FOR EACH ROW WHEN (OLD.state <> NEW.state
        AND OLD.state IN ('ready_to_sign', 'out_for_signature'))
    EXECUTE FUNCTION tell_home();
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, "wizard", "an adviser's home follows", SQL)
