"""The second step of signing in: what a right password alone opens, and what opens the rest."""

import re
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest
from litestar import Litestar

from extranet.core.access import worker
from extranet.core.clock import now
from extranet.core.database import unit_of_work
from extranet.core.doors import ways_in
from extranet.core.sessions import cookie_name
from extranet.core.settings import Settings
from extranet.people.jobs import forget_sign_in_failures
from extranet.people.suspending import suspend
from extranet.people.tests.conftest import EMAIL, GOOD, PASSWORD, Knock, acts_of, make_account
from extranet.people.tests.factors import (
    Application,
    give_code,
    give_password,
    is_inside,
    link_application,
    make_codes,
    somebody,
)
from extranet.people.tests.post import Post
from extranet.people.throttle import MOST_PER_ACCOUNT
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit

STEP = "/sign-in/second-factor"
HALF = "palier_half_session"
WRONG = "000000"


@pytest.fixture
async def application(account: UUID) -> Application:
    """The application of Camille Morel."""
    return await link_application(somebody(account))


async def test_a_password_opens_half_and_a_code_the_rest(
    visit: Visit, application: Application, cast: Cast, settings: Settings
) -> None:
    browser = await visit()
    answer = await give_password(browser, going_to="/account")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{STEP}?next=/account")
    assert cookie_name(settings) not in browser.cookies
    page = await browser.get(answer.headers["location"])
    assert page.status_code == 200
    assert 'autocomplete="one-time-code"' in page.text
    assert 'name="next" value="/account"' in page.text
    assert not await is_inside(browser)
    code = application.code()
    answer = await give_code(browser, f" {code[:3]} {code[3:]}", "/account")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert await is_inside(browser)
    [facts] = await acts_of(cast, "session:open")
    assert '"manner": "authenticator"' in facts
    assert len(await acts_of(cast, "session:begin")) == 1


async def test_a_half_open_session_opens_no_route(
    app: Litestar, visit: Visit, application: Application, settings: Settings
) -> None:
    browser = await visit()
    await give_password(browser)
    half = browser.cookies[HALF]
    # As if it were a session too: its token is none.
    browser.cookies.set(cookie_name(settings), half)
    opened = []
    for way in ways_in(app):
        if way.method != "GET" or way.door.everybody:
            continue
        path = re.sub(r"\{\w+:(\w+)\}", _any, way.path)
        answer = await browser.get(path)
        refused = answer.status_code == 401 or (
            answer.status_code == 303 and answer.headers["location"].startswith("/sign-in")
        )
        if not refused:
            opened.append(f"{path}: {answer.status_code}")
    assert opened == []


def _any(found: re.Match[str]) -> str:
    return {"uuid": "01900000-0000-7000-8000-000000000001", "int": "1"}.get(found[1], "x")


async def test_the_token_is_another_once_it_opens_wholly(
    visit: Visit, application: Application, settings: Settings
) -> None:
    browser, thief = await visit(), await visit()
    brought = "a" * 43
    for each in (browser, thief):
        each.cookies.set(HALF, brought)
    await give_password(browser)
    half = browser.cookies.get(HALF, domain="palier.test")
    assert half not in (None, brought)
    browser.cookies.delete(HALF, domain="")
    thief.cookies.set(HALF, str(half))
    await give_code(browser, application.code())
    whole = browser.cookies[cookie_name(settings)]
    assert whole not in (brought, half)
    assert HALF not in browser.cookies
    # Whoever held the half-open token holds nothing any more.
    assert (await thief.get(STEP)).status_code == 303
    answer = await give_code(thief, application.code(1))
    assert answer.headers["location"].startswith("/sign-in?news=again")
    assert not await is_inside(thief)


async def test_it_rejects_a_code_that_was_used(visit: Visit, application: Application) -> None:
    code = application.code()
    browser, other = await visit(), await visit()
    for each in (browser, other):
        await give_password(each)
    assert (await give_code(browser, code)).status_code == 303
    assert (await give_code(other, code)).status_code == 422
    # Nor one of a step before it.
    assert (await give_code(other, application.code(-1))).status_code == 422
    assert not await is_inside(other)
    assert (await give_code(other, application.code(1))).status_code == 303


@pytest.mark.parametrize("steps", [-2, 3])
async def test_it_rejects_a_code_of_another_time(
    visit: Visit, application: Application, steps: int
) -> None:
    browser = await visit()
    await give_password(browser)
    answer = await give_code(browser, application.code(steps))
    assert answer.status_code == 422
    assert "n’est pas le bon" in answer.text


async def test_too_many_codes_wait_and_are_told_but_lock_nobody_out(
    visit: Visit, account: UUID, application: Application, cast: Cast
) -> None:
    codes = await make_codes(somebody(account))
    thief, owner = await visit(), await visit()
    for each in (thief, owner):
        await give_password(each)
    for _ in range(MOST_PER_ACCOUNT):
        assert (await give_code(thief, WRONG)).status_code == 422
    # The right one is not even looked at any more.
    answer = await give_code(owner, application.code())
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert "code de secours" in answer.text
    [mail] = await Post().arrived(EMAIL)
    assert mail["subject"] == "Quelqu’un connaît votre mot de passe"
    assert len(await acts_of(cast, "session:refuse_second")) == MOST_PER_ACCOUNT
    # What nobody guesses opens all the same.
    assert (await give_code(owner, codes[0])).status_code == 303
    assert await is_inside(owner)


async def test_a_recovery_code_opens_once_and_is_told(
    visit: Visit, account: UUID, application: Application, cast: Cast
) -> None:
    codes = await make_codes(somebody(account))
    browser, other = await visit(), await visit()
    for each in (browser, other):
        await give_password(each)
    assert (await give_code(browser, codes[3])).status_code == 303
    assert await is_inside(browser)
    assert (await give_code(other, codes[3])).status_code == 422
    assert not await is_inside(other)
    assert (await give_code(other, codes[4].replace(" ", "-"))).status_code == 303
    first, second = await Post().arrived(EMAIL)
    assert first["subject"] == second["subject"] == "Un code de secours a servi"
    used = await acts_of(cast, "recovery:use")
    assert ['"codes": 9' in used[0], '"codes": 8' in used[1]] == [True, True]
    assert codes[3] not in "".join(used)


async def test_it_rejects_the_recovery_codes_of_another_and_those_made_before(
    visit: Visit, account: UUID, application: Application, cast: Cast
) -> None:
    theirs = await make_codes(cast.colleague)
    old = await make_codes(somebody(account))
    new = await make_codes(somebody(account))
    browser = await visit()
    await give_password(browser)
    for code in (theirs[0], old[0]):
        assert (await give_code(browser, code)).status_code == 422
    assert (await give_code(browser, new[0])).status_code == 303


@pytest.mark.parametrize(
    "code", ["", "12345", "1234567", "abcdef", "１２３４５６", "\0" * 6, "9" * 9000]
)
async def test_it_rejects_what_is_no_code(
    visit: Visit, application: Application, code: str
) -> None:
    browser = await visit()
    await give_password(browser)
    for _ in range(MOST_PER_ACCOUNT + 1):
        answer = await give_code(browser, code)
        assert answer.status_code == 422
        assert "seize chiffres" in answer.text
    assert (await give_code(browser, application.code())).status_code == 303, "none was a try"


@pytest.mark.parametrize("going_to", ["https://elsewhere.example/", "//elsewhere.example/"])
async def test_it_rejects_a_way_out_of_the_house(
    visit: Visit, application: Application, going_to: str
) -> None:
    browser = await visit()
    answer = await give_password(browser, going_to=going_to)
    assert answer.headers["location"] == f"{STEP}?next=/"
    page = await browser.get(STEP, params={"next": going_to})
    assert 'name="next" value="/"' in page.text
    answer = await give_code(browser, application.code(), going_to)
    assert answer.headers["location"] == "/"


async def test_without_a_password_before_it_there_is_no_second_step(visit: Visit) -> None:
    browser = await visit()
    for answer in (await browser.get(STEP), await give_code(browser, WRONG)):
        assert answer.status_code == 303
        assert answer.headers["location"] == "/sign-in?news=again&next=/"
    assert "dix minutes" in (await browser.get("/sign-in?news=again")).text


async def test_a_half_open_session_lives_minutes(
    visit: Visit, application: Application, superuser: asyncpg.Connection
) -> None:
    browser = await visit()
    await give_password(browser)
    async with unit_of_work(worker("test")) as work:
        lives = await work.value("SELECT expires_at FROM half_session")
    assert lives - now() <= timedelta(minutes=10)
    await superuser.execute("UPDATE half_session SET expires_at = now()")
    assert (await give_code(browser, application.code())).headers["location"].startswith("/sign-in")
    assert not await is_inside(browser)
    await forget_sign_in_failures()
    async with unit_of_work(worker("test")) as work:
        assert await work.value("SELECT count(*) FROM half_session") == 0


async def test_a_new_password_closes_what_was_half_open_and_leaves_the_second_factor(
    visit: Visit, application: Application, knock: Knock
) -> None:
    thief, owner = await visit(), await visit()
    await give_password(thief)
    await owner.post("/forgotten-password", data={"email": EMAIL})
    link = await Post().link(EMAIL)
    assert (await owner.post(link, data={"password": GOOD})).status_code == 303
    assert (await give_code(thief, application.code())).status_code == 303
    assert not await is_inside(thief)
    answer = await knock(owner, password=GOOD)
    assert answer.headers["location"].startswith(STEP)
    assert not await is_inside(owner)
    assert (await give_code(owner, application.code())).status_code == 303
    assert await is_inside(owner)


async def test_it_rejects_a_suspended_account(
    visit: Visit, account: UUID, application: Application, cast: Cast
) -> None:
    browser = await visit()
    await give_password(browser)
    await suspend(cast.manager, account)
    assert (await give_code(browser, application.code())).status_code == 303
    assert not await is_inside(browser)


async def test_the_session_of_somebody_else_ends_only_with_the_second_step(
    visit: Visit, application: Application, cast: Cast
) -> None:
    browser = await visit(cast.colleague)
    await give_password(browser)
    assert (await browser.get("/me.json")).json()["person"] == str(cast.colleague.person_id)
    await give_code(browser, application.code())
    assert (await browser.get("/me.json")).json()["name"] == "Camille Morel"
    [ended] = await acts_of(cast, "session:end")
    assert "replaced" in ended


async def test_somebody_without_a_second_factor_is_asked_for_none(
    visit: Visit, application: Application, cast: Cast
) -> None:
    await make_account(cast, email="autre@palier.example")
    browser = await visit()
    assert (await give_password(browser, email="autre@palier.example")).headers["location"] == "/"
    assert await is_inside(browser)


async def test_the_cookie_of_a_half_open_session_is_hidden_from_scripts(
    visit: Visit, application: Application
) -> None:
    cookie = (await give_password(await visit())).headers["set-cookie"].lower()
    for wanted in (HALF, "httponly", "samesite=lax", "max-age=600"):
        assert wanted in cookie


async def test_a_wrong_password_does_not_tell_who_has_a_second_factor(
    visit: Visit, application: Application, knock: Knock
) -> None:
    browser = await visit()
    wrong = await knock(browser, password="autre chose")
    unknown = await knock(browser, email="personne@palier.example")
    assert wrong.status_code == unknown.status_code == 422
    assert wrong.text.replace(EMAIL, "") == unknown.text.replace("personne@palier.example", "")
    assert PASSWORD not in wrong.text
