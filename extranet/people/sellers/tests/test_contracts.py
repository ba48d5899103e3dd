"""The contract of a seller: who keeps it, what is refused, and what the account makes of it."""

from datetime import timedelta
from typing import Any

import pytest

from extranet.core.access import Actor, worker
from extranet.core.clock import today
from extranet.core.database import Row, unit_of_work
from extranet.people.sellers.jobs import watch_seller_contracts
from extranet.people.sellers.tests.hiring import SIREN, hire
from extranet.people.tests.conftest import acts_of
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit

VDI = {"kind": "vdi", "starts_on": "2026-01-05", "registry": "rsac", "siren": "732 829 320"}


async def contracts_of(seller: Actor) -> list[Row]:
    """What the database holds, the last written first."""
    async with unit_of_work(worker("test")) as work:
        return await work.all(
            "SELECT * FROM seller_contract WHERE person_id = $1 ORDER BY written_at DESC",
            seller.person_id,
        )


async def sells(seller: Actor) -> bool:
    """What the database answers to whoever is about to store a step."""
    async with unit_of_work(seller) as work:
        return bool(await work.value("SELECT sells($1)", seller.person_id))


def place(seller: Actor) -> str:
    return f"/people/{seller.person_id}/contract"


@pytest.mark.parametrize("role", ["manager", "back_office", "administrator"])
async def test_whoever_oversees_a_seller_writes_their_contract(
    visit: Visit, cast: Cast, role: str
) -> None:
    by: Actor = getattr(cast, role)
    browser = await visit(by)
    answer = await browser.post(f"{place(cast.adviser)}/new", data=VDI)
    assert answer.status_code == 303
    [row] = await contracts_of(cast.adviser)
    assert (row["kind"], row["siren"], row["written_by"]) == ("vdi", SIREN, by.person_id)
    shown = (await browser.get(answer.headers["location"])).text
    assert "RSAC 732 829 320" in shown.replace("\u202f", " ").replace("\xa0", " ")
    [facts] = await acts_of(cast, "seller:contract")
    assert SIREN not in facts


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "boss"}, "kind"),
        ({"starts_on": ""}, "starts_on"),
        ({"starts_on": "1066-10-14"}, "starts_on"),
        ({"ends_on": "2026-01-04"}, "ends_on"),
        ({"ends_on": "someday"}, "ends_on"),
        ({"siren": "732829321"}, "siren"),
        ({"siren": ""}, "siren"),
        ({"registry": ""}, "registry"),
        ({"registry": "", "siren": "", "registered_until": "2027-01-01"}, "registry"),
    ],
)
async def test_it_rejects_what_does_not_go_together(
    visit: Visit, cast: Cast, changes: dict[str, str], field: str
) -> None:
    answer = await (await visit(cast.manager)).post(
        f"{place(cast.adviser)}/new", data=VDI | changes
    )
    assert answer.status_code == 422
    assert f'id="f-{field.replace("_", "-")}-error"' in answer.text
    assert await contracts_of(cast.adviser) == []


async def test_what_only_a_vdi_is_asked_is_dropped_for_an_employee(
    visit: Visit, cast: Cast
) -> None:
    form = VDI | {"kind": "employee"}
    await (await visit(cast.manager)).post(f"{place(cast.adviser)}/new", data=form)
    [row] = await contracts_of(cast.adviser)
    assert (row["registry"], row["siren"]) == ("", "")


@pytest.mark.parametrize(
    ("role", "whom", "status"),
    [
        ("adviser", "adviser", 403),
        ("auditor", "adviser", 403),
        ("manager", "outsider", 404),
        ("other_manager", "newcomer", 404),
        ("manager", "manager", 403),
        ("back_office", "other_manager", 403),
        ("back_office", "back_office", 403),
    ],
)
async def test_it_rejects_whose_contract_is_not_theirs_to_keep(
    visit: Visit, cast: Cast, role: str, whom: str, status: int
) -> None:
    browser = await visit(getattr(cast, role))
    seller: Actor = getattr(cast, whom)
    assert (await browser.post(f"{place(seller)}/new", data=VDI)).status_code == status
    assert await contracts_of(seller) == []


async def test_a_contract_is_never_changed_by_hand(cast: Cast) -> None:
    await hire(cast, cast.adviser)
    for actor in (cast.adviser, cast.manager, cast.back_office):
        for change in ("UPDATE seller_contract SET ends_on = NULL", "DELETE FROM seller_contract"):
            with pytest.raises(Exception, match="permission denied"):
                async with unit_of_work(actor) as work:
                    await work.run(change)


async def test_one_s_own_contract_is_not_written_by_oneself(cast: Cast) -> None:
    for actor in (cast.adviser, cast.manager, cast.back_office):
        with pytest.raises(Exception, match=r"permission denied|row-level security"):
            async with unit_of_work(actor) as work:
                await work.run(
                    "INSERT INTO seller_contract (id, person_id, agency_id, kind, starts_on, "
                    "written_by) VALUES (gen_random_uuid(), $1, $2, 'employee', $3, $1)",
                    actor.person_id,
                    actor.agency_id,
                    today(),
                )


@pytest.mark.parametrize(
    ("contracts", "may"),
    [
        ([], True),
        ([(-10, None)], True),
        ([(-10, 0)], True),
        ([(-10, -1)], False),
        ([(1, None)], False),
        ([(-10, -1), (0, None)], True),
        ([(-10, None), (-10, -1)], False),
        ([(-10, None), (5, -1 + 7)], True),
    ],
)
async def test_the_database_and_the_rules_agree_on_who_sells(
    cast: Cast, contracts: list[tuple[int, int | None]], may: bool
) -> None:
    for starts, ends in contracts:
        await hire(cast, cast.adviser, starts, ends)
    assert await sells(cast.adviser) is may


async def test_the_end_of_a_contract_suspends_and_the_next_one_reinstates(
    visit: Visit, cast: Cast
) -> None:
    browser = await visit(cast.adviser)
    await hire(cast, cast.adviser, -100, -1)
    await watch_seller_contracts()
    await watch_seller_contracts()
    assert (await browser.get("/me.json")).json() == {"error": "inactive"}
    assert len(await acts_of(cast, "person:stop")) == 1
    assert not await sells(cast.adviser)

    form: dict[str, Any] = {"kind": "employee", "starts_on": today() + timedelta(days=1)}
    desk = await visit(cast.manager)
    await desk.post(f"{place(cast.adviser)}/new", data=form)
    assert await acts_of(cast, "person:reinstate") == []
    form["starts_on"] = today()
    await desk.post(f"{place(cast.adviser)}/new", data=form)
    assert len(await acts_of(cast, "person:reinstate")) == 1
    assert await sells(cast.adviser)
    assert (await (await visit(cast.adviser)).get("/me.json")).status_code == 200


async def test_whom_somebody_suspended_a_contract_does_not_reinstate(
    visit: Visit, cast: Cast
) -> None:
    desk = await visit(cast.manager)
    await desk.post(f"/people/{cast.adviser.person_id}/suspend")
    await hire(cast, cast.adviser)
    await watch_seller_contracts()
    assert await acts_of(cast, "person:reinstate") == []


async def test_the_list_shows_the_most_urgent_first(visit: Visit, cast: Cast) -> None:
    await hire(cast, cast.adviser)
    await hire(cast, cast.colleague, -100, 20)
    await hire(cast, cast.outsider, -100, -3)
    page = (await (await visit(cast.back_office)).get("/seller-contracts")).text
    places = [page.index(name) for name in ("Chloé Durand", "Nina Roux", "Bruno Petit", "Alice")]
    assert places == sorted(places)
    narrowed = await (await visit(cast.back_office)).get("/seller-contracts?standing=missing")
    assert "Nina Roux" in narrowed.text
    assert "Bruno Petit" not in narrowed.text
    mine = (await (await visit(cast.manager)).get("/seller-contracts")).text
    assert "Bruno Petit" in mine
    assert "Chloé Durand" not in mine
    damaged = await (await visit(cast.manager)).get("/seller-contracts?standing=x&agency=y&kind=z")
    assert damaged.status_code == 200
