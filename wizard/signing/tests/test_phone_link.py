"""The link to the customer's own phone: one per sale whatever is sent twice, no other way in."""

import secrets
from datetime import timedelta

import asyncpg
import pytest
from anyio import create_task_group

from extranet.core.access import worker
from extranet.core.clock import now
from extranet.core.database import unit_of_work
from wizard.jobs import send_signing_link
from wizard.phone_choice import ON_PHONE, SEND_LINK
from wizard.signing.tests.customer import Customer, Door
from wizard.signing.tests.phone import choose_phone, newest_link, on_the_phone
from wizard.tests.selling import Tablet, answers, cart


async def links(customer: Customer) -> list[str]:
    """The messages that carry a link, by their ids."""
    return [str(row["id"]) for row in await customer.rows("message", "kind = 'signing'")]


async def run_the_job(customer: Customer) -> None:
    """The job, as a worker runs it."""
    await send_signing_link(str(customer.sale))


async def asked(customer: Customer) -> int:
    """How many jobs wait that would send this sale's link."""
    async with unit_of_work(worker("tests")) as work:
        query = "SELECT count(*) FROM pgqueuer WHERE entrypoint = $1 AND payload = $2"
        return int(await work.value(query, SEND_LINK, str(customer.sale).encode()))


async def test_the_choice_sends_one_link_after_the_sheet(customer: Customer) -> None:
    await choose_phone(customer)
    [link] = await customer.rows("signing_link")
    [handover] = await customer.rows("handover")
    assert handover["handed_at"] <= link["sent_at"]
    assert link["channel"] == "sms"
    assert link["expires_at"] - link["sent_at"] == timedelta(days=7)
    acts = await customer.acts()
    assert acts.index("signing_link:choose") < acts.index("information:hand_over")
    assert acts.index("information:hand_over") < acts.index("signing_link:send")


async def test_one_link_whatever_is_sent_twice(customer: Customer) -> None:
    choice = customer.tablet.write("signature", ON_PHONE)
    first = await customer.tablet.send(choice)
    again = await customer.tablet.send(choice, choice)
    assert [one["outcome"] for one in (*first, *again)] == ["stored", *["already_stored"] * 2]
    other = await customer.tablet.submit("signature", ON_PHONE)
    assert other["outcome"] == "stored"
    for _ in range(3):
        await send_signing_link(str(customer.sale))
    assert len(await links(customer)) == len(await customer.rows("signing_link")) == 1


async def test_one_link_from_many_requests_and_jobs_at_once(customer: Customer) -> None:
    choice = customer.tablet.write("signature", ON_PHONE)
    others = [customer.tablet.write("signature", ON_PHONE) for _ in range(2)]
    async with create_task_group() as tasks:
        for raw in (choice, choice, *others, choice):
            tasks.start_soon(customer.tablet.send, raw)
    assert await asked(customer) == 3
    async with create_task_group() as tasks:
        for _ in range(4):
            tasks.start_soon(run_the_job, customer)
    assert len(await links(customer)) == len(await customer.rows("signing_link")) == 1
    assert (await customer.acts()).count("signing_link:send") == 1


async def test_the_database_itself_holds_one_link_per_sale(customer: Customer) -> None:
    await choose_phone(customer)
    with pytest.raises(asyncpg.UniqueViolationError):
        async with unit_of_work(worker("tests")) as work:
            await work.run(
                "INSERT INTO signing_link SELECT sale_id, adviser_id, agency_id, $2, channel, "
                "masked_destination, sent_at, expires_at FROM signing_link WHERE sale_id = $1",
                customer.sale,
                b"another",
            )


async def test_a_choice_before_its_answers_waits_for_them(door: Door) -> None:
    tablet = Tablet(door.cast.adviser)
    await tablet.sell(until="information")
    customer = Customer(door, tablet)
    refused = await tablet.submit("signature", ON_PHONE)
    assert [error["code"] for error in refused["errors"]] == ["out_of_order"]
    await tablet.submit("review", {})
    await choose_phone(customer)
    assert len(await links(customer)) == 1


async def test_a_sale_corrected_before_the_link_left_sends_it_when_ready_again(
    customer: Customer,
) -> None:
    await customer.tablet.submit("signature", ON_PHONE)
    await customer.tablet.submit("products", cart(daily=2))
    await send_signing_link(str(customer.sale))
    assert await links(customer) == []
    await customer.tablet.submit("review", {})
    assert await asked(customer) == 2
    await send_signing_link(str(customer.sale))
    assert len(await links(customer)) == 1


async def test_a_sale_corrected_after_the_link_left_sends_no_other(customer: Customer) -> None:
    await choose_phone(customer)
    await customer.tablet.submit("products", cart(daily=2))
    await customer.tablet.submit("review", {})
    await send_signing_link(str(customer.sale))
    assert len(await links(customer)) == 1


@pytest.mark.parametrize("said", [{}, {"where": "moon"}, {"where": "phone", "by": "me"}])
async def test_another_choice_is_none(customer: Customer, said: dict[str, str]) -> None:
    receipt = await customer.tablet.submit("signature", said)
    assert [error["code"] for error in receipt["errors"]] == ["unreadable"]
    assert await asked(customer) == 0


async def test_without_a_mobile_the_link_leaves_by_e_mail(door: Door) -> None:
    tablet = Tablet(door.cast.adviser)
    contact = {"phone_kind": "none", "email": "jeanne@example.fr", "code_channel": "email"}
    information = {"channel": "email", "received": True}
    await tablet.sell(contact=contact, information=information)
    customer = Customer(door, tablet)
    await choose_phone(customer)
    [link] = await customer.rows("signing_link")
    assert (link["channel"], link["masked_destination"]) == ("email", "j••••@example.fr")
    assert (await (await on_the_phone(customer)).page()).status_code == 200


async def test_whom_nothing_reaches_gets_the_contract_on_paper(door: Door) -> None:
    tablet = Tablet(door.cast.adviser)
    await tablet.sell(
        contact={"phone_kind": "none", "code_channel": "paper"},
        consents=answers()["consents"] | {"contract_medium": "paper"},
        information={"channel": "paper", "received": True},
    )
    customer = Customer(door, tablet)
    await choose_phone(customer)
    assert await customer.rows("signing_link") == []
    assert await customer.state() == "to_print"
    assert len(await customer.rows("print_job", "reason = 'contract'")) == 1


async def test_a_new_link_replaces_the_one_before_and_three_leave_in_an_hour(
    customer: Customer,
) -> None:
    await choose_phone(customer)
    first = await on_the_phone(customer)
    browser, again = customer.door.browser, f"{customer.url}/signing-link"
    assert (await browser.post(again)).headers["location"] == customer.url
    second = await on_the_phone(customer)
    assert second.url != first.url
    dead = await first.page()
    assert dead.status_code == 404
    assert "n’ouvre plus rien" in dead.text
    assert (await second.page()).status_code == 200
    assert (await browser.post(again)).status_code == 303
    assert (await browser.post(again)).status_code == 409
    assert "Le prochain pourra partir" in (await browser.get(customer.url)).text
    assert len(await links(customer)) == 3
    assert (await customer.acts()).count("signing_link:renew") == 2


async def test_only_the_adviser_of_the_sale_sends_its_link(customer: Customer) -> None:
    cast, again = customer.door.cast, f"{customer.url}/signing-link"
    for actor, status in ((cast.colleague, 404), (cast.manager, 403), (cast.back_office, 403)):
        assert (await (await customer.door.visit(actor)).post(again)).status_code == status
    assert await customer.rows("signing_link") == []


async def test_a_guessed_link_opens_nothing(customer: Customer) -> None:
    await choose_phone(customer)
    browser = await customer.door.visit()
    for token in ("x", secrets.token_urlsafe(32), "a" * 5_000, "%00", "..%2f.."):
        for path in ("", "/read/sheet", "/files/contract", "/code"):
            assert (await browser.get(f"/s/{token}{path}")).status_code == 404, (token, path)
        for path in ("", "/read/sheet", "/code", "/code/new"):
            posted = await browser.post(f"/s/{token}{path}", data={"code": "123456"})
            assert posted.status_code == 404, (token, path)


async def test_an_expired_link_says_so(customer: Customer) -> None:
    await choose_phone(customer)
    phone = await on_the_phone(customer)
    async with unit_of_work(customer.door.cast.adviser) as work:
        await work.run(
            "UPDATE signing_link SET expires_at = $2 WHERE sale_id = $1", customer.sale, now()
        )
        work.record("signing_link:renew", "sale", customer.sale)
    late = await phone.page()
    assert late.status_code == 410
    assert "a expiré" in late.text
    assert (await phone.browser.post(phone.url)).status_code == 410


async def test_the_link_itself_is_not_kept_and_goes_nowhere(customer: Customer) -> None:
    await choose_phone(customer)
    token = (await newest_link(customer)).rsplit("/", 1)[1]
    [kept] = await customer.rows("signing_link")
    assert token.encode() not in kept["token_digest"]
    page = await (await on_the_phone(customer)).page()
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"
    assert "noindex" in page.headers["x-robots-tag"]
