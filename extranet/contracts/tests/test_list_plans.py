"""Over 50,000 contracts, no order and no filter of the list reads them all."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from extranet.contracts.filters import Filters, Sort
from extranet.contracts.list_query import ListQuery
from extranet.contracts.listing import list_contracts
from extranet.contracts.states import ContractState
from extranet.contracts.tests.many import make_contracts
from extranet.core.access import Actor
from extranet.core.database import unit_of_work
from extranet.testing.cast import Cast

MANY = 50_000
# Rows a page may look at, whatever there is: its own, the counts, and what a search finds.
FEW = 20_000


def filters(cast: Cast, anchor: UUID) -> Iterator[Filters]:
    for sort in Sort:
        for descending in (True, False):
            plain = Filters(sort=sort, descending=descending)
            yield plain
            yield replace(plain, after=anchor)
            yield replace(plain, before=anchor)
        yield from (replace(plain, state=state) for state in ContractState)
        yield replace(plain, state=ContractState.TO_CHECK, after=anchor)
        yield replace(plain, agency=cast.agencies.lyon)
        yield replace(plain, agency=cast.agencies.distributor, after=anchor)
        yield replace(plain, agency=cast.agencies.lyon_team)
        yield replace(plain, signed_from=date(2026, 3, 1), signed_to=date(2026, 3, 2))
        yield replace(plain, signed_from=date(2020, 1, 1))
        yield replace(plain, search="dupont élodie")
        yield replace(plain, search="du", agency=cast.agencies.lyon)
    yield Filters(search="C-2026-000120")
    yield Filters(search="nobody has that name")


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", []):
        yield from nodes(child)


async def plan_of(actor: Actor, asked: Filters) -> dict[str, Any]:
    query = ListQuery(asked, actor)
    async with unit_of_work(actor) as work:
        text = query.page(work.view("contract:list", "contract", None))
        explained = await work.value(
            f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {text}", *query.parameters
        )
    plan = json.loads(explained)[0]["Plan"]
    assert isinstance(plan, dict)
    return plan


async def test_a_page_reads_few_rows_whoever_asks(cast: Cast, database: str) -> None:
    await make_contracts(database, cast, MANY)
    team = replace(cast.manager, agencies=(cast.agencies.lyon_team,))
    empty = replace(cast.manager, agencies=(cast.agencies.distributor,))
    async with unit_of_work(cast.back_office) as work:
        anchor = await work.value("SELECT id FROM contract ORDER BY signed_at OFFSET 25000 LIMIT 1")
    for actor in (cast.back_office, cast.manager, team, empty):
        for asked in filters(cast, anchor):
            read = 0
            for node in nodes(await plan_of(actor, asked)):
                if node.get("Relation Name") == "contract":
                    assert node["Node Type"] != "Seq Scan", asked
                    skipped = node.get("Rows Removed by Filter", 0)
                    read += (node["Actual Rows"] + skipped) * node["Actual Loops"]
            assert read < FEW, f"{read} rows for {asked} as {actor.kind}"


async def test_the_export_walks_an_index_too(cast: Cast, database: str) -> None:
    await make_contracts(database, cast, 2_000)
    async with unit_of_work(cast.manager) as work:
        listing = await list_contracts(work, Filters(sort=Sort.AMOUNT))
        query = ListQuery(Filters(sort=Sort.AMOUNT), cast.manager)
        text = query.export(work.view("contract:export", "contract", None), 50)
        rows = await work.all(text, *query.parameters)
    assert [str(row["id"]) for row in rows] == [one["id"] for one in listing.contracts]
