"""A session is its holder's alone, and ends everywhere the moment it ends."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest
from httpx import AsyncClient

from extranet.core.sessions import cookie_name
from extranet.core.settings import Settings
from extranet.core.tokens import digest, new_token
from extranet.people.suspending import suspend
from extranet.people.tests.conftest import EMAIL, PASSWORD, make_account
from extranet.people.tests.post import Post
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit
from extranet.tests.test_isolation import everything, tables

NEW = "girafe orage tasse vélo"
SIGN_IN = {"email": EMAIL, "password": PASSWORD}


@pytest.fixture
async def me(cast: Cast) -> UUID:
    """An adviser of Lyon with a password."""
    return await make_account(cast)


@pytest.fixture
def stolen(settings: Settings, visit: Visit) -> Callable[[AsyncClient], Awaitable[AsyncClient]]:
    """Another browser with the very cookie of one."""

    async def steal(browser: AsyncClient) -> AsyncClient:
        thief, name = await visit(), cookie_name(settings)
        thief.cookies.set(name, browser.cookies[name])
        assert (await thief.get("/me.json")).status_code == 200
        return thief

    return steal


Steal = Callable[[AsyncClient], Awaitable[AsyncClient]]


async def _signed_in(visit: Visit) -> AsyncClient:
    browser = await visit()
    assert (await browser.post("/sign-in", data=SIGN_IN)).status_code == 303
    return browser


async def test_a_stolen_session_ends_with_signing_out(
    visit: Visit, me: UUID, stolen: Steal
) -> None:
    browser = await _signed_in(visit)
    thief = await stolen(browser)
    await browser.post("/sign-out")
    assert (await thief.get("/me.json")).status_code == 401


async def test_it_ends_with_a_new_password_on_another_device(
    visit: Visit, me: UUID, stolen: Steal
) -> None:
    thief = await stolen(await _signed_in(visit))
    owner = await _signed_in(visit)
    form = {"present": PASSWORD, "password": NEW}
    assert (await owner.post("/account/password", data=form)).status_code == 303
    assert (await thief.get("/me.json")).status_code == 401
    assert (await owner.get("/me.json")).status_code == 200


async def test_it_ends_with_a_forgotten_password_everywhere(
    visit: Visit, me: UUID, stolen: Steal
) -> None:
    browser = await _signed_in(visit)
    thief, stranger = await stolen(browser), await visit()
    await stranger.post("/forgotten-password", data={"email": EMAIL})
    link = await Post().link(EMAIL)
    assert (await stranger.post(link, data={"password": NEW})).status_code == 303
    for one in (browser, thief, stranger):
        assert (await one.get("/me.json")).status_code == 401


async def test_it_ends_with_the_account(visit: Visit, me: UUID, stolen: Steal, cast: Cast) -> None:
    thief = await stolen(await _signed_in(visit))
    await suspend(cast.manager, me)
    assert (await thief.get("/me.json")).status_code == 401
    assert (await thief.post("/tablets")).status_code == 401


@pytest.mark.parametrize(
    ("column", "since"),
    [("seen_at", timedelta(hours=12, seconds=1)), ("expires_at", timedelta(seconds=1))],
)
async def test_it_ends_unused_after_twelve_hours_and_whatever_happens_after_seven_days(
    visit: Visit, me: UUID, stolen: Steal, truth: asyncpg.Connection, column: str, since: timedelta
) -> None:
    thief = await stolen(await _signed_in(visit))
    lives = await truth.fetchval(
        "SELECT max(expires_at - created_at) FROM session WHERE person_id = $1", me
    )
    assert lives < timedelta(days=7, minutes=1)
    await truth.execute(f"UPDATE session SET {column} = now() - $1::interval", since)  # noqa: S608
    assert (await thief.get("/me.json")).status_code == 401


async def test_a_role_that_changed_counts_at_the_next_request(
    visit: Visit, cast: Cast, truth: asyncpg.Connection
) -> None:
    browser = await visit(cast.back_office)
    assert (await browser.get("/journal")).status_code == 200
    await truth.execute(
        "UPDATE person SET role = 'adviser' WHERE id = $1", cast.back_office.person_id
    )
    assert (await browser.get("/journal")).status_code == 403


async def test_a_session_chosen_by_a_client_is_never_opened(
    visit: Visit, me: UUID, settings: Settings
) -> None:
    brought, name = new_token(), cookie_name(settings)
    browser, fixer = await visit(), await visit()
    for one in (browser, fixer):
        one.cookies.set(name, brought)
    answer = await browser.post("/sign-in", data=SIGN_IN, params={name: brought})
    assert brought not in answer.headers["set-cookie"]
    assert (await fixer.get("/me.json")).status_code == 401


async def test_a_token_opens_by_its_cookie_alone(
    visit: Visit, me: UUID, settings: Settings
) -> None:
    browser, thief = await _signed_in(visit), await visit()
    name = cookie_name(settings)
    token = browser.cookies[name]
    query = {name: token, "session": token}
    assert (await thief.get("/me.json", params=query)).status_code == 401
    for headers in ({"authorization": f"Bearer {token}"}, {"x-session": token, name: token}):
        assert (await thief.get("/me.json", headers=headers)).status_code == 401


async def test_the_database_tells_no_token_and_what_it_tells_opens_nothing(
    visit: Visit, me: UUID, settings: Settings, truth: asyncpg.Connection
) -> None:
    browser, thief = await _signed_in(visit), await visit()
    token = browser.cookies[cookie_name(settings)]
    assert len(token) == 43
    for table in await tables(truth):
        for row in await truth.fetch(everything(table)):
            assert token not in repr(row), table
    for kept in (digest(token).hex(), str(digest(token)), digest(token).decode("latin-1")):
        headers = [(b"cookie", f"{cookie_name(settings)}={kept}".encode())]
        assert (await thief.get("/me.json", headers=headers)).status_code == 401


def test_tokens_are_never_the_same_and_hold_256_bits() -> None:
    tokens = {new_token() for _ in range(1_000)}
    assert len(tokens) == 1_000
    assert {len(token) for token in tokens} == {43}
