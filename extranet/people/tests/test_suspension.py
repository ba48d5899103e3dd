"""An account is suspended and reinstated: by whom, what ends with it, and who is told why."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from httpx import Response

from extranet.core.access import Actor, Origin, visitor
from extranet.core.clock import now
from extranet.core.database import unit_of_work
from extranet.core.ids import new_id
from extranet.core.sessions import cookie_name
from extranet.core.settings import Settings
from extranet.people.tests.conftest import PASSWORD, Knock, acts_of
from extranet.people.tests.tablet import registered, revoke
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit

_ASKED = ("/me.json", f"/tablets/{new_id()}/key", f"/sales/{new_id()}/answers")


async def ask(visit: Visit, by: Actor, whom: UUID | None, what: str) -> Response:
    """Press the button of somebody's page."""
    return await (await visit(by)).post(f"/people/{whom}/{what}")


async def row_of(person: UUID | None) -> dict[str, Any]:
    """What the database holds of somebody."""
    async with unit_of_work(visitor(Origin())) as work:
        return dict(await work.one_or_404("SELECT * FROM person WHERE id = $1", person))


@pytest.mark.parametrize("role", ["manager", "back_office", "administrator"])
async def test_those_who_oversee_an_adviser_suspend_and_reinstate_them(
    visit: Visit, cast: Cast, role: str
) -> None:
    by: Actor = getattr(cast, role)
    await visit(cast.newcomer)
    answer = await ask(visit, by, cast.newcomer.person_id, "suspend")
    page = f"/people/{cast.newcomer.person_id}"
    assert (answer.status_code, answer.headers["location"]) == (303, page)
    row = await row_of(cast.newcomer.person_id)
    assert (row["active"], row["suspended_by"]) == (False, by.person_id)
    [facts] = await acts_of(cast, "person:suspend")
    assert '"sessions": 1' in facts

    assert (await ask(visit, by, cast.newcomer.person_id, "reinstate")).status_code == 303
    row = await row_of(cast.newcomer.person_id)
    assert (row["active"], row["suspended_at"], row["suspended_by"]) == (True, None, None)
    assert len(await acts_of(cast, "person:reinstate")) == 1


@pytest.mark.parametrize(
    ("role", "whom", "status"),
    [
        ("adviser", "colleague", 403),
        ("auditor", "adviser", 403),
        ("manager", "outsider", 404),
        ("manager", "other_manager", 404),
        ("manager", "manager", 403),
        ("back_office", "administrator", 403),
        ("back_office", "back_office", 403),
        ("administrator", "administrator", 403),
    ],
)
async def test_it_rejects_whom_one_does_not_oversee(
    visit: Visit, cast: Cast, role: str, whom: str, status: int
) -> None:
    target: Actor = getattr(cast, whom)
    for what in ("suspend", "reinstate"):
        answer = await ask(visit, getattr(cast, role), target.person_id, what)
        assert answer.status_code == status
    assert (await row_of(target.person_id))["active"]


async def test_the_database_lets_a_manager_suspend_their_advisers_alone(cast: Cast) -> None:
    beyond = (cast.outsider, cast.other_manager, cast.back_office, cast.manager)
    async with unit_of_work(cast.manager, housekeeping=True) as work:
        for one in beyond:
            assert await work.value("SELECT switch_account($1, false)", one.person_id) is None
    for one in beyond:
        assert (await row_of(one.person_id))["active"]


async def test_doing_it_twice_is_doing_it_once(visit: Visit, cast: Cast) -> None:
    for _ in range(2):
        await ask(visit, cast.manager, cast.adviser.person_id, "suspend")
    first = await row_of(cast.adviser.person_id)
    await ask(visit, cast.back_office, cast.adviser.person_id, "suspend")
    assert await row_of(cast.adviser.person_id) == first
    for _ in range(2):
        await ask(visit, cast.manager, cast.adviser.person_id, "reinstate")
    assert len(await acts_of(cast, "person:suspend")) == 1
    assert len(await acts_of(cast, "person:reinstate")) == 1


async def test_whoever_holds_a_token_of_a_suspended_account_is_told_so(
    visit: Visit, cast: Cast
) -> None:
    tablet = await registered(visit, cast.adviser)
    headers = {"Palier-Person": str(cast.adviser.person_id), "Palier-Tablet": tablet.id}
    await ask(visit, cast.manager, cast.adviser.person_id, "suspend")
    for path in _ASKED:
        answer = await tablet.browser.get(path)
        assert (answer.status_code, answer.json()) == (401, {"error": "inactive"})
    posted = await tablet.browser.post("/outbox", headers=headers, json={"submissions": []})
    assert (posted.status_code, posted.json()) == (401, {"error": "inactive"})
    asked = await tablet.browser.head(f"/attachments/{'ab' * 32}")
    assert (asked.status_code, asked.headers["palier-refusal"]) == (401, "inactive")
    put = await tablet.browser.put(f"/attachments/{'ab' * 32}", headers=headers, content=b"x")
    assert (put.status_code, put.json()) == (401, {"error": "inactive"})


async def test_it_opens_no_other_door(visit: Visit, cast: Cast) -> None:
    browser = await visit(cast.adviser)
    await ask(visit, cast.manager, cast.adviser.person_id, "suspend")
    for path in ("/", "/sales", "/account", "/people"):
        answer = await browser.get(path)
        assert answer.status_code == 303, path
        assert answer.headers["location"].startswith("/sign-in")


async def test_the_blank_home_of_the_tablet_still_opens(visit: Visit, cast: Cast) -> None:
    browser, nobody = await visit(cast.adviser), await visit()
    await ask(visit, cast.manager, cast.adviser.person_id, "suspend")
    blank = await browser.get("/app/fr/home")
    assert blank.status_code == 200
    assert "Alice" not in blank.text
    assert (await nobody.get("/app/fr/home")).status_code == 303


async def test_strangers_learn_nothing(visit: Visit, cast: Cast, settings: Settings) -> None:
    await ask(visit, cast.manager, cast.adviser.person_id, "suspend")
    nobody, guesser = await visit(), await visit()
    guesser.cookies.set(cookie_name(settings), "a" * 43)
    answers = [await one.get("/me.json") for one in (nobody, guesser)]
    assert [one.json() for one in answers] == [{"error": "sign_in_required"}] * 2
    assert {one.status_code for one in answers} == {401}
    assert "suspendu" not in (await guesser.get("/sign-in")).text


async def test_a_session_left_before_is_not_told(visit: Visit, cast: Cast) -> None:
    browser = await visit(cast.adviser)
    token = dict(browser.cookies)
    await browser.post("/sign-out")
    browser.cookies.update(token)
    await ask(visit, cast.manager, cast.adviser.person_id, "suspend")
    assert (await browser.get("/me.json")).json() == {"error": "sign_in_required"}


async def test_a_tablet_unused_for_days_is_told_all_the_same(visit: Visit, cast: Cast) -> None:
    browser = await visit(cast.adviser)
    async with unit_of_work(visitor(Origin()), housekeeping=True) as work:
        query = "UPDATE session SET seen_at = $2 WHERE person_id = $1"
        await work.run(query, cast.adviser.person_id, now() - timedelta(days=3))
    assert (await browser.get("/me.json")).json() == {"error": "sign_in_required"}
    await ask(visit, cast.manager, cast.adviser.person_id, "suspend")
    assert (await browser.get("/me.json")).json() == {"error": "inactive"}


async def test_a_reinstated_account_opens_by_its_password_and_not_by_its_old_sessions(
    visit: Visit, cast: Cast, account: UUID, knock: Knock
) -> None:
    browser = await visit()
    await knock(browser)
    await ask(visit, cast.manager, account, "suspend")
    refused = await knock(browser, PASSWORD)
    assert refused.status_code == 422
    await ask(visit, cast.manager, account, "reinstate")
    assert (await browser.get("/me.json")).json() == {"error": "sign_in_required"}
    assert (await knock(browser, PASSWORD)).status_code == 303
    assert (await browser.get("/me.json")).status_code == 200


async def test_the_door_says_it_to_whoever_was_inside(visit: Visit, cast: Cast) -> None:
    browser = await visit(cast.adviser)
    await ask(visit, cast.manager, cast.adviser.person_id, "suspend")
    assert "Votre compte est suspendu" in (await browser.get("/sign-in")).text
    await ask(visit, cast.manager, cast.adviser.person_id, "reinstate")
    assert "Votre compte est suspendu" not in (await browser.get("/sign-in")).text


async def test_a_revoked_tablet_of_a_suspended_account_still_hears_that_it_is(
    visit: Visit, cast: Cast
) -> None:
    tablet = await registered(visit, cast.adviser)
    await ask(visit, cast.manager, cast.adviser.person_id, "suspend")
    await revoke(visit, cast.manager, tablet, cast.adviser)
    assert (await tablet.ask("standing")).status_code == 410


async def test_the_page_of_a_person_says_since_when_and_offers_the_way_back(
    visit: Visit, cast: Cast
) -> None:
    path = f"/people/{cast.adviser.person_id}"
    desk = await visit(cast.back_office)
    before = (await desk.get(path)).text
    assert f'action="{path}/suspend"' in before
    await desk.post(f"{path}/suspend")
    after = (await desk.get(path)).text
    assert "Ce compte est suspendu" in after
    assert f'action="{path}/reinstate"' in after
    assert f'action="{path}/suspend"' not in after
    assert "Béatrice" not in (await (await visit(cast.manager)).get(path)).text
    own = (await desk.get(f"/people/{cast.back_office.person_id}")).text
    assert "/suspend" not in own
