"""Who may run the functions that work with another role's rights."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.access import ActorKind
from extranet.core.migrations import sql_migration
from extranet.core.row_security import LOGIN, run_by

ID = "2026-11-22T01:10:00:000003"

# The rights given with these functions came after their owner, and so came to nothing.
SQL = run_by("signing_link_sale(bytea)", ActorKind.VISITOR.database_role, LOGIN)


async def forwards() -> MigrationManager:
    return sql_migration(ID, "wizard", "function rights", SQL)
