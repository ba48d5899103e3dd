"""Resetting somebody's second factor: by whom, with a reason, told and journalled."""

from uuid import UUID

import asyncpg
import pytest
from httpx import AsyncClient

from extranet.core.access import Actor, Role
from extranet.core.database import unit_of_work
from extranet.people.second_factor.resetting import may_reset
from extranet.people.tests.conftest import EMAIL, Knock, acts_of
from extranet.people.tests.factors import (
    give_password,
    is_inside,
    link_application,
    make_codes,
    somebody,
)
from extranet.people.tests.post import Post
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit

REASON = "Téléphone tombé dans le Rhône, rappelée au numéro de sa fiche"


async def reset(browser: AsyncClient, person: UUID | None, reason: str = REASON) -> int:
    path = f"/people/{person}/second-factor/reset"
    return (await browser.post(path, data={"reason": reason})).status_code


@pytest.mark.parametrize("role", ["back_office", "lead", "administrator"])
async def test_it_takes_everything_away_ends_the_sessions_and_is_told(
    visit: Visit, account: UUID, cast: Cast, knock: Knock, role: str
) -> None:
    owner, waiting, desk = await visit(), await visit(), await visit(getattr(cast, role))
    await knock(owner)
    await link_application(somebody(account))
    await make_codes(somebody(account))
    await give_password(waiting)
    assert "En place" in (await desk.get(f"/people/{account}")).text
    assert await reset(desk, account) == 303
    assert not await is_inside(owner)
    assert (await waiting.get("/sign-in/second-factor")).status_code == 303
    text = (await desk.get(f"/people/{account}")).text
    assert "Le mot de passe seul ouvre ce compte" in text
    async with unit_of_work(somebody(account)) as work:
        assert await work.value("SELECT count(*) FROM recovery_code") == 0
    [mail] = await Post().arrived(EMAIL)
    assert mail["subject"] == "Votre second facteur a été réinitialisé"
    [facts] = await acts_of(cast, "second_factor:reset")
    assert '"sessions": 1' in facts
    assert "Rhône" not in facts, "a reason may name people: it lies apart"
    assert (await knock(owner)).headers["location"] == "/"
    assert await reset(desk, account) == 409, "there is none any more"


@pytest.mark.parametrize("reason", ["", "   ", "perdu", "x" * 501])
async def test_it_rejects_a_reset_without_a_reason(
    visit: Visit, account: UUID, cast: Cast, reason: str
) -> None:
    await link_application(somebody(account))
    browser = await visit(cast.back_office)
    answer = await browser.post(f"/people/{account}/second-factor/reset", data={"reason": reason})
    assert answer.status_code == 422
    assert "en dix caractères au moins" in answer.text
    assert await acts_of(cast, "second_factor:reset") == []


async def test_it_rejects_whoever_may_not(visit: Visit, account: UUID, cast: Cast) -> None:
    await link_application(somebody(account))
    await link_application(cast.administrator)
    await link_application(cast.back_office)
    for actor in (cast.adviser, cast.manager, cast.auditor):
        assert await reset(await visit(actor), account) == 403
    office = await visit(cast.back_office)
    assert await reset(office, cast.administrator.person_id) == 403
    assert await reset(office, cast.back_office.person_id) == 403, "nobody their own"
    assert await reset(await visit(cast.administrator), cast.back_office.person_id) == 303
    assert "Réinitialiser" not in (await office.get(f"/people/{cast.administrator.person_id}")).text
    assert "Réinitialiser" not in (await (await visit(cast.manager)).get(f"/people/{account}")).text


async def test_nobody_resets_their_own(cast: Cast) -> None:
    for actor in cast.everyone():
        assert actor.person_id is not None
        assert not may_reset(actor, actor.person_id, Role.ADVISER)


async def test_the_database_says_it_again(account: UUID, cast: Cast) -> None:
    await link_application(cast.administrator)
    await link_application(cast.back_office)
    async with unit_of_work(cast.back_office, housekeeping=True) as work:
        for target in (cast.administrator, cast.back_office):
            assert await work.all("SELECT * FROM reset_second_factor($1)", target.person_id) == []
    for actor in (cast.manager, cast.adviser, cast.auditor):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await _reset_by_hand(actor, account)


async def _reset_by_hand(actor: Actor, person: UUID) -> None:
    async with unit_of_work(actor) as work:
        await work.run("SELECT reset_second_factor($1)", person)


async def test_overseers_learn_that_there_is_one_and_no_more(
    visit: Visit, account: UUID, cast: Cast
) -> None:
    await link_application(somebody(account))
    for actor in (cast.manager, cast.back_office, cast.administrator):
        assert "En place" in (await (await visit(actor)).get(f"/people/{account}")).text
        async with unit_of_work(actor) as work:
            assert await work.all("SELECT id FROM authenticator") == []
