"""One's own sessions: seen, ended, and nobody else's."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from extranet.core.access import Actor, Origin, visitor
from extranet.core.clock import now
from extranet.core.database import unit_of_work
from extranet.core.sessions import cookie_name
from extranet.core.settings import Settings
from extranet.people.jobs import SESSIONS_KEPT, forget_sign_in_failures
from extranet.people.tests.conftest import acts_of, sessions_in
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit

CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/142.0.0.0 Safari/537.36"
)


async def change_sessions(change: str, *values: object) -> None:
    """Change every session behind everybody's back."""
    async with unit_of_work(visitor(Origin())) as work:
        await work.run(change, *values)
        work.record("test:change", "session", None)


async def session_of(actor: Actor) -> UUID:
    async with unit_of_work(actor) as work:
        found = await work.value("SELECT id FROM session WHERE ended_at IS NULL")
    return UUID(str(found))


async def test_it_lists_where_one_is_signed_in(visit: Visit, cast: Cast) -> None:
    browser, _ = await visit(cast.adviser), await visit(cast.colleague)
    await change_sessions("UPDATE session SET device = $1", CHROME)
    answer = await browser.get("/account")
    assert answer.status_code == 200
    assert "Chrome sur Windows" in answer.text
    assert answer.text.count("/account/sessions/") == 1
    assert "Cet appareil" in answer.text
    assert len(await acts_of(cast, "account:view")) == 1


@pytest.mark.parametrize("role", ["adviser", "manager", "back_office", "administrator", "auditor"])
async def test_every_role_may_end_its_own_sessions(visit: Visit, cast: Cast, role: str) -> None:
    actor: Actor = getattr(cast, role)
    here, elsewhere = await visit(actor), await visit(actor)
    assert (await here.get("/account")).text.count("/end") == 3
    assert (await here.post("/account/sessions/end-others")).status_code == 303
    assert (await elsewhere.get("/me.json")).status_code == 401
    assert (await here.get("/me.json")).status_code == 200
    assert len(await acts_of(cast, "session:end")) == 1


async def test_ending_the_present_session_is_signing_out(
    visit: Visit, cast: Cast, settings: Settings
) -> None:
    browser = await visit(cast.adviser)
    own = await session_of(cast.adviser)
    answer = await browser.post(f"/account/sessions/{own}/end")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    cookie = answer.headers["set-cookie"].lower()
    assert cookie_name(settings) in cookie
    assert "max-age=0" in cookie
    assert await sessions_in(cast.adviser) == 0


async def test_it_rejects_ending_somebody_elses_session(visit: Visit, cast: Cast) -> None:
    browser, _ = await visit(cast.adviser), await visit(cast.colleague)
    theirs = await session_of(cast.colleague)
    assert (await browser.post(f"/account/sessions/{theirs}/end")).status_code == 404
    assert await sessions_in(cast.colleague) == 1


@pytest.mark.parametrize("name", ["01890a5d-ac96-774b-bcce-b302099a8057", "1", "../1", "%00"])
async def test_it_rejects_a_session_that_does_not_exist(
    visit: Visit, cast: Cast, name: str
) -> None:
    browser = await visit(cast.adviser)
    assert (await browser.post(f"/account/sessions/{name}/end")).status_code == 404


async def test_signing_out_ends_the_session_and_may_be_asked_twice(
    visit: Visit, cast: Cast, settings: Settings
) -> None:
    browser = await visit(cast.adviser)
    token = browser.cookies[cookie_name(settings)]
    for _ in range(2):
        answer = await browser.post("/sign-out")
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    browser.cookies.set(cookie_name(settings), token)
    assert (await browser.get("/me.json")).status_code == 401
    assert len(await acts_of(cast, "session:end")) == 1


async def test_signing_out_may_be_asked_twice_at_once(visit: Visit, cast: Cast) -> None:
    browser = await visit(cast.adviser)
    answers = await asyncio.gather(*(browser.post("/sign-out") for _ in range(6)))
    assert {answer.status_code for answer in answers} == {303}
    assert len(await acts_of(cast, "session:end")) == 1


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE session SET ended_at = now()",
        "UPDATE session SET expires_at = now()",
        "UPDATE session SET seen_at = now() - interval '13 hours'",
    ],
)
async def test_it_rejects_a_session_that_is_over(visit: Visit, cast: Cast, change: str) -> None:
    browser = await visit(cast.adviser)
    await change_sessions(change)
    answer = await browser.get("/account")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/account")
    assert (await browser.get("/me.json")).json() == {"error": "sign_in_required"}


async def test_it_rejects_the_session_of_a_suspended_person(visit: Visit, cast: Cast) -> None:
    browser = await visit(cast.adviser)
    async with unit_of_work(cast.back_office) as work:
        await work.run("UPDATE person SET active = false WHERE id = $1", cast.adviser.person_id)
        work.record("person:suspend", "person", cast.adviser.person_id)
    assert (await browser.get("/me.json")).status_code == 401


@pytest.mark.parametrize("cookie", ["", "x", "é", "a" * 5_000, "\\0", "' OR 1=1 --", "{}"])
async def test_it_rejects_a_malformed_cookie(
    visit: Visit, cast: Cast, settings: Settings, cookie: str
) -> None:
    header = f"{cookie_name(settings)}={cookie}".encode()
    answer = await (await visit()).get("/me.json", headers=[(b"cookie", header)])
    assert answer.status_code == 401


async def test_sessions_long_over_are_forgotten(visit: Visit, cast: Cast) -> None:
    await visit(cast.adviser)
    await change_sessions(
        "UPDATE session SET ended_at = $1", now() - SESSIONS_KEPT - timedelta(days=1)
    )
    await visit(cast.adviser)
    await forget_sign_in_failures()
    async with unit_of_work(cast.adviser) as work:
        assert await work.value("SELECT count(*) FROM session") == 1
