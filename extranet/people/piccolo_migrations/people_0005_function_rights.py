"""Who may run the functions that work with another role's rights."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.access import ActorKind
from extranet.core.migrations import sql_migration
from extranet.core.row_security import run_by

ID = "2026-11-22T01:10:00:000001"

_OVERSEERS = (ActorKind.MANAGER.database_role, ActorKind.BACK_OFFICE.database_role)

# The rights given with these functions came after their owner, and so came to nothing.
SQL = run_by("end_tablet_sessions(uuid)", ActorKind.VISITOR.database_role, *_OVERSEERS)


async def forwards() -> MigrationManager:
    return sql_migration(ID, "people", "function rights", SQL)
