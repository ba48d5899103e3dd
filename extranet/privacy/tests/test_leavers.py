"""Accounts of people who left end by themselves after five years, and not before."""

from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from extranet.core.access import worker
from extranet.core.database import unit_of_work
from extranet.core.settings import Settings
from extranet.people.sellers.papers import PaperKind, keep_paper
from extranet.people.sellers.tests.hiring import PDF
from extranet.people.tests.conftest import EMAIL, make_account
from extranet.people.tests.factors import somebody
from extranet.people.tests.tablet import registered
from extranet.privacy.leavers import erase_account
from extranet.privacy.retention import keep_no_longer
from extranet.privacy.tests.dump import dump
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit

CONTRACT = {"kind": "employee", "starts_on": "2026-01-05"}
NEEDLES = ("Camille", "Morel", EMAIL, "33639981234")


@pytest.fixture
async def leaver(cast: Cast, visit: Visit) -> UUID:
    """Camille Morel, who had a contract, a paper and a tablet, and left."""
    person = await make_account(cast)
    desk = await visit(cast.manager)
    await registered(visit, somebody(person))
    await keep_paper(cast.back_office, person, PaperKind.IDENTITY, PDF, None)
    await desk.post(f"/people/{person}/contract/new", data=CONTRACT)
    form = {"moment": "now", "tablets": "keep"}
    left = await desk.post(f"/people/{person}/departure", data=form)
    assert left.status_code == 303
    return person


async def left_long_ago(truth: asyncpg.Connection, person: UUID, months: int) -> None:
    await truth.execute(
        "UPDATE person SET left_at = now() - make_interval(months => $2) WHERE id = $1",
        person,
        months,
    )


def papers(settings: Settings) -> list[Path]:
    root = Path(settings.documents_url.removeprefix("file://"))
    return [path for path in root.rglob("sellers/*/*") if path.is_file()]


async def test_nothing_is_left_of_them_after_five_years(
    leaver: UUID, cast: Cast, visit: Visit, superuser: asyncpg.Connection, settings: Settings
) -> None:
    assert papers(settings)
    await left_long_ago(superuser, leaver, 61)
    assert (await keep_no_longer())["accounts"] == 1
    found = await dump(superuser)
    assert {place for needle in NEEDLES for place in found.places_of(needle)} == set()
    assert papers(settings) == []
    left = await superuser.fetchrow("SELECT name, revoked_at FROM tablet")
    assert left is not None
    assert left["name"] == ""
    assert left["revoked_at"] is not None
    desk = await visit(cast.back_office)
    for page in ("", "/departure", "/return"):
        assert (await desk.get(f"/people/{leaver}{page}")).status_code == 404
    assert "effacé" not in (await desk.get("/people")).text
    assert (await keep_no_longer())["accounts"] == 0


async def test_the_journal_says_that_it_was_done_and_of_whom_no_more(
    leaver: UUID, superuser: asyncpg.Connection
) -> None:
    await left_long_ago(superuser, leaver, 61)
    await keep_no_longer()
    row = await superuser.fetchrow(
        "SELECT object_id, facts ->> 'after' AS told FROM entry WHERE act = 'person:erase'"
    )
    assert row is not None
    assert row["object_id"] == leaver
    assert '"files": 1' in row["told"]


async def test_before_they_stay_whoever_asks(leaver: UUID, superuser: asyncpg.Connection) -> None:
    await left_long_ago(superuser, leaver, 59)
    assert (await keep_no_longer())["accounts"] == 0
    with pytest.raises(asyncpg.RestrictViolationError):
        async with unit_of_work(worker("test")) as work:
            await erase_account(work, leaver)
    assert (await dump(superuser)).places_of("Morel")


async def test_nobody_who_is_here_is_erased(cast: Cast) -> None:
    assert cast.adviser.person_id is not None
    with pytest.raises(asyncpg.RestrictViolationError):
        async with unit_of_work(worker("test")) as work:
            await erase_account(work, cast.adviser.person_id)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with unit_of_work(cast.back_office) as work:
            await erase_account(work, cast.adviser.person_id)
