"""A signed sale becomes one contract, in the transaction of the signature."""

from dataclasses import replace

import pytest

from extranet.contracts.opening import open_contract
from extranet.contracts.search import wanted_tokens
from extranet.core.database import unit_of_work
from extranet.core.errors import NotFound
from extranet.core.events import subscribe
from extranet.testing.cast import Cast
from extranet.testing.selling import SignedSale, make_catalogue, make_signed_sale
from wizard.events import SaleSigned


def news_of(sale: SignedSale) -> SaleSigned:
    return SaleSigned(sale.id, sale.adviser_id, sale.agency_id, sale.signed_at)


async def test_the_adviser_s_signature_opens_the_contract(cast: Cast) -> None:
    subscribe(SaleSigned, open_contract)
    sale = await make_signed_sale(cast.adviser, await make_catalogue(), rank=12)
    async with unit_of_work(cast.adviser) as work:
        await work.emit(news_of(sale))
    async with unit_of_work(cast.back_office) as work:
        contract = await work.one_or_404("SELECT * FROM contract WHERE sale_id = $1", sale.id)
        moves = await work.all("SELECT * FROM contract_move")
        entry = await work.one_or_404("SELECT * FROM entry WHERE act = 'contract:open'")
    assert contract["number"] == "C-2026-000012"
    assert contract["state"] == "to_check"
    assert contract["customer_name"] == "Dupont Élodie"
    assert contract["customer_sort"] == "dupont elodie"
    assert contract["customer_city"] == "Lyon"
    assert contract["adviser_name"] == "Alice Martin"
    assert contract["agency_name"] == "Lyon"
    assert contract["partner_names"] == "Le Progrès"
    assert contract["signature_level"] == "SES"
    assert contract["month_cents"] == 2990
    assert contract["signed_at"] == sale.signed_at
    assert set(wanted_tokens("Élodie")) <= set(contract["search"])
    assert [(move["from_state"], move["to_state"]) for move in moves] == [("", "to_check")]
    assert entry["object_id"] == contract["id"]
    assert entry["actor_id"] == cast.adviser.person_id


async def test_told_twice_it_opens_one(cast: Cast) -> None:
    sale = await make_signed_sale(cast.adviser, await make_catalogue())
    for _ in range(2):
        async with unit_of_work(cast.adviser) as work:
            await open_contract(work, news_of(sale))
            work.journalled = True
    async with unit_of_work(cast.back_office) as work:
        assert await work.value("SELECT count(*) FROM contract") == 1
        assert await work.value("SELECT count(*) FROM contract_move") == 1
        assert await work.value("SELECT count(*) FROM entry WHERE act = 'contract:open'") == 1


async def test_the_sale_of_another_opens_nothing(cast: Cast) -> None:
    sale = await make_signed_sale(cast.adviser, await make_catalogue())
    with pytest.raises(NotFound):
        async with unit_of_work(cast.colleague) as work:
            await open_contract(work, replace(news_of(sale)))
    async with unit_of_work(cast.back_office) as work:
        assert await work.value("SELECT count(*) FROM contract") == 0
