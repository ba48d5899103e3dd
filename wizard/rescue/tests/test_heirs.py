"""The rescue file of somebody who left goes to whoever has their sales, once."""

from uuid import UUID

import pytest

from extranet.core.access import Actor
from extranet.core.database import unit_of_work
from extranet.testing.cast import Cast
from extranet.testing.pictures import named, photo
from extranet.testing.plugin import Visit
from wizard.rescue.tests.files import file_of, hand_in, registered
from wizard.tests.sales.stored import count
from wizard.tests.sales.test_passing_on import leave
from wizard.tests.selling import Tablet, answers


async def adviser_of(shop: Cast, sale: UUID) -> UUID:
    """Whose a sale is."""
    async with unit_of_work(shop.back_office) as work:
        row = await work.one_or_404("SELECT adviser_id FROM sale WHERE id = $1", sale)
    return UUID(str(row["adviser_id"]))


@pytest.mark.parametrize("arrived", [0, 3, 8])
async def test_what_waited_is_taken_for_the_successor_and_once(
    shop: Cast, visit: Visit, arrived: int
) -> None:
    tablet, device = Tablet(shop.adviser), await registered(shop.adviser)
    written = [tablet.write(step, values) for step, values in answers().items()]
    await tablet.send(*written[:arrived])
    await leave(visit, shop.manager, shop.adviser, shop.colleague)
    body = file_of(shop.adviser, device, *written)
    first = await hand_in(visit, shop.back_office, body)
    assert first.text.count('data-outcome="stored"') == len(written) - arrived
    assert first.text.count('data-outcome="already_stored"') == arrived
    again = await hand_in(visit, shop.back_office, body)
    assert again.text.count('data-outcome="already_stored"') == len(written)
    assert await count("submission") == len(written)
    assert await adviser_of(shop, tablet.sale) == shop.colleague.person_id


async def test_photos_follow(shop: Cast, visit: Visit) -> None:
    tablet, device, content = Tablet(shop.adviser), await registered(shop.adviser), photo()
    steps = answers() | {"address": {**answers()["address"], "letterbox": [named(content)]}}
    written = [
        tablet.write(name, steps[name], version=2) for name in ("products", "customer", "address")
    ]
    await tablet.send(*written[:2])
    await leave(visit, shop.manager, shop.adviser, shop.colleague)
    body = file_of(shop.adviser, device, *written, sale=tablet.sale, photos=(content,))
    answer = await hand_in(visit, shop.back_office, body)
    assert answer.text.count('data-outcome="stored"') == 2
    async with unit_of_work(shop.colleague) as work:
        kept = await work.value("SELECT count(*) FROM photo WHERE kept_at IS NOT NULL")
    assert kept == 1


async def test_it_waits_until_somebody_has_the_sales(shop: Cast, visit: Visit) -> None:
    tablet, device = Tablet(shop.adviser), await registered(shop.adviser)
    written = tablet.write("products", answers()["products"])
    form = {"moment": "now", "tablets": "wipe"}
    await (await visit(shop.manager)).post(f"/people/{shop.adviser.person_id}/departure", data=form)
    answer = await hand_in(visit, shop.back_office, file_of(shop.adviser, device, written))
    assert answer.status_code == 422
    assert "personne n’a repris ses ventes" in answer.text
    assert await count("submission") == 0


@pytest.mark.parametrize("by", ["colleague", "manager"])
async def test_nobody_else_hands_it_in(shop: Cast, visit: Visit, by: str) -> None:
    tablet, device = Tablet(shop.adviser), await registered(shop.adviser)
    written = tablet.write("products", answers()["products"])
    await leave(visit, shop.manager, shop.adviser, shop.colleague)
    actor: Actor = getattr(shop, by)
    answer = await hand_in(visit, actor, file_of(shop.adviser, device, written))
    assert answer.status_code in (403, 422)
    assert await count("submission") == 0
