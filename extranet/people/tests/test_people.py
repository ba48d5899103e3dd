"""The directory: the tree of agencies, as far as each may see."""

from uuid import UUID

from extranet.core.access import Actor, worker
from extranet.core.database import unit_of_work
from extranet.people.directory import MOST_SHOWN, directory
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
    branches = (await directory(cast.back_office)).branches
    assert [(branch.name, branch.depth) for branch in branches] == [
        ("Porte à Porte SAS", 0),
        ("Lyon", 1),
        ("Lyon Est", 2),
        ("Nantes", 1),
    ]


async def test_a_manager_comes_first_in_their_agency(cast: Cast) -> None:
    branches = (await directory(cast.back_office)).branches
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
    branches = (await directory(cast.manager)).branches
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


async def narrowed(visit: Visit, actor: Actor, **asked: str) -> str:
    """The directory with these filters; a name goes through the search box."""
    browser = await visit(actor)
    if "name" in asked:
        answer = await browser.post("/people/search", data=asked)
        assert answer.status_code == 303
        assert asked["name"].casefold() not in answer.headers["location"].casefold()
        return (await browser.get(answer.headers["location"])).text
    return (await browser.get("/people", params=asked)).text


async def test_it_is_narrowed_by_role_agency_and_standing(visit: Visit, cast: Cast) -> None:
    await make_account(cast, active=False)
    desk = cast.back_office
    referents = await narrowed(visit, desk, role="referent")
    assert "Rosa Fabre" in referents
    assert "Alice Martin" not in referents
    lyon = await narrowed(visit, desk, agency=str(cast.agencies.lyon))
    assert "Nina Roux" in lyon
    assert "Chloé Durand" not in lyon
    suspended = await narrowed(visit, desk, state="suspended")
    assert "Camille Morel" in suspended
    assert "Rosa Fabre" not in suspended
    assert "Nantes</h2>" not in suspended


async def test_a_name_is_looked_for_and_never_stands_in_the_address(
    visit: Visit, cast: Cast
) -> None:
    for typed in ("Chloe", "DURAND chl", "durand"):
        found = await narrowed(visit, cast.back_office, name=typed)
        assert "Chloé Durand" in found, typed
        assert "Alice Martin" not in found
    both = await narrowed(visit, cast.back_office, name="rosa", role="adviser")
    assert "Personne ne répond à cette recherche" in both
    assert "Chloé" not in await narrowed(visit, cast.manager, name="chloé")
    for facts in await acts_of(cast, "people:list"):
        assert "hlo" not in facts.casefold()


async def test_a_search_opens_for_whoever_typed_it_alone(visit: Visit, cast: Cast) -> None:
    answer = await (await visit(cast.manager)).post("/people/search", data={"name": "alice"})
    address = answer.headers["location"]
    other = await (await visit(cast.back_office)).get(address)
    assert other.status_code == 422
    assert "Cette recherche ne s’ouvre pas pour vous." in other.text
    for damaged in ("?role=emperor", "?agency=lyon", "?state=asleep", "?search=x"):
        assert (await (await visit(cast.manager)).get(f"/people{damaged}")).status_code == 422


async def test_a_large_company_is_its_agencies_until_it_is_narrowed(
    visit: Visit, cast: Cast
) -> None:
    async with unit_of_work(worker("test")) as work:
        await work.run(
            "INSERT INTO person (id, email, first_name, last_name, role, agency_id) "
            "SELECT gen_random_uuid(), n || '@palier.example', 'Pers' || n, 'Onne', 'adviser', $1 "
            "FROM generate_series(1, $2::int) n",
            cast.agencies.nantes,
            MOST_SHOWN,
        )
        work.record("test:hire", "person", None)
    desk = await visit(cast.back_office)
    folded = (await desk.get("/people")).text
    assert "Pers1 Onne" not in folded
    assert f'href="/people?agency={cast.agencies.nantes}"' in folded
    assert f"{MOST_SHOWN + 2} personnes" in folded
    cut = (await desk.get("/people", params={"role": "adviser"})).text
    assert "Seules les 150 premières personnes" in cut
    assert cut.count('class="table__main"') == MOST_SHOWN
    assert "Pers7 Onne" in await narrowed(visit, cast.back_office, name="pers7")
