"""Behind an invitation's link: an account, once, exactly as it was invited."""

import json
from datetime import timedelta
from uuid import UUID

import anyio
import pytest
from httpx import AsyncClient

from extranet.core.access import Origin, Role, visitor
from extranet.core.database import Row, unit_of_work
from extranet.core.sessions import cookie_name
from extranet.core.settings import Settings
from extranet.people.passwords import verify
from extranet.people.suspending import reinstate, suspend
from extranet.people.tests.conftest import GOOD, Knock, acts_of, make_account
from extranet.people.tests.post import Post
from extranet.people.tests.test_invitations import EMAIL, invite, rows, set_expired
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit

DEAD = "Ce lien n’ouvre plus rien"


async def person() -> Row | None:
    """Inès Faure, once she has an account."""
    async with unit_of_work(visitor(Origin())) as work:
        return await work.one(
            "SELECT p.*, c.password_hash FROM person p JOIN credential c ON c.person_id = p.id "
            "WHERE email = $1",
            EMAIL,
        )


async def is_dead(browser: AsyncClient, link: str) -> bool:
    """Whether the link opens nothing, looked at or used; and says so in the very same page."""
    looked, used = await browser.get(link), await browser.post(link, data={"password": GOOD})
    unknown = await browser.get("/invitations/" + "x" * 43)
    pages = [page.text.replace(str(page.url.path), "") for page in (looked, used, unknown)]
    assert len(set(pages)) in (1, 3), "dead links are told apart"
    statuses = {looked.status_code, used.status_code}
    assert statuses in ({404}, {200, 422}, {200, 303}, {200}), statuses
    return statuses == {404} and DEAD in looked.text


async def test_the_page_says_who_invites_and_where(visit: Visit, cast: Cast, link: str) -> None:
    page = await (await visit()).get(link)
    assert page.status_code == 200
    for words in ("Marc Leroy vous invite", "Lyon Est", "Inès Faure", "Conseiller"):
        assert words in page.text
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"
    assert "noindex" in page.headers["x-robots-tag"]
    [facts] = await acts_of(cast, "invitation:open")
    async with unit_of_work(cast.back_office) as work:
        about = await work.value("SELECT object_id FROM entry WHERE act = 'invitation:open'")
    assert about == (await rows())[0]["id"]
    assert link.rsplit("/", 1)[1] not in facts


async def test_a_password_opens_the_account_and_a_session(
    visit: Visit, cast: Cast, link: str, knock: Knock
) -> None:
    browser = await visit()
    answer = await browser.post(link, data={"password": GOOD})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    row = await person()
    assert row is not None
    assert (row["role"], row["agency_id"]) == ("adviser", cast.agencies.lyon_team)
    assert (row["first_name"], row["last_name"], row["active"]) == ("Inès", "Faure", True)
    assert await verify(row["password_hash"], GOOD)
    assert (await browser.get("/me.json")).json()["person"] == str(row["id"])
    assert (await browser.get("/")).status_code == 200
    assert (await knock(await visit(), password=GOOD, email=EMAIL)).status_code == 303
    assert await rows() == []
    [facts] = await acts_of(cast, "invitation:accept")
    assert json.loads(facts)["after"]["person"] == str(row["id"])
    assert "argon2" not in facts


async def test_it_rejects_fields_nobody_asked_for(visit: Visit, cast: Cast, link: str) -> None:
    more = {"role": "administrator", "agency": str(cast.agencies.nantes), "email": "x@exemple.fr"}
    more |= {"agency_id": str(cast.agencies.nantes), "active": "false", "first_name": "Autre"}
    assert (await (await visit()).post(link, data={"password": GOOD, **more})).status_code == 303
    row = await person()
    assert row is not None
    assert (row["role"], row["agency_id"]) == ("adviser", cast.agencies.lyon_team)
    assert (row["email"], row["first_name"], row["active"]) == (EMAIL, "Inès", True)


async def test_the_account_speaks_the_language_of_its_person(visit: Visit, link: str) -> None:
    browser = await visit()
    browser.headers["accept-language"] = "en"
    await browser.post(link, data={"password": GOOD})
    row = await person()
    assert row is not None
    assert row["locale"] == "en"


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("", "douze caractères"),
        ("court", "douze caractères"),
        ("x" * 257, "256"),
        ("Bienvenue2026!", "essaie en premier"),
        ("inès et girafe", "votre nom"),
        ("ines.faure 2026", "votre nom"),
    ],
)
async def test_it_rejects_a_weak_password_and_says_why(
    visit: Visit, link: str, password: str, sentence: str
) -> None:
    browser = await visit()
    answer = await browser.post(link, data={"password": password})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert await person() is None
    assert (await browser.post(link, data={"password": GOOD})).status_code == 303


async def test_it_rejects_a_link_that_served(visit: Visit, link: str) -> None:
    await (await visit()).post(link, data={"password": GOOD})
    browser = await visit()
    assert await is_dead(browser, link)
    assert (await browser.get("/me.json")).status_code == 401


async def test_of_two_who_use_it_at_once_one_gets_the_account(
    visit: Visit, cast: Cast, link: str
) -> None:
    statuses: list[int] = []

    async def use() -> None:
        answer = await (await visit()).post(link, data={"password": GOOD})
        statuses.append(answer.status_code)

    async with anyio.create_task_group() as group:
        for _ in range(4):
            group.start_soon(use)
    assert sorted(statuses) == [303, 404, 404, 404]
    assert len(await acts_of(cast, "invitation:accept")) == 1


async def test_it_rejects_an_expired_link(visit: Visit, link: str) -> None:
    await set_expired(timedelta(seconds=1))
    assert await is_dead(await visit(), link)
    assert await person() is None


async def test_it_rejects_a_withdrawn_link(visit: Visit, cast: Cast, link: str) -> None:
    [row] = await rows()
    await (await visit(cast.manager)).post(f"/people/invitations/{row['id']}/withdraw")
    assert await is_dead(await visit(), link)


async def test_it_rejects_the_link_of_a_suspended_inviter(
    visit: Visit, cast: Cast, link: str
) -> None:
    assert cast.manager.person_id is not None
    await suspend(cast.back_office, cast.manager.person_id)
    assert await is_dead(await visit(), link)
    await reinstate(cast.back_office, cast.manager.person_id)
    assert (await (await visit()).get(link)).status_code == 200


async def test_a_suspended_inviter_s_mail_is_not_written(visit: Visit, cast: Cast) -> None:
    await invite(visit, cast.manager, cast.agencies.lyon)
    assert cast.manager.person_id is not None
    await suspend(cast.back_office, cast.manager.person_id)
    assert await Post().arrived(EMAIL) == []


async def test_it_rejects_a_link_to_an_address_that_has_an_account_by_now(
    visit: Visit, cast: Cast, link: str
) -> None:
    await make_account(cast, email=EMAIL)
    assert await is_dead(await visit(), link)
    assert len(await rows()) == 1, "whoever invited would learn of the account"


async def test_of_two_invitations_the_first_accepted_counts(
    visit: Visit, cast: Cast, link: str
) -> None:
    post = Post()
    await invite(visit, cast.back_office, cast.agencies.nantes, role=Role.MANAGER)
    other = await post.link(EMAIL)
    assert other != link
    assert (await (await visit()).post(other, data={"password": GOOD})).status_code == 303
    assert await is_dead(await visit(), link)
    row = await person()
    assert row is not None
    assert (row["role"], row["agency_id"]) == ("manager", cast.agencies.nantes)


@pytest.mark.parametrize("token", ["x", "x" * 43, "x" * 2000, "%00", "é", "'--"])
async def test_it_rejects_what_is_no_token(visit: Visit, database: str, token: str) -> None:
    browser = await visit()
    for answer in (
        await browser.get(f"/invitations/{token}"),
        await browser.post(f"/invitations/{token}", data={"password": GOOD}),
    ):
        assert answer.status_code in (404, 405), answer.status_code


async def test_whoever_is_signed_in_here_is_signed_out_by_accepting(
    visit: Visit, cast: Cast, link: str, settings: Settings
) -> None:
    manager, left_behind = await visit(cast.manager), await visit()
    name = cookie_name(settings)
    left_behind.cookies.set(name, manager.cookies[name])
    assert (await manager.post(link, data={"password": GOOD})).status_code == 303
    me = UUID((await manager.get("/me.json")).json()["person"])
    assert me != cast.manager.person_id
    assert (await left_behind.get("/me.json")).status_code == 401
