"""A role that serves and owns nothing: all of the product works with it, and no statement that is
smuggled in empties a table, not even after taking off the actor's role."""

import os
from collections.abc import AsyncIterator
from dataclasses import replace

import asyncpg
import pytest

from extranet.core import database as ground
from extranet.core.access import ActorKind
from extranet.core.login_role import let_serve, role_of
from extranet.core.settings import Settings
from extranet.people.tests.conftest import EMAIL, PASSWORD, make_account
from extranet.people.tests.post import Post
from extranet.testing.cast import Cast
from extranet.testing.filling import Filled
from extranet.testing.plugin import Visit
from extranet.tests.attacks.test_sql import OF_A_TABLE, OF_ALL, let_by
from extranet.tests.test_isolation import tables


@pytest.fixture
async def serving(superuser: asyncpg.Connection, database: str) -> AsyncIterator[str]:
    """The address of the database under a role that `let_serve` was run for, twice."""
    role = f"serves_{os.getpid()}"
    await superuser.execute(f"CREATE ROLE {role} LOGIN NOINHERIT")
    for _ in range(2):
        await let_serve(database, role)
    yield database.replace(f"//{role_of(database)}@", f"//{role}@")
    await superuser.execute(f"DROP OWNED BY {role}; DROP ROLE {role}")


@pytest.fixture
async def served(serving: str, settings: Settings) -> AsyncIterator[None]:
    """The application's pool, under that role."""
    await ground.disconnect()
    await ground.connect(replace(settings, database_url=serving))
    yield
    await ground.disconnect()
    await ground.connect(settings)


async def test_people_sign_in_and_jobs_run(visit: Visit, cast: Cast, served: None) -> None:
    await make_account(cast)
    browser = await visit()
    form = {"email": EMAIL, "password": PASSWORD}
    assert (await browser.post("/sign-in", data=form)).status_code == 303
    for path in ("/", "/sales", "/account", "/catalogue.json"):
        assert (await browser.get(path)).status_code == 200, path
    assert (await (await visit(cast.back_office)).get("/journal")).status_code == 200
    stranger = await visit()
    assert (await stranger.post("/forgotten-password", data={"email": EMAIL})).status_code == 303
    assert (await stranger.get(await Post().link(EMAIL))).status_code == 200
    for link in ("/documents/", "/s/"):
        assert (await stranger.get(link + "x" * 43)).status_code == 404


async def test_it_empties_the_queue_and_reads_what_was_migrated(serving: str, cast: Cast) -> None:
    connection = await asyncpg.connect(serving)
    try:
        names = await connection.fetch(
            "SELECT relname FROM pg_class WHERE relname LIKE 'pgqueuer%' AND relkind = 'r'"
        )
        assert len(names) > 2
        for name in names:
            assert await connection.execute(f"DELETE FROM {name['relname']}")  # noqa: S608
        assert await connection.fetchval("SELECT count(*) FROM migration") > 0
    finally:
        await connection.close()


async def test_no_statement_of_it_touches_what_it_does_not_own(
    serving: str, truth: asyncpg.Connection, filled: Filled
) -> None:
    role, hand = role_of(serving), await asyncpg.connect(serving)
    try:
        tried = [
            attack.replace("{role}", role).replace("{}", table)
            for attack in OF_A_TABLE
            for table in [*(await tables(truth)), "migration"]
        ]
        tried += [attack.replace("{role}", role) for attack in OF_ALL]
        tried += ["SET ROLE palier_scribe", f"SET ROLE {role_of(serving)}x", "SET ROLE palier"]
        for kind in ActorKind:
            first = f"SET LOCAL ROLE {kind.database_role}; RESET ROLE; "
            tried += [first + "TRUNCATE entry CASCADE", first + "DROP TABLE entry CASCADE"]
        assert await let_by(hand, role, tried) == []
    finally:
        await hand.close()
