"""A customer who signs on their own phone keeps the papers of their sale as an adviser would."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.access import ActorKind
from extranet.core.migrations import sql_migration
from extranet.core.row_security import OF_THE_SALE, allow

ID = "2026-11-21T22:05:00:000002"

SQL = f"""
{allow("document", ActorKind.CUSTOMER, ("INSERT",), OF_THE_SALE)}
{allow("document_link", ActorKind.CUSTOMER, ("INSERT",), OF_THE_SALE)}
{allow("print_job", ActorKind.CUSTOMER, ("SELECT", "INSERT"), OF_THE_SALE)}
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, "documents", "papers of a customer who signs by themselves", SQL)
