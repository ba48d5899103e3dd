"""The demo company is whole, obeys the product's own rules, and is the same for the same seed."""

import json
from datetime import UTC, datetime

import pytest

from extranet.contracts.states import ContractState
from extranet.core.access import worker
from extranet.core.database import unit_of_work
from extranet.demo import loading
from extranet.demo.founding import found
from wizard.states import SaleState

UNTIL = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
async def loaded(database: str) -> None:
    await loading.load(250, 7, UNTIL)


async def _all(query: str) -> list[tuple[object, ...]]:
    async with unit_of_work(worker("test")) as work:
        return [tuple(row.values()) for row in await work.all(query)]


async def test_it_has_agencies_three_levels_deep_and_every_role(loaded: None) -> None:
    assert await _all("SELECT max(cardinality(path)) FROM agency") == [(3,)]
    roles = await _all("SELECT role, count(*) FROM person GROUP BY role ORDER BY role")
    assert [role for role, _ in roles] == [
        "administrator",
        "adviser",
        "auditor",
        "back_office",
        "back_office_lead",
        "manager",
        "referent",
    ]
    assert sum(int(str(count)) for _, count in roles) >= 38


async def test_it_sells_three_partners_products_besides_the_publishers(loaded: None) -> None:
    assert await _all("SELECT count(*) FROM partner") == [(4,)]
    assert await _all("SELECT count(*) FROM product") == [(20,)]
    exempt = await _all("SELECT DISTINCT nature FROM product WHERE exempt_39bis")
    assert exempt == [("regular_delivery",)]


@pytest.mark.parametrize("seed", range(3))
async def test_sales_and_contracts_of_every_state_occur_however_few(
    database: str, seed: int
) -> None:
    await loading.load(len(SaleState) - 1 + len(ContractState), seed, UNTIL)
    sales = await _all("SELECT DISTINCT state FROM sale")
    assert {str(state) for (state,) in sales} == {state.value for state in SaleState}
    contracts = await _all("SELECT DISTINCT state FROM contract")
    assert {str(state) for (state,) in contracts} == {state.value for state in ContractState}


async def test_an_iban_lies_sealed_and_only_where_the_law_lets_it_be_asked(loaded: None) -> None:
    rows = await _all(
        "SELECT t.answers, bool_and(p.exempt_39bis) FROM sale_step t "
        "JOIN sale_line l ON l.sale_id = t.sale_id JOIN product p ON p.id = l.product_id "
        "WHERE t.step = 'payment' GROUP BY t.id, t.answers"
    )
    with_iban = [(json.loads(str(answers))["iban"], exempt) for answers, exempt in rows
                 if "iban" in str(answers)]  # fmt: skip
    assert with_iban
    assert all(exempt for _, exempt in with_iban)
    assert all(set(kept) == {"sealed", "masked"} for kept, _ in with_iban)


async def test_every_sale_keeps_who_sold_and_for_whom(loaded: None) -> None:
    others = "SELECT count(*) FROM sale s JOIN person p ON p.id = s.adviser_id WHERE "
    kept = "s.adviser ->> 'last_name' = p.last_name AND s.seller ->> 'name' = 'Porte à Porte SAS'"
    assert await _all(f"{others} ({kept}) IS NOT TRUE") == [(0,)]


async def test_every_signed_sale_has_its_contract_and_no_other(loaded: None) -> None:
    assert (
        await _all(
            "SELECT s.number FROM sale s FULL JOIN contract c ON c.sale_id = s.id "
            "WHERE (s.state = 'signed') IS DISTINCT FROM (c.id IS NOT NULL)"
        )
        == []
    )
    assert (
        await _all(
            "SELECT c.number FROM contract c JOIN LATERAL (SELECT to_state FROM contract_move m "
            "WHERE m.contract_id = c.id ORDER BY at DESC LIMIT 1) m ON true "
            "WHERE m.to_state <> c.state"
        )
        == []
    )


async def test_the_same_seed_invents_the_same_sales(database: str) -> None:
    async with unit_of_work(worker("test")) as work:
        await found(work, 7)
        first, again = [
            list((await loading.inventor_of(work, 7, UNTIL)).sales(range(30))) for _ in range(2)
        ]
    for table in ("sale", "sale_line", "handover", "contract", "contract_move"):
        assert [rows[table] for rows in first] == [rows[table] for rows in again]
