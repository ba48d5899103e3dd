"""A customer's link, their mark and their code conclude nothing while the adviser may not sell, and
go on where they were once they may."""

from collections.abc import Awaitable, Callable

import pytest

from extranet.core.database import unit_of_work
from extranet.core.errors import Conflict
from extranet.people.sellers.tests.hiring import hire
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit
from wizard.jobs import send_signing_link
from wizard.phone_choice import ON_PHONE
from wizard.signing.phone_link import send_link_again
from wizard.signing.tests.customer import Customer
from wizard.signing.tests.phone import choose_phone, on_the_phone

Switch = Callable[[Cast, Visit], Awaitable[None]]


async def _suspend(shop: Cast, visit: Visit) -> None:
    await (await visit(shop.manager)).post(f"/people/{shop.adviser.person_id}/suspend")


async def _reinstate(shop: Cast, visit: Visit) -> None:
    await (await visit(shop.manager)).post(f"/people/{shop.adviser.person_id}/reinstate")


async def _end(shop: Cast, _: Visit) -> None:
    await hire(shop, shop.adviser, -100, -1)


async def _renew(shop: Cast, _: Visit) -> None:
    await hire(shop, shop.adviser, 0)


BOTH = pytest.mark.parametrize(("stop", "start"), [(_suspend, _reinstate), (_end, _renew)])


@BOTH
async def test_nothing_is_signed_on_the_phone_meanwhile(
    customer: Customer, shop: Cast, visit: Visit, stop: Switch, start: Switch
) -> None:
    await choose_phone(customer)
    phone = await on_the_phone(customer)
    await phone.read()
    await stop(shop, visit)
    page = await phone.page()
    assert "en attente" in page.text
    assert (await phone.browser.post(phone.url, data={"read": "true"})).status_code != 303
    await start(shop, visit)
    await phone.sign_and_confirm()
    assert await customer.state() == "signed"


@BOTH
async def test_a_code_on_its_way_confirms_nothing_meanwhile(
    customer: Customer, shop: Cast, visit: Visit, stop: Switch, start: Switch
) -> None:
    await choose_phone(customer)
    phone = await on_the_phone(customer)
    await phone.read()
    await phone.sign()
    code = await customer.code()
    await stop(shop, visit)
    assert (await phone.give(code)).headers["location"] == phone.url
    again = await phone.browser.post(f"{phone.url}/code/new")
    assert again.headers["location"] == phone.url
    assert await customer.state() == "out_for_signature"
    await start(shop, visit)
    assert (await phone.give(code)).headers["location"] == phone.url
    assert await customer.state() == "signed"


async def test_no_link_leaves_meanwhile(customer: Customer, shop: Cast, visit: Visit) -> None:
    await customer.tablet.submit("signature", ON_PHONE)
    await _end(shop, visit)
    await send_signing_link(str(customer.sale))
    assert await customer.rows("signing_link") == []
    with pytest.raises(Conflict):
        async with unit_of_work(shop.adviser) as work:
            await send_link_again(work, customer.sale)
    await _renew(shop, visit)
    await send_signing_link(str(customer.sale))
    assert len(await customer.rows("signing_link")) == 1


async def test_the_desk_signs_nothing_meanwhile(
    customer: Customer, shop: Cast, visit: Visit
) -> None:
    opened = await customer.read()
    await _end(shop, visit)
    page = await customer.door.browser.get(f"{customer.url}/signature")
    assert "ne peut pas être signée" in page.text
    refused = await customer.sign(opened)
    assert refused.status_code != 303
    assert await customer.rows("signature") == []
