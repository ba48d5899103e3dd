"""What has been kept long enough goes by night, what is held stays, and the journal says so."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from extranet.core.clock import now
from extranet.core.ids import new_id
from extranet.privacy.retention import keep_no_longer
from extranet.privacy.tests.customers import ELODIE, HUGO, sell
from extranet.privacy.tests.dump import dump, row_of
from extranet.testing.cast import Cast
from extranet.testing.filling import Filled


async def age(superuser: asyncpg.Connection, sale: UUID, months: int, days: int = 0) -> None:
    await superuser.execute(
        "UPDATE sale SET changed_at = now() - make_interval(months => $2, days => $3) "
        "WHERE id = $1",
        sale,
        months,
        days,
    )


async def journalled(superuser: asyncpg.Connection) -> dict[str, Any]:
    text = await superuser.fetchval(
        "SELECT facts ->> 'after' FROM entry WHERE act = 'retention:run' ORDER BY seq DESC LIMIT 1"
    )
    found: dict[str, Any] = json.loads(text)
    return found


async def test_a_prospect_is_forgotten_three_years_after_the_last_contact(
    shop: Cast, superuser: asyncpg.Connection
) -> None:
    old, young = await sell(shop.adviser, ELODIE), await sell(shop.adviser, HUGO)
    await age(superuser, old, 36, 1)
    await age(superuser, young, 36, -1)
    assert (await keep_no_longer())["prospects"] == 1
    found = await dump(superuser)
    assert [needle for needle in ELODIE.needles() if found.places_of(needle)] == []
    assert found.places_of(HUGO.last_name)
    assert (await journalled(superuser))["prospects"] == 1
    acts = await superuser.fetch("SELECT object_id FROM entry WHERE act = 'sale:erase'")
    assert [row["object_id"] for row in acts] == [old]
    assert (await keep_no_longer())["prospects"] == 0


async def test_what_is_held_stays_and_the_night_goes_on(
    shop: Cast, superuser: asyncpg.Connection
) -> None:
    held, old = await sell(shop.adviser, ELODIE), await sell(shop.adviser, HUGO)
    for sale in (held, old):
        await age(superuser, sale, 50)
    await superuser.execute(
        "INSERT INTO sale_hold (sale_id, reason, held_by) VALUES ($1, 'claim', $2)",
        held,
        shop.back_office.person_id,
    )
    assert (await keep_no_longer())["prospects"] == 1
    found = await dump(superuser)
    assert found.places_of(ELODIE.last_name)
    assert not found.places_of(HUGO.last_name)


@pytest.mark.parametrize(
    ("state", "months", "erased"),
    [
        ("terminated", 61, 1),
        ("withdrawn", 61, 1),
        ("rejected", 61, 1),
        ("terminated", 59, 0),
        ("active", 200, 0),
        ("to_check", 200, 0),
    ],
)
async def test_a_contract_is_forgotten_five_years_after_its_end(
    cast: Cast,
    filled: Filled,
    superuser: asyncpg.Connection,
    state: str,
    months: int,
    erased: int,
) -> None:
    sale = filled.sale_of(cast.outsider).id
    await age(superuser, sale, months)
    await superuser.execute("UPDATE contract SET state = $2 WHERE sale_id = $1", sale, state)
    await superuser.execute(
        "UPDATE contract_move SET at = now() - make_interval(months => $2) WHERE sale_id = $1",
        sale,
        months,
    )
    assert (await keep_no_longer())["contracts"] == erased
    number = await row_of(superuser, "SELECT * FROM contract WHERE sale_id = $1", sale)
    assert (number["customer_name"] == "") is bool(erased)
    assert number["number"]
    assert number["month_cents"] == 2990


async def test_the_rest_goes_in_its_time(
    cast: Cast, filled: Filled, superuser: asyncpg.Connection
) -> None:
    for statement in (
        "UPDATE message SET created_at = now() - interval '13 months'",
        "UPDATE inbox_item SET received_at = now() - interval '2 months'",
        "UPDATE privacy_request SET state = 'answered', outcome = 'given', "
        "answered_at = now() - interval '61 months'",
        "UPDATE erased_refusal SET until = now() - interval '2 days'",
    ):
        await superuser.execute(statement)
    wiped = new_id()
    tablets = await superuser.fetchval("SELECT count(*) FROM tablet")
    await superuser.execute(
        "INSERT INTO tablet (id, person_id, agency_id, name, revoked_at, revoked_by, wiped_at) "
        "VALUES ($1, $2, $3, 'old', $4, $2, $4), ($5, $2, $3, 'lost', $4, $2, NULL)",
        wiped,
        cast.adviser.person_id,
        cast.adviser.agency_id,
        now() - timedelta(days=400),
        new_id(),
    )
    await superuser.execute(
        "INSERT INTO tablet_key VALUES ($1, $2, '')", wiped, cast.adviser.person_id
    )
    counts = await keep_no_longer()
    assert counts == {
        "prospects": 0,
        "contracts": 0,
        "account_messages": 1,
        "inbox": 1,
        "accounts": 0,
        "tablets": 1,
        "requests": 1,
        "refusals": 1,
    }
    # Messages of a sale go with it, and a lost tablet must still be told to wipe itself.
    assert await superuser.fetchval("SELECT count(*) FROM message") == len(filled.sales)
    assert await superuser.fetchval("SELECT count(*) FROM tablet") == tablets + 1
    assert await journalled(superuser) == counts
