"""The first administrator, from the command line to their first page."""

from datetime import timedelta

import asyncpg
import pytest
from typer.testing import CliRunner

from extranet.cli import main
from extranet.core.access import Role, worker
from extranet.core.database import unit_of_work
from extranet.core.ids import new_id
from extranet.people.emails import NotAnAddress
from extranet.people.first_administrator import Refused, invite_administrator
from extranet.people.naming import NotAName
from extranet.people.tests.conftest import GOOD, acts_of
from extranet.people.tests.test_invitations import rows
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit

ADA = ("Ada.Laurent@exemple.fr", "Ada", "Laurent")


async def test_an_empty_installation_gets_its_company_and_its_administrator(
    database: str, visit: Visit
) -> None:
    link = await invite_administrator(*ADA, company=" Porte à Porte ")
    assert link.startswith("http://palier.test/invitations/")
    browser = await visit()
    path = link.removeprefix("http://palier.test")
    text = (await browser.get(path)).text
    assert "Bienvenue, Ada" in text
    assert "Cette installation de Palier vous attend." in text
    assert (await browser.post(path, data={"password": GOOD})).status_code == 303
    assert (await browser.get("/people")).status_code == 200
    assert (await (await visit()).get(path)).status_code == 404
    async with unit_of_work(worker("test")) as work:
        row = await work.one_or_404(
            "SELECT p.email, p.role, a.name, a.kind FROM person p JOIN agency a ON a.id = agency_id"
        )
    assert tuple(row) == ("ada.laurent@exemple.fr", "administrator", "Porte à Porte", "distributor")


async def test_it_is_journalled_and_the_journal_names_nobody_in_the_open(cast: Cast) -> None:
    link = await invite_administrator(*ADA, again=True)
    [facts] = await acts_of(cast, "invitation:found")
    assert "ada" not in facts.lower()
    assert link.rpartition("/")[2] not in facts
    assert await acts_of(cast, "agency:found") == []


async def test_it_rejects_a_second_one_unless_told(cast: Cast) -> None:
    with pytest.raises(Refused, match="--again"):
        await invite_administrator(*ADA)
    assert await rows() == []
    await invite_administrator(*ADA, again=True)
    [row] = await rows()
    assert (row["role"], row["agency_id"]) == ("administrator", cast.agencies.distributor)
    assert row["invited_by"] is None


async def test_a_newer_link_kills_the_older(cast: Cast, visit: Visit) -> None:
    first = await invite_administrator(*ADA, again=True)
    second = await invite_administrator("autre@exemple.fr", "Léo", "Roy", again=True)
    browser = await visit()
    answers = [
        await browser.get(link.removeprefix("http://palier.test")) for link in (first, second)
    ]
    assert [answer.status_code for answer in answers] == [404, 200]


async def test_unused_it_is_forgotten_like_any_other(cast: Cast) -> None:
    await invite_administrator(*ADA, again=True)
    async with unit_of_work(worker("test")) as work:
        left = await work.value("SELECT expires_at - now() FROM invitation")
    assert timedelta(hours=23) < left <= timedelta(days=1)


async def test_it_rejects_what_names_nobody(cast: Cast) -> None:
    with pytest.raises(NotAnAddress):
        await invite_administrator("ada", "Ada", "Laurent", again=True)
    with pytest.raises(NotAName):
        await invite_administrator("a@exemple.fr", " ", "Laurent", again=True)
    with pytest.raises(Refused, match="account already"):
        await invite_administrator("alice.martin@palier.example", "Alice", "Martin", again=True)


async def test_it_rejects_an_installation_without_a_company(database: str) -> None:
    with pytest.raises(Refused, match="--company"):
        await invite_administrator(*ADA)


async def test_only_a_worker_invites_in_nobody_s_name(cast: Cast) -> None:
    insert = (
        "INSERT INTO invitation (id, email, first_name, last_name, role, agency_id, expires_at) "
        "VALUES ($1, 'x@exemple.fr', 'X', 'Y', $2, $3, now())"
    )
    for actor in (cast.manager, cast.back_office, cast.administrator):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with unit_of_work(actor) as work:
                await work.run(insert, new_id(), "administrator", cast.agencies.lyon)
    with pytest.raises(asyncpg.CheckViolationError):
        async with unit_of_work(worker("test")) as work:
            await work.run(insert, new_id(), Role.MANAGER.value, cast.agencies.lyon)


def test_the_command_takes_no_password() -> None:
    helped = CliRunner().invoke(main, ["administrator", "--help"])
    assert helped.exit_code == 0
    assert "password" not in helped.output.lower()
