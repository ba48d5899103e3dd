"""Somebody leaves: what ends, who may say so, and that they come back by no slip."""

from datetime import timedelta
from typing import Any

import asyncpg
import pytest
from httpx import AsyncClient, Response

from extranet.core.access import Actor, Origin, visitor, worker
from extranet.core.clock import today
from extranet.core.database import Row, unit_of_work
from extranet.core.i18n import Words
from extranet.people.leaving.departures import carry_out_due
from extranet.people.leaving.jobs import carry_out_departures
from extranet.people.tests.conftest import EMAIL, GOOD, PASSWORD, acts_of, make_account
from extranet.people.tests.factors import (
    give_code,
    give_password,
    link_application,
    make_codes,
    somebody,
)
from extranet.people.tests.post import Post
from extranet.people.tests.soft_passkey import SoftPasskey
from extranet.people.tests.tablet import registered, row_of
from extranet.people.tests.test_passkeys import add, show
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit
from extranet.testing.reading import as_read

CONTRACT = {"kind": "employee", "starts_on": "2026-01-05"}


async def leave(visit: Visit, by: Actor, whom: Actor, **form: Any) -> Response:
    """Send the form of a departure."""
    data = {"moment": "now", "tablets": "wipe"} | form
    return await (await visit(by)).post(f"/people/{whom.person_id}/departure", data=data)


async def knock(browser: AsyncClient, password: str) -> Response:
    """Sign in as the person of `EMAIL`."""
    return await browser.post("/sign-in", data={"email": EMAIL, "password": password})


async def person(actor: Actor) -> Row:
    """What the database holds of somebody."""
    async with unit_of_work(visitor(Origin())) as work:
        return await work.one_or_404("SELECT * FROM person WHERE id = $1", actor.person_id)


async def departures(actor: Actor) -> list[Row]:
    """The departures of somebody."""
    async with unit_of_work(worker("test")) as work:
        return await work.all("SELECT * FROM departure WHERE person_id = $1", actor.person_id)


async def test_leaving_ends_sessions_tablets_and_password_at_once(visit: Visit, cast: Cast) -> None:
    tablet = await registered(visit, cast.adviser)
    answer = await leave(visit, cast.manager, cast.adviser)
    assert answer.status_code == 303
    assert (await tablet.browser.get("/me.json")).json() == {"error": "inactive"}
    assert (await row_of(tablet))["revoked_by"] == cast.manager.person_id
    assert (await tablet.ask("standing")).status_code == 410
    row = await person(cast.adviser)
    assert (row["active"], row["suspended_for"]) == (False, "departure")
    assert row["left_at"] is not None
    [facts] = await acts_of(cast, "person:leave")
    assert '"revoked": 1' in facts
    page = (await (await visit(cast.manager)).get(answer.headers["location"])).text
    assert "a quitté l’entreprise" in page


async def test_every_way_in_goes_with_them(
    visit: Visit, cast: Cast, superuser: asyncpg.Connection
) -> None:
    me = somebody(await make_account(cast))
    await link_application(me)
    codes = await make_codes(me)
    passkey, browser, half = SoftPasskey(), await visit(me), await visit()
    assert (await add(browser, passkey)).status_code == 303
    tablet = await registered(visit, me)
    await half.post("/forgotten-password", data={"email": EMAIL})
    link = await Post().link(EMAIL)
    await give_password(half)
    await leave(visit, cast.manager, me)
    assert not await show(await visit(), passkey)
    assert "news=again" in (await give_code(half, codes[0])).headers["location"]
    assert (await half.post(link, data={"password": GOOD})).status_code == 404
    assert (await tablet.ask("key")).status_code == 401
    for factor in ("passkey", "authenticator", "recovery_code", "half_session", "password_link"):
        left = await superuser.fetchval(f"SELECT count(*) FROM {factor}")  # noqa: S608 (our own names)
        assert left == 0, factor
    alive = "SELECT count(*) FROM session WHERE person_id = $1 AND ended_at IS NULL"
    assert await superuser.fetchval(alive, me.person_id) == 0
    assert await superuser.fetchval("SELECT count(*) FROM tablet WHERE revoked_at IS NULL") == 0


async def test_pages_say_since_when_they_are_gone(visit: Visit, cast: Cast) -> None:
    await leave(visit, cast.manager, cast.adviser)
    desk = await visit(cast.manager)
    day = as_read(Words("fr").date(today()))
    person_page = await desk.get(f"/people/{cast.adviser.person_id}")
    everybody = await desk.get("/people")
    gone = await desk.get("/people?state=left")
    for page in (person_page, everybody, gone):
        assert f"Parti le {day}" in as_read(page.text)
        assert '"badge badge--neutral">Suspendu' not in page.text
    assert "Alice" in gone.text
    assert "Bruno" not in gone.text
    assert "Alice" not in (await desk.get("/people?state=suspended")).text


async def test_tablets_that_may_hold_something_are_kept_closed(visit: Visit, cast: Cast) -> None:
    tablet = await registered(visit, cast.adviser)
    await leave(visit, cast.manager, cast.adviser, tablets="keep")
    assert (await row_of(tablet))["revoked_at"] is None
    assert (await tablet.ask("key")).status_code == 401
    page = await (await visit(cast.manager)).get(f"/people/{cast.adviser.person_id}/departure")
    assert "Tablettes gardées fermées" in page.text


async def test_the_password_opens_nothing_any_more_nor_after_a_return(
    visit: Visit, cast: Cast
) -> None:
    person_id, desk = await make_account(cast), await visit(cast.manager)
    await desk.post(f"/people/{person_id}/departure", data={"moment": "now"})
    browser = await visit()
    assert (await knock(browser, PASSWORD)).status_code == 422
    assert (await desk.post(f"/people/{person_id}/return", data=CONTRACT)).status_code == 303
    assert (await knock(browser, PASSWORD)).status_code == 422
    # Their own way in is a new password.
    await browser.post("/forgotten-password", data={"email": EMAIL})
    link = await Post().link(EMAIL)
    assert (await browser.post(link, data={"password": GOOD})).status_code == 303
    assert (await knock(browser, GOOD)).headers["location"] == "/"


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"moment": ""}, "moment"),
        ({"moment": "later"}, "last-day"),
        ({"moment": "later", "last_day": "2020-01-01"}, "last-day"),
        ({"moment": "later", "last_day": str(today())}, "successor"),
        ({"tablets": ""}, "tablets"),
        ({"successor": "nobody"}, "successor"),
    ],
)
async def test_it_rejects_a_departure_that_leaves_something_open(
    visit: Visit, cast: Cast, form: dict[str, str], field: str
) -> None:
    await registered(visit, cast.adviser)
    answer = await leave(visit, cast.manager, cast.adviser, **form)
    assert answer.status_code == 422
    assert f'href="#f-{field}"' in answer.text
    assert (await person(cast.adviser))["active"]


@pytest.mark.parametrize(
    ("role", "whom", "status"),
    [
        ("adviser", "colleague", 403),
        ("auditor", "adviser", 403),
        ("manager", "outsider", 404),
        ("manager", "manager", 403),
        ("back_office", "administrator", 403),
        ("administrator", "administrator", 403),
    ],
)
async def test_it_rejects_whom_one_does_not_oversee(
    visit: Visit, cast: Cast, role: str, whom: str, status: int
) -> None:
    by, target = getattr(cast, role), getattr(cast, whom)
    page = f"/people/{target.person_id}/departure"
    assert (await leave(visit, by, target)).status_code == status
    for path in (f"{page}/cancel", f"{page}/sales", f"/people/{target.person_id}/return"):
        assert (await (await visit(by)).post(path)).status_code == status
    assert (await person(target))["active"]


async def test_the_database_closes_and_reopens_nobody_beyond_one_s_reach(cast: Cast) -> None:
    async with unit_of_work(cast.back_office) as work:
        await work.run(
            "INSERT INTO departure (id, person_id, agency_id, leaves_on, wipes, decided_by) "
            "VALUES (gen_random_uuid(), $1, $2, $3, true, $4)",
            cast.outsider.person_id,
            cast.outsider.agency_id,
            today(),
            cast.back_office.person_id,
        )
        work.record("demo:found", "person", None)
    async with unit_of_work(cast.manager, housekeeping=True) as work:
        row = await work.one("SELECT * FROM close_account($1, 'x')", cast.outsider.person_id)
        assert row is not None and row["name"] is None
        # Without a departure that was decided, nothing is closed either.
        row = await work.one("SELECT * FROM close_account($1, 'x')", cast.adviser.person_id)
        assert row is not None and row["name"] is None
    assert (await person(cast.outsider))["active"]
    assert (await person(cast.adviser))["active"]


async def test_a_departure_waits_for_the_night_after_the_last_day(visit: Visit, cast: Cast) -> None:
    successor = str(cast.colleague.person_id)
    form = {"moment": "later", "last_day": str(today()), "successor": successor}
    assert (await leave(visit, cast.manager, cast.adviser, **form)).status_code == 303
    await carry_out_departures()
    assert (await person(cast.adviser))["active"]
    [decided] = await departures(cast.adviser)
    assert decided["done_at"] is None
    assert (await leave(visit, cast.manager, cast.adviser, **form)).status_code == 409

    await _the_day_after(cast)
    await carry_out_departures()
    await carry_out_departures()
    row = await person(cast.adviser)
    assert (row["active"], row["suspended_by"]) == (False, cast.back_office.person_id)
    assert len(await acts_of(cast, "person:leave")) == 1


async def _the_day_after(cast: Cast) -> None:
    """Have what was decided for today have been decided for yesterday."""
    async with unit_of_work(cast.back_office) as work:
        row = await work.one_or_404("DELETE FROM departure RETURNING *")
        await work.run(
            "INSERT INTO departure (id, person_id, agency_id, successor_id, leaves_on, wipes, "
            "decided_by) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            row["id"],
            row["person_id"],
            row["agency_id"],
            row["successor_id"],
            today() - timedelta(days=1),
            row["wipes"],
            cast.back_office.person_id,
        )
        work.record("demo:found", "person", None)


async def test_a_departure_is_taken_back_until_it_is_done(visit: Visit, cast: Cast) -> None:
    form = {"moment": "later", "last_day": str(today()), "successor": str(cast.colleague.person_id)}
    await leave(visit, cast.manager, cast.adviser, **form)
    desk, page = await visit(cast.manager), f"/people/{cast.adviser.person_id}/departure"
    assert (await desk.post(f"{page}/cancel")).status_code == 303
    assert (await desk.post(f"{page}/cancel")).status_code == 404
    assert await departures(cast.adviser) == []
    await leave(visit, cast.manager, cast.adviser)
    assert (await desk.post(f"{page}/cancel")).status_code == 404


async def test_whoever_left_is_reinstated_by_no_slip(visit: Visit, cast: Cast) -> None:
    await leave(visit, cast.manager, cast.adviser)
    desk, page = await visit(cast.manager), f"/people/{cast.adviser.person_id}"
    assert (await desk.post(f"{page}/reinstate")).status_code == 409
    assert (await desk.post(f"{page}/suspend")).status_code == 409
    for actor in (cast.manager, cast.back_office):
        with pytest.raises(Exception, match="person_left"):
            async with unit_of_work(actor) as work:
                await work.value("SELECT switch_account($1, true)", cast.adviser.person_id)
    # With no contract nobody who sells comes back either.
    assert (await desk.post(f"{page}/return", data={})).status_code == 422
    assert not (await person(cast.adviser))["active"]

    assert (await desk.post(f"{page}/return", data=CONTRACT)).status_code == 303
    row = await person(cast.adviser)
    assert (row["active"], row["left_at"], row["suspended_for"]) == (True, None, "")
    assert (await desk.post(f"{page}/return", data=CONTRACT)).status_code == 409
    assert len(await acts_of(cast, "person:return")) == 1
    # They may leave again.
    assert (await leave(visit, cast.manager, cast.adviser)).status_code == 303


async def test_a_manager_who_leaves_comes_back_without_a_contract(visit: Visit, cast: Cast) -> None:
    await leave(visit, cast.back_office, cast.manager)
    desk = await visit(cast.back_office)
    assert (await desk.post(f"/people/{cast.manager.person_id}/return")).status_code == 303
    assert (await person(cast.manager))["active"]


async def test_nobody_leaves_where_nothing_is_due(cast: Cast) -> None:
    async with unit_of_work(worker("test"), housekeeping=True) as work:
        await carry_out_due(work)
    assert await acts_of(cast, "person:leave") == []
