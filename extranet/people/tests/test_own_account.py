"""One's own password and e-mail address: changed by who knows the password, told to the owner."""

from uuid import UUID

import pytest
from httpx import AsyncClient

from extranet.core.access import Origin, visitor, worker
from extranet.core.database import unit_of_work
from extranet.people import email_change
from extranet.people.links import DeadLink
from extranet.people.suspending import suspend
from extranet.people.tests.conftest import EMAIL, PASSWORD, Knock, acts_of, make_account
from extranet.people.tests.post import Post
from extranet.people.throttle import MOST_PER_ACCOUNT
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit

NEW = "girafe orage tasse vélo"
OTHER = "camille@nouvelle.example"
TAKEN = "alice.martin@palier.example"


@pytest.fixture
async def inside(visit: Visit, account: UUID, knock: Knock) -> AsyncClient:
    """The browser of Camille Morel, signed in with her password."""
    browser = await visit()
    await knock(browser)
    return browser


async def change(browser: AsyncClient, present: str = PASSWORD, password: str = NEW) -> int:
    form = {"present": present, "password": password}
    return (await browser.post("/account/password", data=form)).status_code


async def ask(browser: AsyncClient, email: str = OTHER, present: str = PASSWORD) -> int:
    form = {"present": present, "email": email}
    return (await browser.post("/account/email", data=form)).status_code


async def email_of(person: UUID) -> str:
    async with unit_of_work(worker("test")) as work:
        return str(await work.value("SELECT email FROM person WHERE id = $1", person))


async def test_a_new_password_ends_the_other_sessions_and_is_told(
    visit: Visit, inside: AsyncClient, knock: Knock, cast: Cast
) -> None:
    elsewhere, stranger = await visit(), await visit(cast.colleague)
    await knock(elsewhere)
    assert await change(inside) == 303
    assert (await inside.get("/me.json")).status_code == 200
    assert (await elsewhere.get("/me.json")).status_code == 401
    assert (await stranger.get("/me.json")).status_code == 200
    assert (await knock(elsewhere)).status_code == 422
    assert (await knock(elsewhere, password=NEW)).status_code == 303
    [mail] = await Post().arrived(EMAIL)
    assert mail["subject"] == "Votre mot de passe a changé"
    [facts] = await acts_of(cast, "password:change")
    assert '"sessions": 1' in facts
    assert "Votre mot de passe est changé" in (await inside.get("/account?news=password")).text


@pytest.mark.parametrize("role", ["adviser", "manager", "back_office", "administrator", "auditor"])
async def test_every_role_sees_the_way_to_change_both(visit: Visit, cast: Cast, role: str) -> None:
    browser = await visit(getattr(cast, role))
    text = (await browser.get("/account")).text
    for path in ("/account/password", "/account/email"):
        assert f'href="{path}"' in text
        assert (await browser.get(path)).status_code == 200
    # Whoever has no password yet has none to give.
    assert await change(browser, "", NEW) == 422
    assert await change(browser, "x", NEW) == 422


async def test_it_rejects_a_wrong_present_password_and_counts_it(
    visit: Visit, inside: AsyncClient, knock: Knock, cast: Cast
) -> None:
    for _ in range(MOST_PER_ACCOUNT):
        assert await change(inside, "autre chose") == 422
    assert await change(inside) == 429
    assert await ask(inside) == 429
    assert len(await acts_of(cast, "password:refuse")) == MOST_PER_ACCOUNT
    # Who holds a stolen session does not close the door to its owner.
    assert (await knock(await visit())).status_code == 303


@pytest.mark.parametrize(
    ("password", "sentence"),
    [("court", "douze caractères"), ("motdepasse2026", "essaie"), ("camille girafe", "votre nom")],
)
async def test_it_rejects_a_weak_new_password(
    inside: AsyncClient, knock: Knock, password: str, sentence: str
) -> None:
    form = {"present": PASSWORD, "password": password}
    answer = await inside.post("/account/password", data=form)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert await Post().arrived(EMAIL) == []


async def test_the_database_lets_everybody_change_their_own_password_alone(
    visit: Visit, account: UUID, cast: Cast, knock: Knock
) -> None:
    await make_account(cast, email="autre@palier.example")
    async with unit_of_work(cast.manager, housekeeping=True) as work:
        assert await work.value("SELECT own_password_hash()") is None
        assert await work.value("SELECT set_own_password('x')") is None
    for email in (EMAIL, "autre@palier.example"):
        assert (await knock(await visit(), email=email)).status_code == 303


async def test_a_new_address_counts_once_it_is_confirmed(
    visit: Visit, inside: AsyncClient, account: UUID, knock: Knock, cast: Cast
) -> None:
    post = Post()
    assert await ask(inside, f" {OTHER.upper()} ") == 303
    assert await email_of(account) == EMAIL
    assert "Nouvelle adresse à confirmer" in (await inside.get("/account")).text
    link = await post.link(OTHER)
    stranger = await visit()
    page = await stranger.get(link)
    assert page.status_code == 200
    assert page.headers["referrer-policy"] == "no-referrer"
    assert await email_of(account) == EMAIL, "looking at the page changes nothing"
    answer = await stranger.post(link)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?news=email")
    assert await email_of(account) == OTHER
    assert (await stranger.get(link)).status_code == 404
    assert (await stranger.post(link)).status_code == 404
    [told] = await post.arrived(EMAIL)
    assert told["subject"] == "L’adresse de votre compte a changé"
    assert OTHER not in told["body"]
    assert (await inside.get("/me.json")).status_code == 200
    assert "Nouvelle adresse à confirmer" not in (await inside.get("/account")).text
    assert (await knock(stranger)).status_code == 422
    assert (await knock(stranger, email=OTHER)).status_code == 303
    for act in ("email:ask", "email:send", "email:open", "email:change"):
        [facts] = await acts_of(cast, act)
        assert "example" not in facts, act


async def test_the_former_address_is_told_whatever_is_asked_meanwhile(
    visit: Visit, inside: AsyncClient
) -> None:
    post = Post()
    await ask(inside)
    link = await post.link(OTHER)
    assert (await inside.post(link)).headers["location"] == "/account?news=email"
    # Before the job runs: asking and giving up reach what waits, not what was done.
    await ask(inside, "encore@nouvelle.example")
    await inside.post("/account/email/give-up")
    assert len(await post.arrived(EMAIL)) == 1


async def test_another_one_asked_for_or_none_kills_the_link(
    visit: Visit, inside: AsyncClient, account: UUID
) -> None:
    post = Post()
    await ask(inside)
    first = await post.link(OTHER)
    await ask(inside, "autre@nouvelle.example")
    assert (await inside.get(first)).status_code == 404
    second = await post.link("autre@nouvelle.example")
    assert (await inside.post("/account/email/give-up")).status_code == 303
    assert (await inside.post(second)).status_code == 404
    assert (await inside.post("/account/email/give-up")).status_code == 404
    assert await email_of(account) == EMAIL


async def test_it_tells_nobody_that_an_address_is_taken_but_its_owner(
    inside: AsyncClient, account: UUID
) -> None:
    post = Post()
    assert await ask(inside, TAKEN) == await ask(inside, OTHER) == 303
    assert await ask(inside, TAKEN) == 303
    [mail] = await post.arrived(TAKEN)
    assert "Elle est déjà celle d’un compte" in mail["body"]
    assert "http" not in mail["body"]
    assert "Camille" not in mail["body"]
    assert await email_of(account) == EMAIL


async def test_it_rejects_a_link_to_an_address_that_was_taken_meanwhile(
    visit: Visit, inside: AsyncClient, account: UUID, cast: Cast
) -> None:
    await ask(inside)
    link = await Post().link(OTHER)
    await make_account(cast, email=OTHER)
    assert (await inside.get(link)).status_code == 404
    assert (await inside.post(link)).status_code == 404
    assert await email_of(account) == EMAIL


async def test_it_rejects_the_link_of_a_suspended_account(
    visit: Visit, inside: AsyncClient, account: UUID, cast: Cast
) -> None:
    await ask(inside)
    link = await Post().link(OTHER)
    await suspend(cast.manager, account)
    assert (await (await visit()).post(link)).status_code == 404
    assert await email_of(account) == EMAIL


async def test_a_confirmed_address_kills_the_password_links_sent_to_the_former(
    visit: Visit, inside: AsyncClient
) -> None:
    post = Post()
    await inside.post("/sign-out")
    await (await visit()).post("/forgotten-password", data={"email": EMAIL})
    stolen = await post.link(EMAIL)
    browser = await visit()
    await browser.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
    await ask(browser)
    await browser.post(await post.link(OTHER))
    assert (await (await visit()).get(stolen)).status_code == 404


async def test_a_new_password_by_link_kills_an_address_that_waits(
    visit: Visit, inside: AsyncClient, account: UUID
) -> None:
    post = Post()
    await ask(inside)
    waiting = await post.link(OTHER)
    await (await visit()).post("/forgotten-password", data={"email": EMAIL})
    await (await visit()).post(await post.link(EMAIL), data={"password": NEW})
    assert (await (await visit()).post(waiting)).status_code == 404
    assert await email_of(account) == EMAIL


async def test_it_rejects_what_is_no_other_address(inside: AsyncClient) -> None:
    for email in ("", "camille", "x@y", f"{OTHER}\n"):
        assert await ask(inside, email) == (303 if email == f"{OTHER}\n" else 422)
    answer = await inside.post("/account/email", data={"email": EMAIL, "present": PASSWORD})
    assert answer.status_code == 422
    assert "déjà votre adresse" in answer.text
    assert await ask(inside, present="autre chose") == 422


async def test_an_address_is_asked_for_three_times_and_then_later(inside: AsyncClient) -> None:
    for number in range(3):
        assert await ask(inside, f"{number}@nouvelle.example") == 303
    assert await ask(inside) == 429


async def test_nobody_changes_anything(visit: Visit, database: str) -> None:
    browser = await visit()
    for path in ("/account/password", "/account/email", "/account/email/give-up"):
        answer = await browser.post(path, data={"password": NEW, "present": PASSWORD})
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    with pytest.raises(DeadLink):
        await email_change.confirm(visitor(Origin()), "x" * 43)
