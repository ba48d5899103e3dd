"""The pytest plugin: an embedded PostgreSQL, a migrated template, one clone per worker process.

Every test that asks for `database` starts on empty tables; `cast` fills them with people.
"""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Awaitable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol, TypeVar
from typing import cast as as_type
from urllib.parse import urlsplit

import asyncpg
import pytest
from filelock import FileLock
from httpx import ASGITransport, AsyncClient
from hypothesis import settings as hypothesis_settings
from litestar import Litestar

from extranet.app import create_app
from extranet.core import database as ground
from extranet.core.access import Actor
from extranet.core.embedded import EmbeddedServer
from extranet.core.migrations import migrate
from extranet.core.sessions import cookie_name
from extranet.core.settings import Mode, Settings
from extranet.testing.cast import Cast, make_cast, sign_in

hypothesis_settings.register_profile("palier", deadline=None, derandomize=bool(os.getenv("CI")))
hypothesis_settings.load_profile("palier")


Result = TypeVar("Result")


class Visit(Protocol):
    """Opens a browser for somebody, or for nobody."""

    def __call__(self, actor: Actor | None = None) -> Awaitable[AsyncClient]: ...


_FOLDER = Path(os.environ.get("PALIER_TEST_DATA", Path(tempfile.gettempdir(), "palier-tests")))


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """asyncio, as in production."""
    return "asyncio"


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedServer]:
    """The embedded server all worker processes share."""
    with started_server() as started:
        yield started


@contextmanager
def started_server() -> Iterator[EmbeddedServer]:
    """That server, for a block."""
    with FileLock(_FOLDER.with_suffix(".lock")):
        started = EmbeddedServer.start(_FOLDER / "pg")
        run_apart(_spare_the_disk(started))
    try:
        yield started
    finally:
        started.stop()


async def _spare_the_disk(server: EmbeddedServer) -> None:
    """Commit without waiting for the disk: a killed process loses nothing by it, only a dead
    machine would, and no test outlives that. It is most of what a commit costs here."""
    connection = await asyncpg.connect(server.handle.get_uri())
    try:
        await connection.execute("ALTER SYSTEM SET fsync = off")
        await connection.execute("SELECT pg_reload_conf()")
    finally:
        await connection.close()


@pytest.fixture(scope="session")
def database_url(server: EmbeddedServer) -> Iterator[str]:
    """The URL of this worker's own migrated database."""
    name = f"w_{os.getpid()}"
    yield prepared_database(server, name)
    run_apart(server.drop_database(name))


def run_apart(work: Coroutine[Any, Any, Result]) -> Result:
    """Run `work` in a loop and thread of its own: this thread's loop may be Playwright's."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def prepared_database(server: EmbeddedServer, name: str) -> str:
    """Make `name`, a copy of the migrated template, and return its URL."""
    with FileLock(_FOLDER.with_suffix(".lock")):
        template = run_apart(_template(server))
        run_apart(server.ensure_database(name, template=template))
    return server.url(name)


async def _template(server: EmbeddedServer) -> str:
    """A migrated database, named after the migrations it holds; made once per change of them."""
    name = f"template_{_fingerprint()}"
    if await server.ensure_database(name):
        try:
            await migrate(server.url(name))
        except BaseException:
            await server.drop_database(name)
            raise
    return name


def _fingerprint() -> str:
    import hashlib

    root = Path(__file__).resolve().parents[2]
    digest = hashlib.sha256()
    files = [*root.glob("*/piccolo_migrations/*.py"), *root.glob("*/*/piccolo_migrations/*.py")]
    for path in [*sorted(files), root / "extranet/core/row_security.py"]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@pytest.fixture(scope="session")
def settings(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a test installation: local providers, its own data folder."""
    data = tmp_path_factory.mktemp("data")
    return replace(
        Settings.load({"PALIER_MODE": Mode.TEST, "DATA": str(data), "PALIER_SECRET": "5e" * 32}),
        database_url=database_url,
        public_url="http://palier.test",
        pool_size=5,
    )


@pytest.fixture
async def database(server: EmbeddedServer, settings: Settings) -> AsyncIterator[str]:
    """An empty, connected database; yields its URL."""
    await _empty(_owner_url(server, settings.database_url))
    await ground.connect(settings)
    yield settings.database_url
    await ground.disconnect()


# Most tables are empty already, and TRUNCATE gives each, and each of its indexes, a new file. Rows
# go instead; a table that grew is truncated: dead rows would be walked over by every test after.
_EMPTY = """
DO $$
DECLARE one record; filled boolean;
BEGIN
    SET LOCAL session_replication_role = replica;  -- neither foreign keys nor guarding triggers
    FOR one IN
        SELECT c.oid::regclass AS name, pg_relation_size(c.oid) > 250000 AS grew
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relname <> 'migration'
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', one.name) INTO filled;
        IF one.grew THEN
            EXECUTE format('TRUNCATE %s CASCADE', one.name);
        ELSIF filled THEN
            EXECUTE format('DELETE FROM %s', one.name);
        END IF;
    END LOOP;
    PERFORM setval(format('%I.%I', schemaname, sequencename), start_value, false)
    FROM pg_sequences
    WHERE schemaname = 'public' AND last_value IS NOT NULL AND sequencename <> 'migration_id_seq';
END $$
"""


def _owner_url(server: EmbeddedServer, database_url: str) -> str:
    """The same database, as the server's own superuser reaches it."""
    return server.handle.get_uri(database=urlsplit(database_url).path[1:])


async def _empty(owner_url: str) -> None:
    connection = await asyncpg.connect(owner_url)
    try:
        await connection.execute(_EMPTY)
    finally:
        await connection.close()


@pytest.fixture
async def superuser(server: EmbeddedServer, database: str) -> AsyncIterator[asyncpg.Connection]:
    """Somebody whom neither rights nor row security bind."""
    connection = await asyncpg.connect(_owner_url(server, database))
    yield connection
    await connection.close()


@pytest.fixture
async def cast(database: str) -> Cast:
    """The people of the tests, in an otherwise empty database."""
    return await make_cast()


@pytest.fixture(scope="session")
def _app(settings: Settings) -> Litestar:
    # It keeps nothing between two requests, and takes longer to make than most tests do.
    return create_app(settings)


@pytest.fixture
def app(_app: Litestar, database: str) -> Litestar:
    """The real application, on the connected test database."""
    return _app


@pytest.fixture
async def visit(app: Litestar, settings: Settings) -> AsyncIterator[Visit]:
    """Make browsers: `await visit()` for nobody, `await visit(cast.adviser)` signed in."""
    async with AsyncExitStack() as stack:

        async def open_browser(actor: Actor | None = None) -> AsyncClient:
            client = AsyncClient(
                transport=ASGITransport(as_type(Any, app), raise_app_exceptions=False),
                base_url=settings.public_url,
                headers={"origin": settings.public_url, "accept-language": "fr"},
            )
            if actor is not None:
                client.cookies.set(cookie_name(settings), await sign_in(actor))
            return await stack.enter_async_context(client)

        yield open_browser
