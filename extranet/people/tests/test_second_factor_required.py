"""Where a second factor is required, whoever needs one and has none is led to set one up."""

from dataclasses import replace
from uuid import UUID

import pytest
from litestar import Litestar

from extranet.core.access import NEED_SECOND_FACTOR, Role, worker
from extranet.core.database import unit_of_work
from extranet.core.doors import ways_in
from extranet.core.settings import Mode, Settings, UnsafeSettings, install
from extranet.people.accounts import NewPerson, create_person
from extranet.people.passwords import hash_password
from extranet.people.tests.conftest import GOOD, PASSWORD
from extranet.people.tests.factors import give_code, give_password, link_application
from extranet.people.tests.post import Post
from extranet.people.tests.test_authenticator import begin, confirm, shown
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit

SET_UP = "/account/second-factor"
EMAIL = "solange.roy@palier.example"


@pytest.fixture
def required(settings: Settings, database: str) -> None:
    """The installation requires second factors, as in production."""
    install(replace(settings, second_factor_required=True))


@pytest.fixture
async def manager(cast: Cast) -> UUID:
    """A manager of Lyon who signs in with a password."""
    person = NewPerson(EMAIL, "Solange", "Roy", Role.MANAGER, cast.agencies.lyon)
    hashed = await hash_password(PASSWORD)
    async with unit_of_work(worker("test")) as work:
        return await create_person(work, person, hashed)


def test_it_is_needed_by_whoever_sees_the_work_of_others() -> None:
    assert frozenset(Role) - NEED_SECOND_FACTOR == {Role.ADVISER, Role.REFERENT}


def test_production_requires_it_and_the_rest_offers_it() -> None:
    assert not Settings.load({"PALIER_SECRET": "5e" * 32}).second_factor_required
    wanted = {"PALIER_SECRET": "5e" * 32, "SECOND_FACTOR": "required"}
    assert Settings.load(wanted).second_factor_required
    production = {
        "PALIER_MODE": Mode.PRODUCTION,
        "PALIER_SECRET": "5e" * 32,
        "DATABASE_URL": "postgresql://palier@localhost/palier",
        "PUBLIC_URL": "https://palier.example",
        "SMS_PROVIDER": "smsfactor",
        "SMSFACTOR_TOKEN": "t",
        "MAIL_PROVIDER": "smtp",
        "MAIL_URL": "smtps://mail",
        "SEAL_FILE": "/seal.p12",
    }
    assert Settings.load(production).second_factor_required
    assert not Settings.load({**production, "SECOND_FACTOR": "offered"}).second_factor_required
    with pytest.raises(UnsafeSettings, match="SECOND_FACTOR"):
        Settings.load({**production, "SECOND_FACTOR": "no"})


@pytest.mark.parametrize("role", ["manager", "back_office", "lead", "administrator", "auditor"])
async def test_every_way_leads_to_where_one_is_set_up(
    app: Litestar, visit: Visit, cast: Cast, required: None, role: str
) -> None:
    browser = await visit(getattr(cast, role))
    wrong = []
    for way in ways_in(app):
        if way.door.everybody or way.door.setting_up or "{" in way.path:
            continue
        answer = await browser.request(way.method, way.path)
        led = answer.status_code == 303 and answer.headers["location"] == SET_UP
        told = answer.status_code == 403 and "second_factor_required" in answer.text
        if not (led or told or (way.method == "HEAD" and answer.status_code == 403)):
            wrong.append(f"{way.method} {way.path}: {answer.status_code}")
    assert wrong == []
    page = (await browser.get(SET_UP)).text
    assert "Une étape avant de commencer" in page
    assert 'aria-label="Rubriques"' not in page


async def test_a_script_is_told_in_a_word(visit: Visit, cast: Cast, required: None) -> None:
    browser = await visit(cast.manager)
    answer = await browser.get("/me.json")
    assert answer.status_code == 403
    assert answer.json() == {"error": "second_factor_required"}
    assert answer.headers["palier-refusal"] == "second_factor_required"
    answer = await browser.get("/people", headers={"hx-request": "true"})
    assert (answer.status_code, answer.headers["hx-redirect"]) == (403, SET_UP)


async def test_an_adviser_goes_on_without(visit: Visit, cast: Cast, required: None) -> None:
    assert (await (await visit(cast.adviser)).get("/account")).status_code == 200


async def test_whoever_has_one_goes_on(visit: Visit, cast: Cast, required: None) -> None:
    await link_application(cast.manager)
    assert (await (await visit(cast.manager)).get("/people")).status_code == 200


async def test_setting_one_up_opens_the_rest_and_taking_it_away_closes_it(
    visit: Visit, manager: UUID, required: None
) -> None:
    browser = await visit()
    assert (await give_password(browser, email=EMAIL)).headers["location"] == "/"
    assert (await browser.get("/people")).headers["location"] == SET_UP
    assert await begin(browser) == 303
    application = await shown(browser)
    status, codes = await confirm(browser, application.code())
    assert (status, len(codes)) == (201, 10)
    assert (await browser.get("/people")).status_code == 200
    await browser.post("/account/authenticator/remove", data={"present": PASSWORD})
    assert (await browser.get("/people")).headers["location"] == SET_UP
    # One signs out from there.
    assert (await browser.post("/sign-out")).headers["location"] == "/sign-in"


async def test_whoever_accepts_an_invitation_is_led_there_first(
    visit: Visit, cast: Cast, required: None
) -> None:
    office = cast.back_office
    await link_application(office)
    guest = {"email": "ines.faure@exemple.fr", "first_name": "Inès", "last_name": "Faure"}
    form = {**guest, "agency": str(cast.agencies.lyon), "role": "manager"}
    assert (await (await visit(office)).post("/people/invite", data=form)).status_code == 303
    browser = await visit()
    link = await Post().link(guest["email"])
    answer = await browser.post(link, data={"password": GOOD})
    assert answer.status_code == 303
    assert (await browser.get(answer.headers["location"])).headers["location"] == SET_UP
    assert await begin(browser, GOOD) == 303
    application = await shown(browser)
    await confirm(browser, application.code(-1))
    assert (await browser.get("/people")).status_code == 200
    again = await visit()
    form = {"email": guest["email"], "password": GOOD}
    assert (
        (await again.post("/sign-in", data=form))
        .headers["location"]
        .startswith("/sign-in/second-factor")
    )
    assert (await give_code(again, application.code())).status_code == 303
