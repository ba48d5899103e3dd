"""Nobody learns by inviting whether an address has an account they do not see."""

from dataclasses import replace

from extranet.core import database as ground
from extranet.core.database import unit_of_work
from extranet.core.settings import Settings
from extranet.people.tests.post import Post
from extranet.people.tests.test_invitations import invite
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit
from extranet.testing.round_trips import counted


async def test_an_address_is_invited_once_into_an_agency(visit: Visit, cast: Cast) -> None:
    assert (await invite(visit, cast.manager, cast.agencies.lyon)).status_code == 303
    answer = await invite(visit, cast.manager, cast.agencies.lyon)
    assert answer.status_code == 422
    assert "déjà invitée dans cette agence" in answer.text
    # Another agency learns nothing of it.
    assert (await invite(visit, cast.other_manager, cast.agencies.nantes)).status_code == 303


async def test_it_tells_of_an_account_only_those_who_see_it(visit: Visit, cast: Cast) -> None:
    seen = "alice.martin@palier.example"
    answer = await invite(visit, cast.manager, cast.agencies.lyon, email=seen)
    assert answer.status_code == 422
    assert "a déjà un compte" in answer.text
    answer = await invite(
        visit, cast.back_office, cast.agencies.lyon, email="odile.blanc@palier.example"
    )
    assert answer.status_code == 422


async def test_inviting_an_account_of_elsewhere_looks_like_inviting_anybody(
    visit: Visit, cast: Cast, database: str, settings: Settings
) -> None:
    theirs, nobodys = "odile.blanc@palier.example", "nobody.blanc@palier.example"
    browser = await visit(cast.manager)
    form = {"first_name": "Odile", "last_name": "Blanc", "agency": str(cast.agencies.lyon)}
    answers, trips = [], []
    async with counted(database) as counter:
        await ground.disconnect()
        await ground.connect(replace(settings, database_url=counter.url))
        await browser.post("/people/invite", data={**form, "email": "first@palier.example"})
        for email in (theirs, nobodys):
            counter.trips.clear()
            answer = await browser.post("/people/invite", data={**form, "email": email})
            answers.append((answer.status_code, answer.headers["location"], answer.text))
            trips.append(counter.told())
        await ground.disconnect()
    await ground.connect(settings)
    assert answers[0] == answers[1]
    assert trips[0] == trips[1]
    post = Post()
    [mail] = await post.arrived(theirs)
    assert "Un compte porte déjà votre adresse" in mail["body"]
    assert "/invitations/" not in mail["body"]
    assert "/invitations/" in await post.link(nobodys)
    # To whoever invited, both invitations go on looking alike, in the page and in the database.
    page = (await browser.get("/people")).text
    assert page.count("Invitation envoyée") == 3
    async with unit_of_work(cast.manager) as work:
        kept = await work.all("SELECT token_digest IS NULL AS waiting FROM invitation")
        assert await work.value("SELECT count(*) FROM message") == 0
    assert [row["waiting"] for row in kept] == [False] * 3
