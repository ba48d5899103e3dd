"""Who may run the functions that work with another role's rights."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.access import ActorKind
from extranet.core.migrations import sql_migration
from extranet.core.row_security import run_by

ID = "2026-11-22T01:10:00:000004"

_OFFICE = ActorKind.BACK_OFFICE.database_role

# The rights given with these functions came after their owner, and so came to nothing.
SQL = run_by("contract_matching(text[], int)", _OFFICE, _OFFICE, ActorKind.MANAGER.database_role)


async def forwards() -> MigrationManager:
    return sql_migration(ID, "contracts", "function rights", SQL)
