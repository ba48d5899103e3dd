"""The directory: the tree of agencies, as far as each may see."""

from uuid import UUID

from extranet.people.directory import directory
from extranet.people.tests.conftest import acts_of, make_account
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit


async def test_the_back_office_sees_the_whole_tree(visit: Visit, cast: Cast) -> None:
    await make_account(cast, active=False)
    text = (await (await visit(cast.back_office)).get("/people")).text
    for words in ("Porte à Porte SAS", "Lyon Est", "Nantes", "Alice Martin", "Suspendu"):
        assert words in text
    assert 'href="tel:+33639981234"' in text
    assert len(await acts_of(cast, "people:list")) == 1


async def test_agencies_stand_below_their_parents(cast: Cast) -> None:
    branches = await directory(cast.back_office)
    assert [(branch.name, branch.depth) for branch in branches] == [
        ("Porte à Porte SAS", 0),
        ("Lyon", 1),
        ("Lyon Est", 2),
        ("Nantes", 1),
    ]


async def test_a_manager_comes_first_in_their_agency(cast: Cast) -> None:
    branches = await directory(cast.back_office)
    assert [person["last_name"] for person in branches[1].people] == [
        "Leroy",
        "Fabre",
        "Martin",
        "Petit",
    ]


async def test_a_manager_is_shown_nothing_of_other_agencies(visit: Visit, cast: Cast) -> None:
    text = (await (await visit(cast.manager)).get("/people")).text
    assert "Nina Roux" in text
    for hidden in ("Nantes", "Chloé", "Odile", "Béatrice", "Porte à Porte"):
        assert hidden not in text


async def test_an_agency_without_people_is_shown(cast: Cast, account: UUID) -> None:
    branches = await directory(cast.manager)
    assert [(branch.name, len(branch.people)) for branch in branches] == [
        ("Lyon", 5),
        ("Lyon Est", 1),
    ]


async def test_it_rejects_roles_without_the_right(visit: Visit, cast: Cast) -> None:
    for actor in (cast.adviser, cast.auditor):
        assert (await (await visit(actor)).get("/people")).status_code == 403


async def test_it_rejects_nobody(visit: Visit) -> None:
    answer = await (await visit()).get("/people")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/people")
