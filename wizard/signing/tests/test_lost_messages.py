"""A message that could not leave is shown where its sale is, with what to do about it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from extranet.core.access import Actor, worker
from extranet.core.database import unit_of_work
from extranet.core.jobs import MOST_TRIES
from extranet.core.settings import Settings, install
from extranet.messages.jobs import send_message
from extranet.messages.providers.port import DeliveryFailed
from extranet.messages.tests.stand_ins import HttpStandIn, http_stand_in
from extranet.testing.reading import as_read
from wizard.signing.tests.customer import Customer

LOST = "Le SMS n’a pas pu partir"


@pytest.fixture
def provider(settings: Settings) -> Iterator[HttpStandIn]:
    """An SMS provider that is down."""
    with http_stand_in() as server:
        server.status = 503
        install(
            replace(
                settings,
                sms_provider="smsfactor",
                smsfactor_token="key",
                smsfactor_base_url=server.url,
            )
        )
        yield server


async def try_to_send(customer: Customer, kind: str, times: int) -> None:
    """The job of the newest message of `kind`, that many times."""
    newest = (await customer.rows("message", "kind = $2 ORDER BY created_at DESC", kind))[0]
    for _ in range(times):
        with pytest.raises(DeliveryFailed):
            await send_message(str(newest["id"]))


async def seen(customer: Customer, actor: Actor, url: str = "") -> str:
    """The page of the sale, or of its contract, as that person reads it."""
    page = await (await customer.door.visit(actor)).get(url or customer.url)
    assert page.status_code == 200
    return as_read(page.text)


async def contract_url(customer: Customer) -> str:
    """The page of the contract the sale became."""
    [contract] = await customer.rows("contract")
    return f"/contracts/{contract['id']}"


async def test_it_is_told_after_the_last_try_and_not_before(
    customer: Customer, provider: HttpStandIn
) -> None:
    await customer.read()
    await try_to_send(customer, "documents", MOST_TRIES - 1)
    assert LOST not in await seen(customer, customer.tablet.actor)
    await try_to_send(customer, "documents", 1)
    for actor in (
        customer.tablet.actor,
        customer.door.cast.manager,
        customer.door.cast.back_office,
    ):
        page = await seen(customer, actor)
        assert LOST in page
        assert "n’a pas reçu l’information précontractuelle (06 •• •• •• 78)" in page
        assert "remettez-la-lui sur papier" in page


async def test_a_refusal_for_good_is_told_on_the_contract(
    customer: Customer, provider: HttpStandIn
) -> None:
    await customer.sign_and_confirm()
    provider.status, provider.body = 200, {"status": 1, "sent": 0, "invalid": 1}
    [message] = await customer.rows("message", "kind = 'contract'")
    await send_message(str(message["id"]))
    page = await seen(customer, customer.door.cast.back_office, await contract_url(customer))
    assert LOST in page
    assert "envoyez-lui la copie par courrier" in page


async def test_one_that_waits_for_an_hour_is_told_though_nobody_tried(customer: Customer) -> None:
    """The worker may be what is down."""
    await customer.read()
    assert LOST not in await seen(customer, customer.tablet.actor)
    async with unit_of_work(worker("clock")) as work:
        await work.run("UPDATE message SET created_at = created_at - interval '61 minutes'")
        work.record("message:age", "message", None)
    assert LOST in await seen(customer, customer.tablet.actor)


async def test_a_later_one_that_left_makes_up_for_it(
    customer: Customer, settings: Settings, provider: HttpStandIn
) -> None:
    await customer.sign()
    await try_to_send(customer, "code", MOST_TRIES)
    assert "n’a pas reçu son code" in await seen(customer, customer.tablet.actor)
    install(settings)
    await customer.sign(mark="", mark_typed="Jeanne Moreau")
    newest = (await customer.rows("message", "kind = 'code' ORDER BY created_at DESC"))[0]
    await send_message(str(newest["id"]))
    assert LOST not in await seen(customer, customer.tablet.actor)
