"""The contract opens in the transaction of the signature, which may be the customer's own."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from extranet.core.access import ActorKind
from extranet.core.migrations import sql_migration
from extranet.core.row_security import OF_THE_SALE, allow

ID = "2026-11-21T22:05:00:000003"

SQL = f"""
{allow("contract", ActorKind.CUSTOMER, ("INSERT",), OF_THE_SALE)}
{allow("contract_move", ActorKind.CUSTOMER, ("INSERT",), OF_THE_SALE)}
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, "contracts", "contracts customers sign by themselves", SQL)
