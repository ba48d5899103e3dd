"""Bringing a database to the present shape, once, whoever asks at the same time."""

import contextlib
import io

import asyncpg
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.queries import Queries
from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager
from piccolo.engine.postgres import PostgresTransaction

from extranet.core import row_security
from extranet.core.access import ActorKind
from extranet.core.schema_state import never_migrated
from extranet.piccolo_conf import DB, registry

_LOCK = 7_236_411


class MigrationFailed(Exception):
    """A migration did not run; the database is as it was before it."""


def sql_migration(migration_id: str, app: str, description: str, sql: str) -> MigrationManager:
    """A Piccolo migration that runs `sql`: row security and indexes need it spelled out."""
    manager = MigrationManager(migration_id=migration_id, app_name=app, description=description)

    async def run() -> None:
        await _run_script(sql)

    manager.add_raw(run)
    return manager


async def _run_script(sql: str) -> None:
    transaction = DB.current_transaction.get()
    if not isinstance(transaction, PostgresTransaction):
        raise RuntimeError("migrations run inside a transaction")
    await transaction.connection.execute(sql)


async def migrate(database_url: str) -> list[str]:
    """Run every migration that has not run yet, holding an advisory lock; return their names.

    Safe to call twice, or from two processes: the second waits and finds nothing to do.
    """
    lock = await asyncpg.connect(database_url)
    try:
        await lock.execute("SELECT pg_advisory_lock($1)", _LOCK)
        DB.config.clear()
        DB.config.update({"dsn": database_url})
        await _prepare_ground(lock)
        before = await _ran(lock)
        async with DB.transaction():
            for app in registry().app_configs.values():
                await _forwards(app.app_name)
            await _run_script(row_security.ONLY_LOOKS)
        return sorted(await _ran(lock) - before)
    finally:
        await lock.close()


async def _forwards(app_name: str) -> None:
    output = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        result = await ForwardsMigrationManager(app_name=app_name).run()
    if not result.success:
        raise MigrationFailed(f"{app_name}: {output.getvalue().strip()}")


async def _prepare_ground(connection: asyncpg.Connection) -> None:
    """Make the actors' roles and the job queue, which belong to no room."""
    await connection.execute(row_security.create_roles())
    queries = Queries(AsyncpgDriver(connection))
    if not await queries.schema_is_installed():
        await queries.install()
    for kind in ActorKind:
        await connection.execute(
            f"GRANT SELECT, INSERT ON pgqueuer, pgqueuer_log TO {kind.database_role};"
            f"GRANT USAGE ON SEQUENCE pgqueuer_id_seq, pgqueuer_log_id_seq TO {kind.database_role};"
        )


async def _ran(connection: asyncpg.Connection) -> set[str]:
    if await never_migrated(connection):
        return set()
    rows = await connection.fetch("SELECT app_name || '/' || name AS name FROM migration")
    return {row["name"] for row in rows}
