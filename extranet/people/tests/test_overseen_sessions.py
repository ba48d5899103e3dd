"""Where somebody is signed in, for whoever may suspend them."""

import asyncpg
import pytest

from extranet.core.access import Actor
from extranet.core.database import unit_of_work
from extranet.people.tests.conftest import acts_of, sessions_in
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit

_AWAY = (
    ("manager", "adviser"),
    ("manager", "newcomer"),
    ("back_office", "manager"),
    ("administrator", "back_office"),
)


@pytest.mark.parametrize(("who", "whom"), _AWAY)
async def test_whoever_may_suspend_sees_sessions_and_ends_them_all(
    visit: Visit, cast: Cast, who: str, whom: str
) -> None:
    target: Actor = getattr(cast, whom)
    theirs = [await visit(target) for _ in range(2)]
    browser = await visit(getattr(cast, who))
    path = f"/people/{target.person_id}"
    assert "Déconnecter tous ses appareils" in (await browser.get(path)).text
    for _ in range(2):
        answer = await browser.post(f"{path}/sessions/end")
        assert (answer.status_code, answer.headers["location"]) == (303, path)
    assert await sessions_in(target) == 0
    for one in theirs:
        assert (await one.get("/account")).status_code == 303
    text = (await browser.get(path)).text
    assert "n’est connectée nulle part" in text
    assert "Actif" in text
    first, second = await acts_of(cast, "person:end_sessions")
    assert '"sessions": 2' in first
    assert '"sessions": 0' in second


async def test_it_rejects_whoever_may_not_suspend(visit: Visit, cast: Cast) -> None:
    kept = {}
    for target, by, status in (
        (cast.outsider, cast.manager, 404),
        (cast.manager, cast.manager, 403),
        (cast.administrator, cast.back_office, 403),
        (cast.back_office, cast.back_office, 403),
        (cast.colleague, cast.adviser, 403),
    ):
        if target.person_id not in kept:
            await visit(target)
        kept[target.person_id] = target
        path = f"/people/{target.person_id}/sessions/end"
        assert (await (await visit(by)).post(path)).status_code == status
    for target in kept.values():
        assert await sessions_in(target) > 0
    page = await (await visit(cast.back_office)).get(f"/people/{cast.administrator.person_id}")
    assert "Déconnecter tous" not in page.text


async def test_the_database_gives_a_manager_nobody_else_s(visit: Visit, cast: Cast) -> None:
    await visit(cast.outsider)
    await visit(cast.manager)
    for target in (cast.outsider, cast.manager, cast.administrator):
        async with unit_of_work(cast.manager) as work:
            seen = "SELECT count(*) FROM sessions_overseen($1)"
            assert await work.value(seen, target.person_id) == 0
            assert await work.value("SELECT end_sessions_of($1)", target.person_id) == 0
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with unit_of_work(cast.adviser) as work:
            await work.value("SELECT end_sessions_of($1)", cast.colleague.person_id)
