"""Signing in: who gets a session, under whose token, and where they go next."""

import json
import re
from uuid import UUID

import pytest
from argon2 import PasswordHasher

from extranet.core.access import Origin, visitor
from extranet.core.database import unit_of_work
from extranet.core.sessions import cookie_name
from extranet.core.settings import Settings
from extranet.people.local_paths import local_path
from extranet.people.passwords import needs_rehash
from extranet.people.tests.conftest import EMAIL, PASSWORD, Knock, acts_of, make_account
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit

REFUSED = "ne vont pas ensemble"


async def test_the_door_shows_its_form(visit: Visit) -> None:
    answer = await (await visit()).get("/sign-in")
    assert answer.status_code == 200
    assert 'autocomplete="current-password"' in answer.text


async def test_it_opens_a_session_and_goes_on(
    visit: Visit, account: UUID, knock: Knock, cast: Cast, settings: Settings
) -> None:
    browser = await visit()
    answer = await knock(browser, email=f" {EMAIL.title()} ", next="/account")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert (await browser.get("/me.json")).json()["person"] == str(account)
    (facts,) = await acts_of(cast, "session:open")
    assert json.loads(facts)["after"]["person"] == str(account)
    assert browser.cookies[cookie_name(settings)] not in facts


async def test_somebody_inside_is_sent_home(visit: Visit, cast: Cast) -> None:
    answer = await (await visit(cast.adviser)).get("/sign-in")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


async def test_it_rejects_a_token_the_browser_brought_along(
    visit: Visit, account: UUID, knock: Knock, settings: Settings
) -> None:
    brought = "a" * 43
    browser, thief = await visit(), await visit()
    for each in (browser, thief):
        each.cookies.set(cookie_name(settings), brought)
    answer = await knock(browser)
    assert answer.status_code == 303
    assert brought not in answer.headers["set-cookie"]
    assert (await thief.get("/me.json")).status_code == 401


async def test_signing_in_again_ends_the_session_before(
    visit: Visit, account: UUID, knock: Knock, settings: Settings, cast: Cast
) -> None:
    browser, left_behind = await visit(), await visit()
    await knock(browser)
    name = cookie_name(settings)
    left_behind.cookies.set(name, browser.cookies[name])
    assert (await left_behind.get("/me.json")).status_code == 200
    await knock(browser)
    assert (await left_behind.get("/me.json")).status_code == 401
    assert len(await acts_of(cast, "session:end")) == 1


@pytest.mark.parametrize(
    "going_to",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example/",
        "/\t/elsewhere.example/",
        "/\n/elsewhere.example",
        "javascript:alert(1)",
        "elsewhere.example",
        "",
    ],
)
async def test_it_rejects_a_way_out_of_the_house(
    visit: Visit, account: UUID, knock: Knock, going_to: str
) -> None:
    answer = await knock(await visit(), next=going_to)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


async def test_it_rejects_a_way_out_in_the_address_of_the_door(visit: Visit) -> None:
    answer = await (await visit()).get("/sign-in", params={"next": "https://elsewhere.example/"})
    kept = re.findall(r'name="next" value="([^"]*)"', answer.text)
    assert kept
    assert all(local_path(path) == path for path in kept)


async def test_it_rejects_an_unknown_account_as_it_does_a_wrong_password(
    visit: Visit, account: UUID, knock: Knock, cast: Cast
) -> None:
    browser = await visit()
    wrong = await knock(browser, password="autre chose")
    unknown = await knock(browser, email="personne@palier.example")
    assert wrong.status_code == unknown.status_code == 422
    assert REFUSED in wrong.text
    assert wrong.text.replace(EMAIL, "") == unknown.text.replace("personne@palier.example", "")
    for facts in await acts_of(cast, "session:refuse"):
        assert "palier.example" not in facts


async def test_it_rejects_a_suspended_account(visit: Visit, cast: Cast, knock: Knock) -> None:
    await make_account(cast, active=False)
    answer = await knock(await visit())
    assert answer.status_code == 422
    assert REFUSED in answer.text


async def test_it_rejects_an_account_without_a_password(
    visit: Visit, cast: Cast, knock: Knock
) -> None:
    answer = await knock(await visit(), email="alice.martin@palier.example")
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("email", "password"),
    [
        (EMAIL, "x" * 10_000),
        (EMAIL, "\0"),
        (EMAIL, "🙂" * 128),
        (EMAIL, "مرحبا"),
        ("x" * 10_000, PASSWORD),
        (f"{EMAIL}\0", PASSWORD),
        ("<script>alert(1)</script>", PASSWORD),
        ("' OR 1=1 --", PASSWORD),
    ],
)
async def test_it_rejects_absurd_input_in_the_ordinary_words(
    visit: Visit, account: UUID, knock: Knock, email: str, password: str
) -> None:
    answer = await knock(await visit(), email=email, password=password)
    assert answer.status_code == 422
    assert REFUSED in answer.text
    assert "<script>alert" not in answer.text


async def test_it_rejects_an_empty_form_field_by_field(visit: Visit, database: str) -> None:
    answer = await (await visit()).post("/sign-in", data={})
    assert answer.status_code == 422
    assert "Écrivez votre adresse e-mail." in answer.text
    assert "Écrivez votre mot de passe." in answer.text


async def test_it_rejects_a_form_from_another_site(
    visit: Visit, account: UUID, settings: Settings
) -> None:
    answer = await (await visit()).post(
        "/sign-in",
        data={"email": EMAIL, "password": PASSWORD},
        headers={"origin": "https://elsewhere.example"},
    )
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


async def test_an_old_hash_is_made_anew(
    visit: Visit, account: UUID, knock: Knock, database: str
) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    nobody = visitor(Origin())
    async with unit_of_work(nobody) as work:
        await work.run("UPDATE credential SET password_hash = $1", weak)
        work.record("test:weaken", "person", account)
    assert (await knock(await visit())).status_code == 303
    async with unit_of_work(nobody) as work:
        kept = await work.value("SELECT password_hash FROM credential")
    assert not needs_rehash(kept)
    assert (await knock(await visit())).status_code == 303
