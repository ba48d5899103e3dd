"""Every way in, for everybody of the cast: allowed, 403 or 404, as the table of roles says.

The ways are those of the application itself: a route that is added is tried here without anybody
listing it. Whatever belongs to somebody is that of an adviser of another agency than most.
"""

import json
import re

import asyncpg
import pytest
from httpx import AsyncClient
from litestar import Litestar, get

from extranet.core.access import ROLES, Actor, Permission
from extranet.core.database import unit_of_work
from extranet.core.doors import EVERYBODY, Doorless, Way, needs, refuse_doorless, ways_in
from extranet.testing import roles
from extranet.testing.cast import Cast
from extranet.testing.filling import Filled
from extranet.testing.grants import grants
from extranet.testing.plugin import Visit

PARAMETER = re.compile(r"\{(\w+):\w+\}")
THEIRS = {
    "sale_id": "SELECT id FROM sale WHERE adviser_id = $1",
    "contract_id": "SELECT id FROM contract WHERE adviser_id = $1",
    "photo_id": "SELECT id FROM photo WHERE adviser_id = $1",
    "tablet_id": "SELECT id FROM tablet WHERE person_id = $1",
    "session_id": "SELECT id FROM session WHERE person_id = $1",
    "passkey_id": "SELECT id FROM passkey WHERE person_id = $1",
    "invitation_id": "SELECT i.id FROM invitation i JOIN person p ON p.agency_id = i.agency_id "
    "WHERE p.id = $1",
    "paper_id": "SELECT id FROM seller_paper WHERE person_id = $1",
    "person_id": "SELECT id FROM person WHERE id = $1",
    "agency_id": "SELECT agency_id FROM person WHERE id = $1",
}
NOBODYS = {
    "address_id": "01900000-0000-7000-8000-000000000001",
    "document": "contract",
    "file_path": "css/app.css",
    "journey": "home_sale",
    "kind": "contract",
    "list_id": "01900000-0000-7000-8000-000000000002",
    "locale": "fr",
    "name": "contract.pdf",
    "number": "1",
    "product_id": "01900000-0000-7000-8000-000000000003",
    "request_id": "01900000-0000-7000-8000-000000000002",
    "sha256": "0" * 64,
    "token": "x" * 43,
    "version": "1",
}
ONES_OWN = {"paper_id", "passkey_id", "session_id", "tablet_id"}
"""What nobody but its owner asks for by its id alone, whatever their role."""

PEOPLE = (
    "adviser",
    "colleague",
    "newcomer",
    "referent",
    "manager",
    "auditor",
    "outsider",
    "other_manager",
    "back_office",
    "lead",
    "administrator",
)
KNOW_THEM = ("outsider", "other_manager", "back_office", "lead", "administrator")
"""Those who may see what the adviser of the other agency has."""


@pytest.fixture
async def theirs(cast: Cast, filled: Filled, truth: asyncpg.Connection) -> dict[str, str]:
    """What is the outsider's, by the name a path gives it."""
    person = cast.outsider.person_id
    return {name: str(await truth.fetchval(ask, person)) for name, ask in THEIRS.items()}


@pytest.mark.parametrize("name", PEOPLE)
async def test_everybody_comes_in_where_the_table_lets_them(
    app: Litestar, visit: Visit, cast: Cast, theirs: dict[str, str], name: str
) -> None:
    actor: Actor = getattr(cast, name)
    browser = await visit(actor)
    wrong = []
    for way in ways_in(app):
        wanted = expected(way, actor, knows=name in KNOW_THEM, owns=name == "outsider")
        if wanted and (got := await knock(browser, way, theirs)) not in wanted:
            wrong.append(f"{way.method} {way.path}: {got}, and not {wanted}")
    assert wrong == []


async def test_nobody_comes_in_where_one_has_to_sign_in(
    app: Litestar, visit: Visit, theirs: dict[str, str]
) -> None:
    browser = await visit()
    for way in ways_in(app):
        got = await knock(browser, way, theirs)
        assert (got in (303, 401)) is not way.door.everybody or got == 303, way


def expected(way: Way, actor: Actor, *, knows: bool, owns: bool) -> set[int]:
    """What somebody signed in may be answered; nothing where it is not tried.

    It is not tried where they may come in and an answer would change what the next one finds, or
    would never end: those ways have tests of their own.
    """
    door = way.door
    if door.everybody:
        return set()
    if door.permissions and not any(actor.may(one) for one in door.permissions):
        return {403}
    asked = set(PARAMETER.findall(way.path)) & set(THEIRS)
    if asked and not (knows if asked - ONES_OWN else owns):
        return {404}
    if way.method not in ("GET", "HEAD") or way.path.endswith("/events"):
        return set()
    return {200, 303, 404, 409} if PARAMETER.search(way.path) else {200, 303}


async def knock(
    browser: AsyncClient, way: Way, theirs: dict[str, str], headers: dict[str, str] | None = None
) -> int:
    """Ask for a way in with what is theirs in its path; returns the status."""
    answer = await browser.request(way.method, address(way, theirs), headers=headers)
    return answer.status_code


def address(way: Way, theirs: dict[str, str]) -> str:
    """The path of a way in, with what is theirs, or nobody's, in it."""
    return PARAMETER.sub(lambda found: (theirs | NOBODYS)[found[1]], way.path)


async def test_whoever_is_kept_out_stands_in_the_journal(visit: Visit, cast: Cast) -> None:
    browser = await visit(cast.adviser)
    assert (await browser.get("/journal")).status_code == 403
    assert (await browser.post("/people/invite", data={"email": "x"})).status_code == 403
    async with unit_of_work(cast.auditor) as work:
        rows = await work.all(
            "SELECT actor_id, facts FROM entry WHERE act = 'access:refuse' ORDER BY seq"
        )
    assert {row["actor_id"] for row in rows} == {cast.adviser.person_id}
    pages = [json.loads(row["facts"])["after"]["page"] for row in rows]
    assert pages == ["GET /journal", "POST /people/invite"]


def test_the_table_lets_nobody_do_everything() -> None:
    for role, rights in ROLES.items():
        assert rights.permissions < set(Permission), role


def test_a_way_without_a_door_keeps_the_app_from_starting() -> None:
    @get("/open")
    async def forgotten() -> str:
        return ""

    with pytest.raises(Doorless, match="GET /open has 0 doors"):
        refuse_doorless(Litestar([forgotten]))


def test_a_way_with_two_doors_keeps_the_app_from_starting() -> None:
    @get("/open", guards=[*EVERYBODY, *needs(Permission.SALE_SELL)])
    async def torn() -> str:
        return ""

    with pytest.raises(Doorless, match="GET /open has 2 doors"):
        refuse_doorless(Litestar([torn]))


async def test_the_page_of_the_documentation_is_the_table(app: Litestar, database: str) -> None:
    current = roles.page(app, await grants(database))
    assert roles.PAGE.read_text(encoding="utf-8") == current, "python -m extranet.testing.roles"
