"""A forgotten password: nobody learns who has an account, nobody is locked out."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import anyio
import pytest

from extranet.core import database as ground
from extranet.core.access import Origin, visitor, worker
from extranet.core.clock import now
from extranet.core.database import Row, unit_of_work
from extranet.core.sessions import cookie_name
from extranet.core.settings import Settings
from extranet.people import forgotten
from extranet.people.jobs import forget_sign_in_failures
from extranet.people.suspending import suspend
from extranet.people.tests.conftest import EMAIL, PASSWORD, Knock, acts_of, make_account
from extranet.people.tests.post import Post
from extranet.people.throttle import MOST_PER_ACCOUNT, MOST_PER_ADDRESS, WINDOW
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit
from extranet.testing.round_trips import counted

NEW = "girafe orage tasse vélo"
NOBODY = "personne@palier.example"


async def ask(visit: Visit, email: str = EMAIL) -> int:
    """Ask for a new password; the status."""
    answer = await (await visit()).post("/forgotten-password", data={"email": email})
    return answer.status_code


async def kept() -> list[Row]:
    """The links the database knows."""
    async with unit_of_work(worker("test")) as work:
        return await work.all("SELECT * FROM password_link ORDER BY asked_at")


async def test_the_door_leads_to_it(visit: Visit, database: str) -> None:
    assert 'href="/forgotten-password"' in (await (await visit()).get("/sign-in")).text
    assert (await (await visit()).get("/forgotten-password")).status_code == 200


async def test_the_link_sets_a_password_ends_every_session_and_is_told(
    visit: Visit, account: UUID, knock: Knock, cast: Cast
) -> None:
    elsewhere, post = await visit(), Post()
    await knock(elsewhere)
    assert await ask(visit, f" {EMAIL.upper()} ") == 303
    link = await post.link(EMAIL)
    browser = await visit()
    page = await browser.get(link)
    assert page.status_code == 200
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"
    answer = await browser.post(link, data={"password": NEW})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?news=password")
    assert "Votre mot de passe est changé" in (await browser.get("/sign-in?news=password")).text
    assert (await elsewhere.get("/me.json")).status_code == 401
    assert (await knock(browser)).status_code == 422
    assert (await knock(browser, password=NEW)).status_code == 303
    mails = [mail["subject"] for mail in await post.arrived(EMAIL)]
    assert mails == ["Choisir un nouveau mot de passe", "Votre mot de passe a changé"]
    [facts] = await acts_of(cast, "password:set")
    assert '"sessions": 1' in facts
    for act in ("password:ask", "password:send", "password:open"):
        assert len(await acts_of(cast, act)) == 1, act


async def test_it_rejects_a_link_that_served_and_all_others_of_its_person(
    visit: Visit, account: UUID
) -> None:
    post, browser = Post(), await visit()
    await ask(visit)
    first = await post.link(EMAIL)
    await ask(visit)
    second = await post.link(EMAIL)
    assert first != second
    # One asked for later kills none asked for before: else whoever asks in my name locks me out.
    assert (await browser.get(first)).status_code == 200
    assert (await browser.post(first, data={"password": NEW})).status_code == 303
    for link in (first, second):
        assert (await browser.get(link)).status_code == 404
        answer = await browser.post(link, data={"password": f"{NEW} encore"})
        assert answer.status_code == 404
        assert "Ce lien n’ouvre plus rien" in answer.text
    assert await kept() == []


async def test_it_rejects_an_expired_link(
    visit: Visit, account: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgotten, "LIFETIME", timedelta(seconds=-1))
    await ask(visit)
    link, browser = await Post().link(EMAIL), await visit()
    assert (await browser.get(link)).status_code == 404
    assert (await browser.post(link, data={"password": NEW})).status_code == 404
    await forget_sign_in_failures()
    assert await kept() == []


async def test_it_rejects_a_link_from_before_the_last_change(
    visit: Visit, account: UUID, knock: Knock
) -> None:
    await ask(visit)
    link, browser = await Post().link(EMAIL), await visit()
    await knock(browser)
    change = {"present": PASSWORD, "password": NEW}
    assert (await browser.post("/account/password", data=change)).status_code == 303
    stranger = await visit()
    assert (await stranger.get(link)).status_code == 404
    assert (await stranger.post(link, data={"password": f"{NEW} 2"})).status_code == 404


async def test_it_rejects_a_weak_password_and_keeps_the_link(visit: Visit, account: UUID) -> None:
    await ask(visit)
    link, browser = await Post().link(EMAIL), await visit()
    for weak, sentence in (("court", "douze caractères"), ("camille morel 12", "votre nom")):
        answer = await browser.post(link, data={"password": weak})
        assert answer.status_code == 422
        assert sentence in answer.text
    assert (await browser.post(link, data={"password": NEW})).status_code == 303


async def test_a_suspended_account_gets_no_mail_and_its_link_is_dead(
    visit: Visit, account: UUID, cast: Cast
) -> None:
    post = Post()
    await ask(visit)
    link = await post.link(EMAIL)
    await suspend(cast.manager, account)
    assert (await (await visit()).get(link)).status_code == 404
    assert (await (await visit()).post(link, data={"password": NEW})).status_code == 404
    await ask(visit)
    assert len(await post.arrived(EMAIL)) == 1


async def test_asking_for_nobody_does_and_says_the_same(
    visit: Visit, account: UUID, cast: Cast, database: str, settings: Settings
) -> None:
    await make_account(cast, email="suspendu@palier.example", active=False)
    browser = await visit()
    answers, trips = [], []
    async with counted(database) as counter:
        await ground.disconnect()
        await ground.connect(replace(settings, database_url=counter.url))
        await browser.post("/forgotten-password", data={"email": "premier@palier.example"})
        for email in (EMAIL, NOBODY, "suspendu@palier.example", "x" * 300, "é@'--"):
            counter.trips.clear()
            answer = await browser.post("/forgotten-password", data={"email": email})
            answers.append((answer.status_code, answer.headers["location"], answer.text))
            trips.append(counter.told())
        await ground.disconnect()
    await ground.connect(settings)
    assert len(set(answers)) == 1
    assert len(set(trips)) == 1, "\n\n".join(trips)
    post = Post()
    assert len(await post.arrived(EMAIL)) == 1
    assert await post.arrived(NOBODY) == []
    assert await post.arrived("suspendu@palier.example") == []
    for facts in await acts_of(cast, "password:ask"):
        assert "palier.example" not in facts


async def test_asking_too_often_for_one_account_says_the_same_and_sends_no_more(
    visit: Visit, account: UUID
) -> None:
    post = Post()
    for _ in range(forgotten.ASKING.per_account + 3):
        assert await ask(visit) == 303
    assert len(await post.arrived(EMAIL)) == forgotten.ASKING.per_account
    # Whoever finds the window full has a living link in their mailbox: it outlives the window.
    assert forgotten.LIFETIME > WINDOW
    assert (await (await visit()).get(await post.link(EMAIL))).status_code == 200


async def test_it_rejects_an_address_that_asks_for_many(visit: Visit, cast: Cast) -> None:
    for number in range(MOST_PER_ADDRESS):
        await forgotten.ask(visitor(Origin("127.0.0.1")), f"{number}@palier.example")
    assert await ask(visit, NOBODY) == 429
    await forgotten.ask(visitor(Origin("192.0.2.7")), NOBODY)


async def test_a_flood_sent_at_once_sends_no_more_mails(visit: Visit, account: UUID) -> None:
    async with anyio.create_task_group() as group:
        for _ in range(20):
            group.start_soon(ask, visit)
    assert len(await Post().arrived(EMAIL)) == forgotten.ASKING.per_account


async def test_whoever_cannot_sign_in_for_now_can_still_ask(
    visit: Visit, account: UUID, knock: Knock
) -> None:
    browser = await visit()
    for _ in range(MOST_PER_ACCOUNT):
        await knock(browser, password="autre chose")
    assert (await knock(browser)).status_code == 429
    assert await ask(visit) == 303
    link = await Post().link(EMAIL)
    assert (await browser.post(link, data={"password": NEW})).status_code == 303


async def test_the_mail_is_written_once_whatever_runs_twice(visit: Visit, account: UUID) -> None:
    await ask(visit)
    await Post().arrived(EMAIL)
    assert len(await Post().arrived(EMAIL)) == 1


async def test_it_rejects_an_empty_form(visit: Visit, database: str) -> None:
    answer = await (await visit()).post("/forgotten-password", data={})
    assert answer.status_code == 422
    assert "Écrivez l’adresse e-mail de votre compte." in answer.text


async def test_whoever_is_inside_changes_theirs_on_their_account(visit: Visit, cast: Cast) -> None:
    answer = await (await visit(cast.adviser)).get("/forgotten-password")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account/password")


async def test_somebody_else_s_session_in_this_browser_goes_on(
    visit: Visit, account: UUID, cast: Cast, settings: Settings
) -> None:
    await ask(visit)
    browser = await visit(cast.colleague)
    await browser.post(await Post().link(EMAIL), data={"password": NEW})
    assert browser.cookies[cookie_name(settings)]
    assert (await browser.get("/me.json")).status_code == 200


async def test_the_row_alone_opens_nothing(visit: Visit, account: UUID) -> None:
    await ask(visit)
    [row] = await kept()
    assert (row["token_digest"], row["person_id"]) == (None, account)
    assert row["expires_at"] < now() + timedelta(hours=1, minutes=1)
    link = await Post().link(EMAIL)
    [row] = await kept()
    assert link.rsplit("/", 1)[1].encode() not in row["token_digest"]
