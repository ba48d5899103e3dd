"""Ids of others, and fields nobody asked for, in every path, form and body: nothing of others
changes, nobody becomes more than they are."""

import asyncpg
import pytest
from litestar import Litestar

from extranet.core.access import worker
from extranet.core.database import Row, unit_of_work
from extranet.core.doors import ways_in
from extranet.people.tests.conftest import EMAIL, GOOD, PASSWORD, make_account
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit
from extranet.tests.attacks.stock import differences, stock
from extranet.tests.test_doors import address
from wizard.tests.selling import Tablet, answers, stock_up

SAFE = ("GET", "HEAD")
_STANDING = "SELECT id, email, role, agency_id, active, card_number FROM person ORDER BY id"


def grasping(theirs: dict[str, str], cast: Cast) -> dict[str, str]:
    """Every field by which somebody might take what is not theirs, or be more than they are."""
    person, agency = str(cast.outsider.person_id), str(cast.agencies.nantes)
    owners = dict.fromkeys(("person", "person_id", "adviser", "adviser_id", "invited_by"), person)
    places = dict.fromkeys(("agency", "agency_id", "agencies", "parent_id", "path"), agency)
    return {
        **theirs,
        **owners,
        **places,
        "id": theirs["sale_id"],
        "sale": theirs["sale_id"],
        "contract": theirs["contract_id"],
        "tablet": theirs["tablet_id"],
        "role": "administrator",
        "kind": "backoffice",
        "active": "true",
        "is_admin": "1",
        "permissions": "journal:read",
        "state": "validated",
        "email": "odile.blanc@palier.example",
        "first_name": "Odile",
        "last_name": "Blanc",
        "locale": "en",
        "password": GOOD,
        "next": "https://elsewhere.example/",
    }


@pytest.mark.parametrize("name", ["adviser", "newcomer", "manager", "auditor"])
async def test_nothing_changes_that_they_may_not_see(
    app: Litestar,
    visit: Visit,
    cast: Cast,
    theirs: dict[str, str],
    truth: asyncpg.Connection,
    name: str,
) -> None:
    actor = getattr(cast, name)
    browser, fields = await visit(actor), grasping(theirs, cast)
    forms = ({"data": fields}, {"json": fields}, {"json": [fields]}, {"params": fields})
    before, standing = await stock(truth, unseen_by=actor), await truth.fetch(_STANDING)
    for way in ways_in(app):
        # Signing out would end the attack; a link for a new password anybody may ask for.
        if way.method in SAFE or way.path in ("/sign-out", "/forgotten-password"):
            continue
        for form in forms:
            answer = await browser.request(way.method, address(way, theirs), **form)
            assert answer.status_code < 500, f"{way.method} {way.path}"
            assert "elsewhere.example" not in answer.headers.get("location", ""), way.path
    assert (await browser.get("/me.json")).status_code == 200
    assert differences(before, await stock(truth, unseen_by=actor)) == {}
    assert await truth.fetch(_STANDING) == standing


async def test_nobody_becomes_more_by_fields_nobody_asked_for(
    visit: Visit, cast: Cast, theirs: dict[str, str], truth: asyncpg.Connection
) -> None:
    me = await make_account(cast)
    browser, fields = await visit(), grasping(theirs, cast)
    standing = await truth.fetch(_STANDING)
    asked = [
        ("/sign-in", {"email": EMAIL, "password": PASSWORD, "next": "/"}),
        ("/language", {"locale": "en", "next": "/"}),
        ("/account/email", {"email": "autre@exemple.fr", "present": PASSWORD}),
        ("/account/password", {"password": GOOD, "present": PASSWORD}),
    ]
    for path, form in asked:
        answer = await browser.post(path, data={**fields, **form})
        assert answer.status_code == 303, path
    assert (await browser.post("/tablets", data=fields)).status_code == 201
    assert await truth.fetch(_STANDING) == standing
    made = await truth.fetch("SELECT person_id, agency_id FROM tablet ORDER BY id DESC LIMIT 1")
    assert [tuple(row) for row in made] == [(me, cast.agencies.lyon)]
    wanted = await truth.fetch("SELECT person_id FROM email_change WHERE email LIKE 'autre@%'")
    assert [row["person_id"] for row in wanted] == [me]


async def test_a_manager_invites_nobody_above_nor_beside(
    visit: Visit, cast: Cast, truth: asyncpg.Connection
) -> None:
    browser, counted = await visit(cast.manager), "SELECT count(*) FROM invitation"
    before = await truth.fetchval(counted)
    guest = {"email": "x@exemple.fr", "first_name": "X", "last_name": "Y"}
    lyon, nantes = str(cast.agencies.lyon), str(cast.agencies.nantes)
    for more, status in (
        ({"agency": lyon, "role": "manager"}, 403),
        ({"agency": lyon, "role": "administrator"}, 403),
        ({"agency": nantes}, 404),
        ({"agency": str(cast.agencies.distributor)}, 404),
    ):
        answer = await browser.post("/people/invite", data={**guest, **more})
        assert answer.status_code == status, more
    assert await truth.fetchval(counted) == before


async def test_a_sale_belongs_to_whoever_sends_it_whatever_it_says(
    visit: Visit, cast: Cast, database: str
) -> None:
    await stock_up(cast)
    tablet, other = Tablet(cast.adviser), cast.outsider
    browser, thief = await visit(cast.adviser), await visit(other)
    owner = {"adviser_id": str(other.person_id), "agency_id": str(other.agency_id)}
    first = tablet.write("products", answers()["products"], state="signed", **owner)
    taken = await browser.post("/outbox", json={"submissions": [first], **owner})
    assert [one["outcome"] for one in taken.json()["receipts"]] == ["stored"]
    kept = await _sale(tablet)
    standing = (cast.adviser.person_id, cast.adviser.agency_id, "open")
    assert [(row["adviser_id"], row["agency_id"], row["state"]) for row in kept] == [standing]
    # Whoever else names that sale, or that very submission, changes nothing and is told nothing.
    stolen = [first, tablet.write("customer", answers()["customer"])]
    refused = await thief.post("/outbox", json={"submissions": stolen})
    assert [one["outcome"] for one in refused.json()["receipts"]] == ["needs_attention"] * 2
    assert all(one["sale"] is None for one in refused.json()["receipts"])
    assert await _sale(tablet) == kept


async def _sale(tablet: Tablet) -> list[Row]:
    async with unit_of_work(worker("test")) as work:
        return await work.all("SELECT * FROM sale WHERE id = $1", tablet.sale)


async def test_a_photo_is_found_by_its_digest_by_its_own_adviser_alone(
    visit: Visit, cast: Cast, theirs: dict[str, str]
) -> None:
    # Every adviser's photo has the same digest here: none answers for another's.
    for actor, status in ((cast.adviser, 200), (cast.outsider, 200)):
        answer = await (await visit(actor)).head(f"/attachments/{'ab' * 32}")
        assert answer.status_code == status
    stranger = await visit(cast.manager)
    assert (await stranger.head(f"/attachments/{'ab' * 32}")).status_code == 403
