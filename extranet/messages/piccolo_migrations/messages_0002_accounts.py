"""Messages about somebody's account, which are about no sale."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.migrations import sql_migration

ID = "2026-11-22T04:00:00:000001"

# Without an owner, no policy but the back office's and the worker's shows them: a manager who
# invites somebody cannot read from a message whether that address had an account.
SQL = """
ALTER TABLE message
    ALTER COLUMN sale_id DROP NOT NULL,
    ALTER COLUMN adviser_id DROP NOT NULL,
    ALTER COLUMN agency_id DROP NOT NULL,
    ADD CONSTRAINT message_owner CHECK (num_nonnulls(sale_id, adviser_id, agency_id) IN (0, 3));
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, "messages", "messages about accounts", SQL)
