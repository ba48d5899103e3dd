"""The one way to the database: a unit of work under somebody's identity.

One transaction, the row-security identity, the journal entries and the jobs inside it. Outside
of a unit of work the login role sees no row of any owned table.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Any
from uuid import UUID

import asyncpg
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction

from extranet.core import journal
from extranet.core.access import Actor
from extranet.core.errors import NotFound
from extranet.core.events import Event, deliver
from extranet.core.identity import identity_of
from extranet.core.settings import Settings, install
from extranet.piccolo_conf import DB

Row = asyncpg.Record


class UnjournalledChange(Exception):
    """A unit of work changed rows and journalled nothing: a fault of the code, found by tests."""


class _Connection(asyncpg.Connection):
    """A connection that is given back without asyncpg's reset query, a round trip each time.

    Safe because every identity and setting is local to its transaction (`SET LOCAL`).
    """

    def get_reset_query(self) -> str:
        return ""


class _Ground:
    """What the process opened: whether units of work check that changes are journalled."""

    strict = False


async def connect(settings: Settings) -> None:
    """Open the pool on `settings.database_url`; refuse a role that row security cannot bind."""
    install(settings)
    config = {"dsn": settings.database_url}
    DB.config.clear()
    DB.config.update(config)
    await DB.start_connection_pool(
        min_size=1,
        max_size=settings.pool_size,
        connection_class=_Connection,
        statement_cache_size=500,
        command_timeout=60,
    )
    _Ground.strict = settings.mode != "production"
    await _refuse_unbound_role()


async def disconnect() -> None:
    """Close the pool."""
    await DB.close_connection_pool()


def pool() -> asyncpg.Pool:
    """The open pool; only sign-in lookup, jobs and health use it directly."""
    if DB.pool is None:
        raise RuntimeError("the database is not connected")
    return DB.pool


async def _refuse_unbound_role() -> None:
    unbound = await pool().fetchval(
        "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = session_user"
    )
    if unbound:
        raise RuntimeError(
            "DATABASE_URL names a superuser or a role that bypasses row security: "
            "create a plain role with CREATEROLE and give it the database"
        )


class _ActorTransaction(PostgresTransaction):
    """A Piccolo transaction that begins under an actor's identity, in one round trip."""

    def __init__(self, engine: PostgresEngine, identity: str) -> None:
        super().__init__(engine, allow_nested=False)
        self._identity = identity

    async def begin(self) -> None:
        """Skip asyncpg's own transaction: `__aenter__` begins by hand, identity included."""

    async def __aenter__(self) -> "_ActorTransaction":
        self.connection = await pool().acquire()
        try:
            await self.connection.execute(f"BEGIN; {self._identity}")
        except BaseException:
            await pool().release(self.connection)
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def commit(self) -> None:
        await self.connection.execute("COMMIT")
        self._committed = True

    async def rollback(self) -> None:
        await self.connection.execute("ROLLBACK")
        self._rolled_back = True

    async def __aexit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        # The context variable goes first: a failed rollback must not leave it set.
        self.engine.current_transaction.reset(self.context)
        try:
            if exception is None and not self._rolled_back:
                await self.commit()
            elif not self._rolled_back:
                await self.rollback()
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            self.connection.terminate()
            raise
        finally:
            await pool().release(self.connection)
        return False


class UnitOfWork:
    """An open transaction under `actor`'s identity.

    Rows the actor may not see do not exist in it. Piccolo queries made meanwhile join it.
    """

    def __init__(self, actor: Actor, connection: asyncpg.Connection) -> None:
        self.actor = actor
        self._connection = connection
        self._entries: list[journal.Entry] = []
        self.journalled = False

    async def all(self, query: str, *args: object) -> list[Row]:
        """Run `query` and return its rows."""
        return list(await self._connection.fetch(self._tagged(query), *args))

    async def one(self, query: str, *args: object) -> Row | None:
        """Run `query` and return its first row, or None."""
        return await self._connection.fetchrow(self._tagged(query), *args)

    async def one_or_404(self, query: str, *args: object) -> Row:
        """Run `query` and return its first row; raise `NotFound` when the actor sees none."""
        row = await self.one(query, *args)
        if row is None:
            raise NotFound
        return row

    async def value(self, query: str, *args: object) -> Any:
        """Run `query` and return the first column of its first row, or None."""
        return await self._connection.fetchval(self._tagged(query), *args)

    async def run(self, query: str, *args: object) -> int:
        """Run a change and return how many rows it touched."""
        status = await self._connection.execute(self._tagged(query), *args)
        return int(status.rsplit(" ", 1)[-1]) if status[-1].isdigit() else 0

    async def copy(
        self, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]]
    ) -> None:
        """Load `rows` into `table` through COPY (refused by row security for actors' roles)."""
        await self._connection.copy_records_to_table(table, columns=columns, records=rows)

    def record(
        self,
        act: str,
        object_kind: str,
        object_id: UUID | None,
        *,
        before: journal.Facts | None = None,
        after: journal.Facts | None = None,
        personal: journal.Facts | None = None,
    ) -> None:
        """Journal an act; it is written with the change, in the same transaction."""
        self._entries.append(
            journal.Entry(act, object_kind, object_id, before or {}, after or {}, personal or {})
        )
        self.journalled = True

    def view(
        self,
        act: str,
        object_kind: str,
        object_id: UUID | None,
        *,
        facts: journal.Facts | None = None,
        personal: journal.Facts | None = None,
    ) -> str:
        """Return the parameter of `journal_record($n::jsonb)` for a query that shows personal data.

        The page's own query journals the view, so it costs no round trip and cannot be forgotten
        between the reading and the sending.
        """
        self.journalled = True
        entry = journal.Entry(act, object_kind, object_id, {}, facts or {}, personal or {})
        return self._dump([entry])

    async def enqueue(
        self, job: str, payload: str, *, dedupe: str | None = None, urgent: bool = False
    ) -> None:
        """Enqueue `job` in this transaction: a rollback takes it along.

        `payload` is an id, never a personal value. With `dedupe`, a job already waiting under
        that key is left alone. An `urgent` job goes before all those that are not.
        """
        await self._queue().enqueue(
            job, payload.encode(), int(urgent), dedupe_key=dedupe, on_conflict="skip"
        )

    async def enqueue_all(self, job: str, payloads: Sequence[str]) -> None:
        """Enqueue `job` once for each of `payloads`, like `enqueue`, in one statement."""
        if payloads:
            count = len(payloads)
            bodies = [payload.encode() for payload in payloads]
            await self._queue().enqueue([job] * count, bodies, [0] * count)

    async def emit(self, event: Event) -> None:
        """Tell the rooms above, in this transaction."""
        await deliver(self, event)

    async def flush(self) -> None:
        """Write the journal entries gathered so far, in one statement."""
        if self._entries:
            text = self._dump(self._entries)
            self._entries = []
            await self._connection.fetchval("SELECT journal_record($1::jsonb)", text)

    async def refuse_unjournalled(self) -> None:
        """Raise `UnjournalledChange` when rows changed and nothing was journalled."""
        if self.journalled:
            return
        if await self._connection.fetchval("SELECT pg_current_xact_id_if_assigned() IS NOT NULL"):
            raise UnjournalledChange(f"{self.actor.kind} changed rows and journalled nothing")

    def _queue(self) -> Any:
        # Loads slowly, and a process can serve before anything is enqueued.
        from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
        from pgqueuer.queries import Queries

        return Queries(AsyncpgDriver(self._connection))

    def _dump(self, entries: list[journal.Entry]) -> str:
        origin, behind = self.actor.origin, self.actor.behind
        who = journal.Who(
            self.actor.name, origin.address, origin.device, behind.name if behind else ""
        )
        return journal.dump(entries, who)

    def _tagged(self, query: str) -> str:
        # One text per role keeps PostgreSQL's plans of one role out of another's (row security
        # adds other conditions under each role).
        return f"/* {self.actor.kind.value} */ {query}"


@asynccontextmanager
async def unit_of_work(actor: Actor, *, housekeeping: bool = False) -> AsyncIterator[UnitOfWork]:
    """Open a transaction under `actor`'s identity; commit on leaving, roll back on an error.

    Journal entries are written just before the commit. Outside production, changing rows
    without journalling raises `UnjournalledChange`; `housekeeping` exempts what is nobody's act
    (counters of a throttle, clean-up of expired rows). Units of work do not nest.
    """
    async with _ActorTransaction(DB, identity_of(actor)) as transaction:
        work = UnitOfWork(actor, transaction.connection)
        yield work
        await work.flush()
        if _Ground.strict and not housekeeping:
            await work.refuse_unjournalled()
