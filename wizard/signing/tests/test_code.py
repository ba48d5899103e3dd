"""The confirmation code: bound, short-lived, counted, and sent where the customer can read it."""

import asyncio
from datetime import timedelta

from extranet.core.access import worker
from extranet.core.database import unit_of_work
from extranet.documents.keeping import StoredDocument, fetch
from extranet.documents.tests.reading import page_texts, squeezed
from extranet.testing.reading import as_read
from wizard.confirmation import LIFETIME, MOST_CODES, MOST_TRIES, code_digest
from wizard.signing.tests.customer import Customer, Door, wrong
from wizard.tests.selling import Tablet


async def let_time_pass(customer: Customer, time: timedelta) -> None:
    """Make every code of the sale that much older, as its clock would."""
    async with unit_of_work(customer.door.cast.adviser) as work:
        await work.run(
            "UPDATE confirmation_code SET sent_at = sent_at - $2::interval, "
            "expires_at = expires_at - $2::interval WHERE sale_id = $1",
            customer.sale,
            time,
        )
        work.record("test:wait", "sale", customer.sale)


async def with_contact(door: Door, **contact: str) -> Customer:
    tablet = Tablet(door.cast.adviser)
    channel = "email" if contact.get("email") else "paper"
    await tablet.sell(
        contact=contact,
        information={"channel": channel, "received": True},
        consents={"contract_medium": "paper", "privacy_read": True},
    )
    return Customer(door, tablet)


async def test_a_wrong_code_says_how_many_tries_are_left(customer: Customer) -> None:
    await customer.sign()
    code = await customer.code()
    for left in ("4 essais", "3 essais", "2 essais", "un essai"):
        refused = await customer.give(wrong(code))
        assert refused.status_code == 422
        assert left in refused.text
    assert "ne sert plus" in (await customer.give(wrong(code))).text
    assert (await customer.give(code)).status_code == 422
    assert await customer.state() == "out_for_signature"
    assert (await customer.acts()).count("code:refuse") == MOST_TRIES + 1


async def test_a_code_lives_ten_minutes(customer: Customer) -> None:
    await customer.sign()
    code = await customer.code()
    await let_time_pass(customer, LIFETIME)
    refused = await customer.give(code)
    assert refused.status_code == 422
    assert "plus de dix minutes" in refused.text
    assert await customer.state() == "out_for_signature"


async def test_a_new_code_kills_the_one_before(customer: Customer) -> None:
    await customer.sign()
    first = await customer.code()
    again = await customer.door.browser.post(f"{customer.url}/code/new")
    assert again.status_code == 303
    second = await customer.code()
    if first != second:
        assert (await customer.give(first)).status_code == 422
    assert (await customer.give(second)).status_code == 303


async def test_three_codes_in_ten_minutes_at_most(customer: Customer) -> None:
    await customer.sign()
    for _ in range(MOST_CODES - 1):
        sent = await customer.door.browser.post(f"{customer.url}/code/new")
        assert sent.status_code == 303
    refused = await customer.door.browser.post(f"{customer.url}/code/new")
    assert refused.status_code == 422
    assert "Le prochain pourra partir à" in refused.text
    assert len(await customer.rows("confirmation_code")) == MOST_CODES
    await let_time_pass(customer, LIFETIME)
    assert (await customer.door.browser.post(f"{customer.url}/code/new")).status_code == 303


async def test_a_code_serves_one_document_of_one_sale(customer: Customer) -> None:
    other = Customer(customer.door, Tablet(customer.door.cast.adviser))
    await other.tablet.sell()
    await customer.sign()
    await other.sign()
    code = await customer.code()
    if code != await other.code():
        assert (await other.give(code)).status_code == 422
    digest = code_digest(code, customer.sale, "ab")
    assert digest != code_digest(code, other.sale, "ab")
    assert digest != code_digest(code, customer.sale, "cd")


async def test_the_code_is_not_kept(customer: Customer) -> None:
    await customer.sign()
    code = await customer.code()
    [kept] = await customer.rows("confirmation_code")
    [signature] = await customer.rows("signature")
    assert code.encode() not in kept["code_digest"]
    assert kept["code_digest"] == code_digest(code, customer.sale, signature["document_sha256"])


async def test_without_a_mobile_the_code_goes_by_email(door: Door) -> None:
    customer = await with_contact(
        door, phone_kind="none", email="jeanne@exemple.fr", code_channel="email"
    )
    page = await door.browser.get(f"{customer.url}/signature")
    assert "par e-mail à j••••@exemple.fr" in as_read(page.text)
    assert (await customer.sign()).status_code == 303
    [sent] = await customer.rows("confirmation_code")
    assert sent["channel"] == "email"
    assert (await customer.give(await customer.code())).status_code == 303
    [contract] = await customer.rows("document", "kind = 'contract'")
    told = squeezed("".join(page_texts(await fetch(StoredDocument.of(contract)))))
    assert squeezed("code envoyé par courriel") in told
    assert squeezed("téléphone du client") not in told


async def test_with_neither_the_sale_goes_to_the_print_queue_and_says_so(door: Door) -> None:
    customer = await with_contact(door, phone_kind="none", code_channel="paper")
    page = await door.browser.get(f"{customer.url}/signature")
    assert page.status_code == 200
    assert "Le contrat part à l’impression" in page.text
    assert await customer.state() == "to_print"
    assert {job["reason"] for job in await customer.rows("print_job")} == {"sheet", "contract"}
    assert len(await customer.rows("document", "kind = 'contract'")) == 1
    assert (await door.browser.get(f"{customer.url}/signature")).status_code == 200
    assert len(await customer.rows("document", "kind = 'contract'")) == 1
    assert "sale:print" in await customer.acts()


async def test_digits_may_be_typed_with_spaces(customer: Customer) -> None:
    await customer.sign()
    code = await customer.code()
    assert (await customer.give(f" {code[:3]} {code[3:]} ")).status_code == 303


async def test_what_is_no_code_costs_no_try(customer: Customer) -> None:
    await customer.sign()
    for typed in ("", "12345", "1234567", "abcdef", "１２３４５６", "x" * 10_000):
        refused = await customer.give(typed)
        assert refused.status_code == 422
        assert "Entrez les six chiffres" in refused.text
    [kept] = await customer.rows("confirmation_code")
    assert kept["attempts"] == 0


async def test_nobody_guesses_in_parallel(customer: Customer) -> None:
    await customer.sign()
    code = await customer.code()
    await asyncio.gather(*(customer.give(wrong(code)) for _ in range(MOST_TRIES + 3)))
    async with unit_of_work(worker("tests")) as work:
        tries = await work.value(
            "SELECT attempts FROM confirmation_code WHERE sale_id = $1", customer.sale
        )
    assert tries == MOST_TRIES
