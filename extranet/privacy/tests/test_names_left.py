"""Who acted is named in the journal until they themselves are erased, whoever else was."""

from uuid import UUID

import asyncpg

from extranet.core.access import worker
from extranet.core.database import unit_of_work
from extranet.people.tests.conftest import make_account
from extranet.people.tests.factors import somebody
from extranet.privacy.erasing import forget_details
from extranet.privacy.leavers import erase_account
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit
from extranet.testing.reading import as_read

ERASED = "Une personne effacée"


async def look(cast: Cast, person: UUID, sale: UUID) -> None:
    """An act of somebody's with something personal about another."""
    async with unit_of_work(somebody(person)) as work:
        work.record("sale:view", "sale", sale, personal={"reason": "Jeanne Moreau"})


async def test_a_colleague_is_named_though_the_details_of_what_they_did_are_gone(
    cast: Cast, visit: Visit
) -> None:
    person, sale = await make_account(cast), cast.agencies.nantes
    await look(cast, person, sale)
    async with unit_of_work(worker("test")) as work:
        assert await forget_details(work, [sale]) == 1
        work.record("test:forget", "sale", sale)
    auditor = await visit(cast.auditor)
    page = as_read((await auditor.get("/journal")).text)
    assert "Un conseiller a consulté la vente" in page
    await look(cast, person, cast.agencies.lyon)
    page = as_read((await auditor.get("/journal")).text)
    assert page.count("Camille Morel a consulté la vente") == 2
    assert ERASED not in page


async def test_somebody_erased_is_said_to_be(
    cast: Cast, visit: Visit, superuser: asyncpg.Connection
) -> None:
    person, sale = await make_account(cast), cast.agencies.nantes
    await look(cast, person, sale)
    desk = await visit(cast.manager)
    await desk.post(f"/people/{person}/departure", data={"moment": "now"})
    await superuser.execute(
        "UPDATE person SET left_at = now() - interval '61 months' WHERE id = $1", person
    )
    async with unit_of_work(worker("test")) as work:
        await erase_account(work, person)
    page = as_read((await (await visit(cast.auditor)).get("/journal")).text)
    assert f"{ERASED} a consulté la vente" in page
    assert "Camille" not in page
