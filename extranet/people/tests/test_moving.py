"""Somebody moves to another agency: by whom, what follows them, what stays, and what their page
says of it."""

import pytest

from extranet.core.access import Actor, worker
from extranet.core.database import unit_of_work
from extranet.core.errors import Forbidden, NotFound
from extranet.core.ids import new_id
from extranet.people.moving import move_person
from extranet.people.tests.conftest import acts_of
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit
from extranet.testing.selling import make_catalogue, make_signed_sale


async def agency_of(actor: Actor) -> object:
    async with unit_of_work(worker("test")) as work:
        return await work.value("SELECT agency_id FROM person WHERE id = $1", actor.person_id)


async def test_their_page_says_who_moved_them_and_what_stays(visit: Visit, cast: Cast) -> None:
    product = await make_catalogue()
    for rank in (1, 2):
        await make_signed_sale(cast.adviser, product, rank=rank)
    path = f"/people/{cast.adviser.person_id}"
    manager = await visit(cast.manager)
    asked = (await manager.get(f"{path}/agency")).text
    assert "2 ventes restent à l’agence actuelle, Lyon." in asked
    assert "Nantes" not in asked
    answer = await manager.post(f"{path}/agency", data={"agency": str(cast.agencies.lyon_team)})
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    told = (await manager.get(path)).text
    assert "2 ventes y restent." in told
    assert "par Marc Leroy" in told
    [facts] = await acts_of(cast, "person:move")
    for words in ('"former_agency": "Lyon"', '"agency": "Lyon Est"', '"sales_left": 2'):
        assert words in facts


async def test_who_takes_somebody_over_is_not_told_of_other_agencies(
    visit: Visit, cast: Cast
) -> None:
    assert cast.adviser.person_id is not None
    await move_person(cast.back_office, cast.adviser.person_id, cast.agencies.nantes)
    path = f"/people/{cast.adviser.person_id}"
    text = (await (await visit(cast.other_manager)).get(path)).text
    assert "Une autre agence" in text
    for hidden in ("Lyon", "Béatrice"):
        assert hidden not in text
    assert (await (await visit(cast.manager)).get(path)).status_code == 404


@pytest.mark.parametrize(
    ("by", "whom", "place", "refusal"),
    [
        ("manager", "adviser", "nantes", NotFound),
        ("manager", "adviser", "distributor", NotFound),
        ("manager", "outsider", "lyon", NotFound),
        ("manager", "manager", "lyon_team", Forbidden),
        ("manager", "back_office", "lyon", NotFound),
        ("back_office", "administrator", "lyon", Forbidden),
        ("back_office", "back_office", "lyon", Forbidden),
        ("adviser", "adviser", "nantes", NotFound),
    ],
)
async def test_it_rejects_whom_and_where_one_does_not_oversee(
    cast: Cast, by: str, whom: str, place: str, refusal: type[Exception]
) -> None:
    target: Actor = getattr(cast, whom)
    before = await agency_of(target)
    assert target.person_id is not None
    with pytest.raises(refusal):
        await move_person(getattr(cast, by), target.person_id, getattr(cast.agencies, place))
    assert await agency_of(target) == before


async def test_the_function_moves_nobody_beyond_a_manager_s_reach(cast: Cast) -> None:
    agencies = cast.agencies
    async with unit_of_work(cast.manager, housekeeping=True) as work:
        for person, place in (
            (cast.adviser, agencies.nantes),
            (cast.adviser, agencies.distributor),
            (cast.outsider, agencies.lyon),
            (cast.back_office, agencies.lyon),
            (cast.manager, agencies.lyon_team),
        ):
            move = "SELECT (move_person($1, $2, $3)).id"
            assert await work.value(move, person.person_id, place, new_id()) is None


async def test_moving_somebody_where_they_are_changes_nothing(cast: Cast) -> None:
    assert cast.adviser.person_id is not None
    await move_person(cast.manager, cast.adviser.person_id, cast.agencies.lyon)
    assert await acts_of(cast, "person:move") == []


async def test_a_form_without_an_answer_comes_back(visit: Visit, cast: Cast) -> None:
    path = f"/people/{cast.adviser.person_id}"
    manager = await visit(cast.manager)
    for what, sentence in (("agency", "Choisissez une agence."), ("role", "Choisissez un rôle.")):
        answer = await manager.post(f"{path}/{what}", data={what: "emperor"})
        assert answer.status_code == 422
        assert sentence in answer.text


async def test_a_form_cannot_hold_more_than_is_asked(visit: Visit, cast: Cast) -> None:
    """A role in the form of a move, an agency in that of a role, somebody else's id: nothing."""
    path = f"/people/{cast.adviser.person_id}"
    more = {"role": "administrator", "person_id": str(cast.manager.person_id), "active": "false"}
    manager = await visit(cast.manager)
    data = {**more, "agency": str(cast.agencies.lyon_team)}
    assert (await manager.post(f"{path}/agency", data=data)).status_code == 303
    assert (await manager.post(f"{path}/role", data=data)).status_code == 403
    own = f"/people/{cast.manager.person_id}/role"
    assert (await manager.post(own, data={"role": "adviser"})).status_code == 403
    async with unit_of_work(worker("test")) as work:
        row = await work.one_or_404("SELECT * FROM person WHERE id = $1", cast.adviser.person_id)
    assert (row["role"], row["agency_id"]) == ("adviser", cast.agencies.lyon_team)
    assert row["active"]
