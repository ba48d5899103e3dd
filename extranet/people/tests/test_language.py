"""The language: kept with the person, and with the browser of nobody in particular."""

import pytest

from extranet.core.access import Actor
from extranet.people.tests.conftest import acts_of
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit


async def test_nobody_keeps_it_in_the_browser(visit: Visit) -> None:
    browser = await visit()
    answer = await browser.post("/language", data={"locale": "en", "next": "/sign-in"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert '<html lang="en"' in (await browser.get("/sign-in")).text


@pytest.mark.parametrize("role", ["adviser", "manager", "back_office", "administrator", "auditor"])
async def test_everybody_may_choose_their_own(visit: Visit, cast: Cast, role: str) -> None:
    actor: Actor = getattr(cast, role)
    browser = await visit(actor)
    for _ in range(2):
        await browser.post("/language", data={"locale": "en"})
    assert (await browser.get("/me.json")).json()["locale"] == "en"
    assert len(await acts_of(cast, "person:choose_language")) == 1


async def test_one_persons_choice_is_nobody_elses(visit: Visit, cast: Cast) -> None:
    mine, theirs = await visit(cast.adviser), await visit(cast.colleague)
    await mine.post("/language", data={"locale": "en"})
    assert (await theirs.get("/me.json")).json()["locale"] == "fr"


@pytest.mark.parametrize("locale", ["", "de", "en\r\nset-cookie: a=b", "x" * 10_000, "\0"])
async def test_it_rejects_a_language_nobody_wrote(visit: Visit, cast: Cast, locale: str) -> None:
    browser = await visit(cast.adviser)
    answer = await browser.post("/language", data={"locale": locale})
    assert answer.status_code == 303
    assert "set-cookie" not in answer.headers
    assert (await browser.get("/me.json")).json()["locale"] == "fr"


async def test_it_rejects_a_way_out_of_the_house(visit: Visit) -> None:
    answer = await (await visit()).post(
        "/language", data={"locale": "en", "next": "//elsewhere.example"}
    )
    assert answer.headers["location"] == "/"
