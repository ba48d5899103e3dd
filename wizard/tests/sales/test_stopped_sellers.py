"""Whoever is suspended, or has no contract in force, sells nothing by any way in; what they typed
is taken once they may."""

import re

import pytest
from litestar import Litestar

from extranet.core.access import Permission
from extranet.core.doors import ways_in
from extranet.people.sellers.tests.hiring import hire
from extranet.people.tests.conftest import acts_of
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit
from wizard.sales import SellerStopped
from wizard.tests.sales.over_http import post
from wizard.tests.sales.stored import count
from wizard.tests.selling import Tablet, answers

PLACE = "00000000-0000-7000-8000-000000000000"


async def test_a_step_after_the_end_of_the_contract_waits_for_the_next_one(
    tablet: Tablet, shop: Cast, visit: Visit
) -> None:
    browser = await visit(shop.adviser)
    known, new = (tablet.write(name, answers()[name]) for name in ("products", "customer"))
    await post(browser, known)
    await hire(shop, shop.adviser, -100, -1)
    answer = await post(browser, known, new)
    assert (answer.status_code, answer.json()) == (401, {"error": "inactive"})
    assert await count("submission") == 1
    # No job has run: the suspension came with the refusal, and tells the tablet from then on.
    assert len(await acts_of(shop, "person:stop")) == 1
    assert (await browser.get("/me.json")).json() == {"error": "inactive"}

    await hire(shop, shop.adviser, 0)
    answer = await post(await visit(shop.adviser), known, new)
    outcomes = [receipt["outcome"] for receipt in answer.json()["receipts"]]
    assert outcomes == ["already_stored", "stored"]


async def test_what_is_stored_already_is_said_to_be_stored(tablet: Tablet, shop: Cast) -> None:
    step = tablet.write("products", answers()["products"])
    await tablet.send(step)
    await hire(shop, shop.adviser, -100, -1)
    [receipt] = await tablet.send(step)
    assert receipt["outcome"] == "already_stored"


@pytest.mark.parametrize("step", ["give_up", "signature"])
async def test_no_act_of_the_outbox_is_taken_either(tablet: Tablet, shop: Cast, step: str) -> None:
    await tablet.sell()
    await hire(shop, shop.adviser, -100, -1)
    with pytest.raises(SellerStopped):
        await tablet.submit(step, {"where": "phone"} if step == "signature" else {})


async def test_no_way_of_selling_opens_to_whom_is_suspended(
    app: Litestar, shop: Cast, visit: Visit
) -> None:
    browser = await visit(shop.adviser)
    await (await visit(shop.manager)).post(f"/people/{shop.adviser.person_id}/suspend")
    selling = [way for way in ways_in(app) if Permission.SALE_SELL in way.door.permissions]
    assert len(selling) > 15
    for way in selling:
        if way.door.suspended_too:
            continue
        path = re.sub(r"\{\w+:int\}", "1", way.path)
        path = re.sub(r"\{\w+:\w+\}", PLACE, path)
        answer = await browser.request(way.method, path)
        assert answer.status_code in (401, 303), way
        assert answer.headers.get("location", "/sign-in").startswith("/sign-in"), way
