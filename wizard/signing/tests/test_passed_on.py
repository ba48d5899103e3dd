"""A customer who signs meets nothing of it when their adviser leaves: link and code hold good."""

from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit
from wizard.signing.tests.customer import Customer
from wizard.signing.tests.phone import choose_phone, on_the_phone
from wizard.tests.sales.test_passing_on import leave


async def test_a_link_and_a_code_that_are_out_hold_good(
    customer: Customer, shop: Cast, visit: Visit
) -> None:
    await choose_phone(customer)
    phone = await on_the_phone(customer)
    await phone.read()
    await leave(visit, shop.manager, shop.adviser, shop.colleague)
    signed = await phone.sign()
    assert signed.headers.get("location") == f"{phone.url}/code", signed.text
    await leave(visit, shop.manager, shop.colleague, shop.newcomer)
    assert (await phone.give(await customer.code())).headers["location"] == phone.url
    [contract] = await customer.rows("contract")
    assert contract["adviser_id"] == shop.newcomer.person_id
    assert contract["agency_id"] == shop.adviser.agency_id
