"""After erasing, nothing of them is left, all of others is as it was, and the journal verifies."""

from collections import Counter
from uuid import UUID

import asyncpg
import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as examples

from audit.seal.sealing import seal_journal
from audit.seal.tests.verified import verified
from extranet.core.access import ActorKind, worker
from extranet.core.database import unit_of_work
from extranet.core.settings import Settings
from extranet.documents.keeping import document_store
from extranet.privacy.erasing import SaleKept, Why, erase_sale
from extranet.privacy.tests.customers import ELODIE, HUGO, Customer, pairs, sell
from extranet.privacy.tests.dump import Dump, dump, row_of
from extranet.testing.cast import Cast
from extranet.testing.filling import Filled
from extranet.testing.pictures import photo
from extranet.testing.plugin import Visit
from wizard.tests.sales.test_photos import send


async def erase(sale: UUID) -> bool:
    async with unit_of_work(worker("test"), housekeeping=True) as work:
        return await erase_sale(work, sale, Why.REQUEST)


async def entries_about(superuser: asyncpg.Connection, sale: UUID) -> set[str]:
    """The ids of what the journal says about a sale and its messages."""
    rows = await superuser.fetch(
        "SELECT id FROM entry WHERE object_id = $1 "
        "OR object_id IN (SELECT id FROM message WHERE sale_id = $1)",
        sale,
    )
    return {str(row["id"]) for row in rows}


def untouched(before: Dump, after: Dump, sale: UUID, details: set[str]) -> None:
    """Every row that says nothing of the sale is there as it was, and no file of others went."""
    for table, rows in before.rows.items():
        if table.startswith("pgqueuer"):
            continue
        others = Counter(
            row
            for row in rows
            if str(sale) not in row and not any(entry in row for entry in details)
        )
        gone = others - Counter(after.rows[table])
        assert not gone, (table, list(gone)[:2])
    for key, content in before.files.items():
        if str(sale) not in key and not key.startswith("photos/"):
            assert after.files[key] == content


@examples(
    max_examples=6,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(pair=pairs())
async def test_nothing_of_them_is_left_and_all_of_others(
    shop: Cast,
    superuser: asyncpg.Connection,
    pair: list[Customer],
) -> None:
    somebody, somebody_else = pair
    sale, other = await sell(shop.adviser, somebody), await sell(shop.colleague, somebody_else)
    before = await dump(superuser)
    for needle in (somebody.last_name, somebody.phone, somebody.street, somebody.iban):
        assert before.places_of(needle), needle
    details = await entries_about(superuser, sale)
    assert await erase(sale)
    after = await dump(superuser)
    for needle in somebody.needles():
        assert after.places_of(needle) == [], needle
    assert not [key for key in after.files if str(sale) in key]
    untouched(before, after, sale, details)
    assert after.places_of(somebody_else.last_name) == before.places_of(somebody_else.last_name)
    assert not await erase(sale), "once is enough"
    assert await erase(other)


async def test_the_sale_s_figures_stay_and_who_sold_it(
    shop: Cast, superuser: asyncpg.Connection
) -> None:
    sale = await sell(shop.adviser, ELODIE)
    before = await row_of(superuser, "SELECT * FROM sale WHERE id = $1", sale)
    lines = await superuser.fetch("SELECT * FROM sale_line WHERE sale_id = $1", sale)
    await erase(sale)
    after = await row_of(superuser, "SELECT * FROM sale WHERE id = $1", sale)
    changed = {name for name, value in before.items() if after[name] != value}
    assert changed == {"customer_name", "state", "erased_at", "revision"}
    assert (after["customer_name"], after["state"]) == ("", "dropped")
    assert await superuser.fetch("SELECT * FROM sale_line WHERE sale_id = $1", sale) == lines


async def test_the_journal_says_that_and_verifies(
    shop: Cast, superuser: asyncpg.Connection, settings: Settings
) -> None:
    sale = await sell(shop.adviser, ELODIE)
    await seal_journal()
    await erase(sale)
    entry = await row_of(superuser, "SELECT * FROM entry WHERE act = 'sale:erase'")
    assert (entry["object_id"], entry["actor_kind"]) == (sale, "worker")
    lost = await superuser.fetchval(
        "SELECT count(*) FROM entry e WHERE NOT EXISTS "
        "(SELECT FROM entry_details d WHERE d.entry_id = e.id)"
    )
    assert lost > 0
    assert f'"details": {lost}' in entry["facts"]
    # Who acted stays where nothing of the customer stood beside it.
    named = await superuser.fetchval(
        "SELECT count(*) FROM entry e JOIN entry_details d ON d.entry_id = e.id "
        "WHERE e.object_id = $1 AND d.content ->> 'name' = 'Alice Martin'",
        sale,
    )
    assert named > 0
    await seal_journal()
    told = await verified(settings)
    assert told.findings == []
    assert told.outcome.erased == lost


async def test_photos_go_with_their_files_but_not_those_of_another_sale(
    shop: Cast, superuser: asyncpg.Connection, visit: Visit
) -> None:
    shared, own = photo(seed=1), photo(seed=2)
    browser = await visit(shop.adviser)
    first, second = (
        await sell(shop.adviser, ELODIE, photo=shared),
        await sell(shop.adviser, HUGO, photo=shared),
    )
    third = await sell(shop.adviser, ELODIE, photo=own)
    for content in (shared, own):
        assert (await send(browser, content))["outcome"] == "kept"
    for sale, files in ((first, 2), (third, 1), (second, 0)):
        await erase(sale)
        found = await dump(superuser)
        assert sum(key.startswith("photos/") for key in found.files) == files
    assert await superuser.fetchval("SELECT count(*) FROM photo") == 0


async def test_a_file_that_an_undone_transaction_left_goes_too(
    shop: Cast, superuser: asyncpg.Connection
) -> None:
    sale = await sell(shop.adviser, ELODIE)
    (paper,) = await superuser.fetch("SELECT storage_key FROM document")
    month = paper["storage_key"][:7]
    await document_store().put(f"{month}/{sale}/nobody-s.pdf", b"%PDF")
    await erase(sale)
    assert (await dump(superuser)).files == {}


async def test_a_sale_that_is_held_stays(shop: Cast, superuser: asyncpg.Connection) -> None:
    sale = await sell(shop.adviser, ELODIE)
    await superuser.execute(
        "INSERT INTO sale_hold (sale_id, reason, held_by) VALUES ($1, 'dispute', $2)",
        sale,
        shop.back_office.person_id,
    )
    before = await dump(superuser)
    with pytest.raises(SaleKept):
        await erase(sale)
    assert await dump(superuser) == before


async def end(superuser: asyncpg.Connection, sale: UUID, state: str, ago: str) -> None:
    """The contract of a sale came to this state so long ago."""
    await superuser.execute("UPDATE contract SET state = $2 WHERE sale_id = $1", sale, state)
    await superuser.execute(
        "UPDATE contract_move SET at = now() - $2::text::interval, reason = 'Mme Dupont a appelé' "
        "WHERE sale_id = $1",
        sale,
        ago,
    )


@pytest.mark.parametrize(
    ("state", "ago"),
    [("to_check", "9 years"), ("active", "9 years"), ("terminated", "5 years -1 day")],
)
async def test_evidence_of_a_contract_stays_for_five_years_after_its_end(
    cast: Cast, superuser: asyncpg.Connection, filled: Filled, state: str, ago: str
) -> None:
    sale = filled.sale_of(cast.outsider).id
    await end(superuser, sale, state, ago)
    before = await dump(superuser)
    with pytest.raises(SaleKept):
        await erase(sale)
    assert await dump(superuser) == before


async def test_of_an_ended_contract_the_figures_stay(
    cast: Cast, superuser: asyncpg.Connection, filled: Filled, visit: Visit
) -> None:
    await superuser.execute("DELETE FROM sale_hold")
    for sale in (one.id for one in filled.sales.values()):
        await end(superuser, sale, "terminated", "5 years 1 day")
        assert await erase(sale)
    found = await dump(superuser)
    for needle in ("Dupont", "Élodie", "12 rue des Lilas", "+33612345678", "elodie.dupont"):
        assert found.places_of(needle) == [], needle
    row = await row_of(superuser, "SELECT * FROM contract WHERE sale_id = $1", sale)
    assert (row["state"], row["month_cents"]) == ("terminated", 2990)
    assert row["search"]
    assert all(token.startswith("#") for token in row["search"])
    browser = await visit(cast.back_office)
    assert "Client effacé" in (await browser.get(f"/contracts/{row['id']}")).text
    assert "Client effacé" in (await browser.get("/contracts")).text
    for paper in ("contract", "sheet"):
        assert (await browser.get(f"/sales/{sale}/documents/{paper}")).status_code == 404


@pytest.mark.parametrize("kind", [kind for kind in ActorKind if kind is not ActorKind.WORKER])
async def test_nobody_but_the_job_erases(database: str, kind: ActorKind) -> None:
    connection = await asyncpg.connect(database)
    try:
        for statement in (
            "SELECT erase_sale(gen_random_uuid())",
            "SELECT forget_details(ARRAY[gen_random_uuid()])",
            "DELETE FROM entry_details",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                async with connection.transaction():
                    await connection.execute(f"SET LOCAL ROLE {kind.database_role}")
                    await connection.execute(statement)
    finally:
        await connection.close()


async def test_whoever_erases_details_can_do_nothing_else(database: str) -> None:
    connection = await asyncpg.connect(database)
    try:
        for statement in (
            "UPDATE entry_details SET content = '{}'",
            "INSERT INTO entry_details VALUES (gen_random_uuid(), '', '{}')",
            "UPDATE entry SET act = 'a:b'",
            "DELETE FROM entry",
            "DELETE FROM leaf",
            "SELECT * FROM sale",
            "DELETE FROM sale_step",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                async with connection.transaction():
                    await connection.execute("SET LOCAL ROLE palier_forgetter")
                    await connection.execute(statement)
    finally:
        await connection.close()
