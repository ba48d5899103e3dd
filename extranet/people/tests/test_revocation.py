"""A lost tablet is revoked: by whom, on which page, and what ends with it."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from extranet.core.access import Actor
from extranet.core.clock import now
from extranet.core.ids import new_id
from extranet.people.tablet_list import ListedTablet, TabletState
from extranet.people.tests.conftest import acts_of, sessions_in
from extranet.people.tests.tablet import registered, revoke, row_of
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit

_LOST = now() - timedelta(days=2)


@pytest.mark.parametrize("role", ["manager", "back_office", "administrator"])
async def test_those_who_oversee_a_person_revoke_their_tablet(
    visit: Visit, cast: Cast, role: str
) -> None:
    tablet = await registered(visit, cast.newcomer)
    by: Actor = getattr(cast, role)
    answer = await revoke(visit, by, tablet, cast.newcomer)
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"/people/{cast.newcomer.person_id}",
    )
    row = await row_of(tablet)
    assert row["revoked_by"] == by.person_id
    assert row["revoked_at"] is not None
    [facts] = await acts_of(cast, "tablet:revoke")
    assert '"sessions": 1' in facts
    assert '"iPad, Safari"' in facts


async def test_a_manager_beside_does_not_know_the_tablet(visit: Visit, cast: Cast) -> None:
    tablet = await registered(visit, cast.adviser)
    assert (await revoke(visit, cast.other_manager, tablet, cast.adviser)).status_code == 404
    page = await (await visit(cast.other_manager)).get(f"/people/{cast.adviser.person_id}")
    assert page.status_code == 404
    assert (await row_of(tablet))["revoked_at"] is None
    assert (await tablet.ask("key")).status_code == 200


async def test_a_manager_does_not_reach_those_above(visit: Visit, cast: Cast) -> None:
    browser = await visit(cast.manager)
    for above in (cast.back_office, cast.administrator):
        path = f"/people/{above.person_id}"
        assert (await browser.get(path)).status_code == 404
        assert (await browser.post(f"{path}/tablets/{new_id()}/revoke")).status_code == 404


@pytest.mark.parametrize("role", ["adviser", "colleague", "auditor"])
async def test_it_rejects_roles_without_the_right(visit: Visit, cast: Cast, role: str) -> None:
    tablet = await registered(visit, cast.adviser)
    assert (await revoke(visit, getattr(cast, role), tablet, cast.adviser)).status_code == 403
    page = await (await visit(getattr(cast, role))).get(f"/people/{cast.adviser.person_id}")
    assert page.status_code == 403
    assert (await row_of(tablet))["revoked_at"] is None


async def test_the_tablet_must_be_that_person_s(visit: Visit, cast: Cast) -> None:
    tablet = await registered(visit, cast.adviser)
    assert (await revoke(visit, cast.manager, tablet, cast.colleague)).status_code == 404
    assert (await row_of(tablet))["revoked_at"] is None


async def test_sessions_on_the_tablet_end_and_others_go_on(visit: Visit, cast: Cast) -> None:
    tablet, desk = await registered(visit, cast.adviser), await visit(cast.adviser)
    later = await visit(cast.adviser)
    await later.get(f"/tablets/{tablet.id}/key")
    other = await registered(visit, cast.adviser)
    await revoke(visit, cast.manager, tablet, cast.adviser)
    for ended in (tablet.browser, later):
        assert (await ended.get("/me.json")).status_code == 401
    for going_on in (desk, other.browser):
        assert (await going_on.get("/me.json")).status_code == 200
    assert await sessions_in(cast.adviser) == 2


async def test_revoking_twice_is_revoking_once(visit: Visit, cast: Cast) -> None:
    tablet = await registered(visit, cast.adviser)
    await revoke(visit, cast.manager, tablet, cast.adviser)
    first = await row_of(tablet)
    assert (await revoke(visit, cast.back_office, tablet, cast.adviser)).status_code == 303
    assert await row_of(tablet) == first
    assert len(await acts_of(cast, "tablet:revoke")) == 1


async def test_the_page_of_a_person_tells_what_became_of_a_tablet(visit: Visit, cast: Cast) -> None:
    tablet = await registered(visit, cast.adviser)
    desk, path = await visit(cast.manager), f"/people/{cast.adviser.person_id}"
    before = (await desk.get(path)).text
    assert "Alice Martin" in before
    assert "En service" in before
    assert f'action="{path}/tablets/{tablet.id}/revoke"' in before
    await desk.post(f"{path}/tablets/{tablet.id}/revoke")
    silent = (await desk.get(path)).text
    assert "N’a pas repris contact" in silent
    assert "par Marc Leroy" in silent
    assert "/revoke" not in silent
    await tablet.ask("standing")
    assert "Revue le" in (await desk.get(path)).text
    await tablet.say_wiped()
    assert "Effacée le" in (await desk.get(path)).text
    assert len(await acts_of(cast, "person:view")) == 4


async def test_the_directory_leads_to_the_page_of_a_person(visit: Visit, cast: Cast) -> None:
    text = (await (await visit(cast.manager)).get("/people")).text
    assert f'href="/people/{cast.newcomer.person_id}"' in text


async def test_a_person_who_is_not_there(visit: Visit, cast: Cast) -> None:
    browser = await visit(cast.back_office)
    for name in (new_id(), "x"):
        assert (await browser.get(f"/people/{name}")).status_code == 404


async def test_one_s_own_account_lists_one_s_tablets_alone(visit: Visit, cast: Cast) -> None:
    tablet, theirs = [await registered(visit, one) for one in (cast.adviser, cast.colleague)]
    desk = await visit(cast.adviser)
    await revoke(visit, cast.manager, theirs, cast.colleague)
    text = (await desk.get("/account")).text
    assert "iPad, Safari" in text
    assert "Révoquée" not in text
    await revoke(visit, cast.manager, tablet, cast.adviser)
    assert "Révoquée" in (await desk.get("/account")).text


async def test_the_tablet_one_looks_from_is_marked(visit: Visit, cast: Cast) -> None:
    here, _ = [await registered(visit, cast.adviser) for _ in range(2)]
    text = (await here.browser.get("/account")).text
    assert text.count("Cet appareil") == 2
    assert text.count("En service") == 1
    elsewhere = (await (await visit(cast.adviser)).get("/account")).text
    assert elsewhere.count("Cet appareil") == 1
    assert elsewhere.count("En service") == 2


async def test_who_does_not_sell_is_told_of_no_tablet(visit: Visit, cast: Cast) -> None:
    for actor, told in ((cast.adviser, True), (cast.manager, False), (cast.auditor, False)):
        text = (await (await visit(actor)).get("/account")).text
        assert ("Mes tablettes" in text) is told


def _listed(**more: object) -> ListedTablet:
    facts: dict[str, object] = {
        "id": UUID(int=1),
        "name": "iPad, Safari",
        "registered_at": _LOST - timedelta(days=9),
        "seen_at": _LOST - timedelta(hours=1),
        "revoked_at": _LOST,
        "revoked_by": "",
        "wiped_at": None,
    }
    make: Callable[..., ListedTablet] = ListedTablet
    return make(**(facts | more))


def test_a_tablet_is_in_one_of_four_states() -> None:
    seen_since = {"seen_at": _LOST + timedelta(hours=1)}
    assert _listed(revoked_at=None).state is TabletState.IN_USE
    assert _listed().state is TabletState.SILENT
    assert _listed(**seen_since).state is TabletState.BACK
    assert _listed(**seen_since, wiped_at=_LOST + timedelta(hours=1)).state is TabletState.WIPED
