"""What a tablet is told: its key, how it stands; and what it tells."""

import base64
import json
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest

from extranet.core.access import Actor
from extranet.core.clock import now
from extranet.core.database import unit_of_work
from extranet.core.ids import new_id
from extranet.core.vault import SealBroken, vault
from extranet.people.moving import move_person
from extranet.people.tests.conftest import acts_of
from extranet.people.tests.tablet import IPAD, last_seen, registered, revoke, row_of
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit

SELLERS = ("adviser", "colleague", "newcomer", "outsider")


async def facts_of(cast: Cast, act: str) -> list[dict[str, object]]:
    """What the entries of `act` say came after."""
    return [json.loads(facts)["after"] for facts in await acts_of(cast, act)]


async def test_it_is_registered_to_whoever_is_signed_in(visit: Visit, cast: Cast) -> None:
    tablet = await registered(visit, cast.adviser)
    assert len(base64.b64decode(tablet.key, validate=True)) == 32
    row = await row_of(tablet)
    assert (row["person_id"], row["agency_id"]) == (cast.adviser.person_id, cast.agencies.lyon)
    assert (row["name"], row["revoked_at"], row["wiped_at"]) == ("iPad, Safari", None, None)
    assert await facts_of(cast, "tablet:register") == [{"device": "iPad, Safari"}]


async def test_each_has_a_key_of_its_own_that_lies_sealed(visit: Visit, cast: Cast) -> None:
    first, second = [await registered(visit, cast.adviser) for _ in range(2)]
    assert (first.id, first.key) != (second.id, second.key)
    async with unit_of_work(cast.adviser) as work:
        query = "SELECT data_key FROM tablet_key WHERE tablet_id = $1"
        sealed = await work.value(query, UUID(first.id))
    key = base64.b64decode(first.key)
    assert key not in sealed
    assert vault().open(sealed, f"tablet:{first.id}") == key
    with pytest.raises(SealBroken):
        vault().open(sealed, f"tablet:{second.id}")


@pytest.mark.parametrize("role", ["manager", "back_office", "administrator", "auditor"])
async def test_it_rejects_registering_where_nobody_sells(
    visit: Visit, cast: Cast, role: str
) -> None:
    answer = await (await visit(getattr(cast, role))).post("/tablets")
    assert answer.status_code == 403
    assert answer.headers["content-type"].startswith("application/json")


async def test_it_rejects_registering_without_a_session(visit: Visit, cast: Cast) -> None:
    answer = await (await visit()).post("/tablets")
    assert (answer.status_code, answer.json()) == (401, {"error": "sign_in_required"})


async def test_the_key_is_given_back_at_every_sign_in(visit: Visit, cast: Cast) -> None:
    tablet = await registered(visit, cast.adviser)
    await last_seen(tablet, timedelta(days=3))
    again = await visit(cast.adviser)
    answer = await again.get(f"/tablets/{tablet.id}/key", headers={"user-agent": IPAD})
    assert (answer.status_code, answer.json()) == (200, {"key": tablet.key})
    assert answer.headers["cache-control"] == "no-store"
    assert await facts_of(cast, "tablet:open") == [{"device": "iPad, Safari"}]
    assert (await row_of(tablet))["seen_at"] > now() - timedelta(minutes=1)


@pytest.mark.parametrize(
    "role",
    ["colleague", "newcomer", "outsider", "manager", "back_office", "administrator", "auditor"],
)
async def test_the_key_of_another_s_tablet_does_not_exist(
    visit: Visit, cast: Cast, role: str
) -> None:
    tablet = await registered(visit, cast.adviser)
    other = await visit(getattr(cast, role))
    answer = await other.get(f"/tablets/{tablet.id}/key")
    assert answer.status_code == 404
    assert "key" not in answer.json()
    await revoke(visit, cast.manager, tablet, cast.adviser)
    assert (await other.get(f"/tablets/{tablet.id}/key")).status_code == 404
    assert await acts_of(cast, "tablet:open") == []


async def test_the_key_is_not_given_without_a_session(visit: Visit, cast: Cast) -> None:
    tablet = await registered(visit, cast.adviser)
    assert (await (await visit()).get(f"/tablets/{tablet.id}/key")).status_code == 401


@pytest.mark.parametrize("role", [*SELLERS, "manager", "back_office", "auditor"])
async def test_the_database_shows_everybody_their_own_keys_alone(
    visit: Visit, cast: Cast, role: str
) -> None:
    for seller in SELLERS:
        await registered(visit, getattr(cast, seller))
    actor: Actor = getattr(cast, role)
    async with unit_of_work(actor) as work:
        owners = {row["person_id"] for row in await work.all("SELECT * FROM tablet_key")}
    assert owners == ({actor.person_id} if role in SELLERS else set())


async def test_how_it_stands_is_told_without_a_session(visit: Visit, cast: Cast) -> None:
    tablet = await registered(visit, cast.adviser)
    path = f"/tablets/{tablet.id}/standing"
    nobody = await visit()
    answer = await nobody.get(path)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["cache-control"] == "no-store"
    await revoke(visit, cast.manager, tablet, cast.adviser)
    answer = await nobody.get(path)
    assert (answer.status_code, answer.json()) == (410, {"revoked": True})
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("what", ["standing", "key"])
async def test_an_unknown_tablet_is_told_so(visit: Visit, cast: Cast, what: str) -> None:
    browser = await visit(cast.adviser)
    answer = await browser.get(f"/tablets/{new_id()}/{what}")
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("application/json")
    assert (await browser.get(f"/tablets/x/{what}")).status_code == 404
    assert (await browser.post(f"/tablets/{new_id()}/wiped")).status_code == 404


async def test_a_contact_is_noted_once_a_minute(visit: Visit, cast: Cast) -> None:
    tablet = await registered(visit, cast.adviser)
    await last_seen(tablet, timedelta(seconds=50))
    before = (await row_of(tablet))["seen_at"]
    await tablet.ask("standing")
    assert (await row_of(tablet))["seen_at"] == before
    await last_seen(tablet, timedelta(seconds=70))
    await tablet.ask("standing")
    assert (await row_of(tablet))["seen_at"] > before


async def test_a_revoked_tablet_gets_its_key_no_more(visit: Visit, cast: Cast) -> None:
    tablet = await registered(visit, cast.adviser)
    await revoke(visit, cast.manager, tablet, cast.adviser)
    answer = await (await visit(cast.adviser)).get(f"/tablets/{tablet.id}/key")
    assert (answer.status_code, answer.json()) == (410, {"revoked": True})
    assert await acts_of(cast, "tablet:open") == []


async def test_it_says_once_that_it_is_wiped(visit: Visit, cast: Cast) -> None:
    tablet = await registered(visit, cast.adviser)
    await revoke(visit, cast.manager, tablet, cast.adviser)
    assert (await tablet.say_wiped()).status_code == 204
    wiped = (await row_of(tablet))["wiped_at"]
    answer = await tablet.say_wiped()
    assert (answer.status_code, answer.content) == (204, b"")
    assert wiped is not None
    assert (await row_of(tablet))["wiped_at"] == wiped
    person = str(cast.adviser.person_id)
    assert await facts_of(cast, "tablet:wipe") == [{"device": "iPad, Safari", "person": person}]


async def test_a_tablet_in_use_cannot_say_that_it_is_wiped(visit: Visit, cast: Cast) -> None:
    tablet = await registered(visit, cast.adviser)
    assert (await tablet.say_wiped()).status_code == 409
    assert (await row_of(tablet))["wiped_at"] is None
    assert await acts_of(cast, "tablet:wipe") == []


async def test_it_follows_its_person_to_another_agency(visit: Visit, cast: Cast) -> None:
    tablet = await registered(visit, cast.adviser)
    assert cast.adviser.person_id is not None
    await move_person(cast.back_office, cast.adviser.person_id, cast.agencies.nantes)
    assert (await row_of(tablet))["agency_id"] == cast.agencies.nantes
    assert (await revoke(visit, cast.manager, tablet, cast.adviser)).status_code == 404
    assert (await revoke(visit, cast.other_manager, tablet, cast.adviser)).status_code == 303


async def test_an_adviser_cannot_bring_a_revoked_tablet_back(visit: Visit, cast: Cast) -> None:
    tablet = await registered(visit, cast.adviser)
    await revoke(visit, cast.manager, tablet, cast.adviser)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with unit_of_work(cast.adviser) as work:
            await work.run("UPDATE tablet SET revoked_at = NULL, revoked_by = NULL")
