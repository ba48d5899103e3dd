"""The whole ceremony: read, sign, confirm, and what is kept of it."""

import asyncio
import json

from extranet.documents.company_seal import company_seal
from extranet.documents.keeping import StoredDocument, fetch
from extranet.documents.sealing import evidence_in, verify_in_workshop
from wizard.signing.tests.customer import Customer, Door
from wizard.tests.selling import Tablet, in_english


async def sealed_pdf(customer: Customer) -> bytes:
    rows = await customer.rows("document", "kind = 'sealed_contract'")
    assert len(rows) == 1
    return await fetch(StoredDocument.of(rows[0]))


async def test_a_customer_signs_and_the_contract_is_sealed(customer: Customer) -> None:
    signed = await customer.sign()
    assert signed.status_code == 303
    assert signed.headers["location"] == f"{customer.url}/code"
    assert await customer.state() == "out_for_signature"

    confirmed = await customer.give(await customer.code())
    assert confirmed.status_code == 303
    assert confirmed.headers["location"] == f"{customer.url}/done"
    assert await customer.state() == "signed"
    done = await customer.door.browser.get(f"{customer.url}/done")
    assert "C’est signé" in done.text

    verdict = await verify_in_workshop(await sealed_pdf(customer), company_seal().roots)
    assert verdict.good, verdict.problem


async def test_one_changed_byte_of_the_sealed_contract_is_found(customer: Customer) -> None:
    await customer.sign_and_confirm()
    download = await customer.door.browser.get(f"{customer.url}/documents/sealed_contract")
    assert download.headers["content-type"] == "application/pdf"
    roots = company_seal().roots
    assert (await verify_in_workshop(download.content, roots)).good
    for place in (400, len(download.content) // 2, len(download.content) - 30):
        changed = bytearray(download.content)
        changed[place] ^= 1
        assert not (await verify_in_workshop(bytes(changed), roots)).good


async def test_the_evidence_inside_tells_what_happened(customer: Customer) -> None:
    await customer.sign_and_confirm()
    [signature] = await customer.rows("signature")
    evidence = json.loads(evidence_in(await sealed_pdf(customer)))
    assert evidence["contract"]["sha256"] == signature["document_sha256"]
    assert evidence["signature_level"] == "SES"
    assert evidence["code"]["channel"] == "sms"
    assert evidence["code"]["destination_masked"] == "06 •• •• •• 78"
    assert evidence["code"]["confirmed_at"] is not None
    assert evidence["handover"]["channel"] == "sms"
    steps = [moment["step"] for moment in evidence["timeline"]]
    assert steps.index("information_handed_over") < steps.index("mark_made")
    assert steps.index("mark_made") < steps.index("code_sent") < steps.index("signature_confirmed")
    given = {consent["code"]: consent["given"] for consent in evidence["consents"]}
    assert given["durable_copy"] is True
    assert given["phone_marketing"] is False


async def test_what_was_signed_is_what_is_sealed(customer: Customer) -> None:
    await customer.sign_and_confirm()
    [signature] = await customer.rows("signature")
    [contract] = await customer.rows("document", "kind = 'contract'")
    assert contract["sha256"] == signature["document_sha256"]
    assert (await sealed_pdf(customer)).startswith(await fetch(StoredDocument.of(contract)))


async def test_every_act_is_journalled(customer: Customer) -> None:
    await customer.sign_and_confirm()
    acts = await customer.acts()
    story = [
        "information:hand_over",
        "signature:draw",
        "code:send",
        "signature:confirm",
        "sale:sign",
    ]
    assert [act for act in acts if act in story] == story
    assert {"signature:open", "document:keep", "link:make"} <= set(acts)


async def test_the_customer_may_type_their_name(customer: Customer) -> None:
    signed = await customer.sign(mark="", mark_typed="moreau  JEANNE")
    assert signed.status_code == 303
    [signature] = await customer.rows("signature")
    assert signature["manner"] == "typed"


async def test_the_right_code_sent_twice_makes_one_contract(customer: Customer) -> None:
    await customer.sign()
    code = await customer.code()
    answers = await asyncio.gather(customer.give(code), customer.give(code))
    assert [answer.headers.get("location") for answer in answers] == [f"{customer.url}/done"] * 2
    assert len(await customer.rows("document", "kind = 'sealed_contract'")) == 1
    assert len(await customer.rows("message", "kind = 'contract'")) == 1


async def test_signing_again_before_the_code_replaces_the_mark(customer: Customer) -> None:
    await customer.sign()
    first = await customer.code()
    assert (await customer.sign(mark="", mark_typed="Jeanne Moreau")).status_code == 303
    assert (await customer.give(first)).status_code == 422
    assert (await customer.give(await customer.code())).status_code == 303


async def test_a_mark_sent_twice_is_taken_once_and_one_code_leaves(customer: Customer) -> None:
    opened = await customer.read()
    answers = await asyncio.gather(customer.sign(opened), customer.sign(opened))
    assert [answer.headers.get("location") for answer in answers] == [f"{customer.url}/code"] * 2
    assert len(await customer.rows("document", "kind = 'contract'")) == 1
    assert len(await customer.rows("message", "kind = 'code'")) == 1
    assert "signature:repeat" in await customer.acts()


async def test_who_opens_the_page_again_is_told_that_a_code_has_left(customer: Customer) -> None:
    before = await customer.door.browser.get(f"{customer.url}/signature")
    assert "Vous avez déjà signé" not in before.text
    await customer.sign()
    after = await customer.door.browser.get(f"{customer.url}/signature")
    assert "Vous avez déjà signé" in after.text
    assert f'href="{customer.url}/code"' in after.text


async def test_a_signed_sale_is_not_signed_again(customer: Customer) -> None:
    opened = await customer.read()
    await customer.sign_and_confirm()
    again = await customer.sign(opened)
    assert again.headers["location"] == f"{customer.url}/done"
    assert len(await customer.rows("document", "kind = 'contract'")) == 1


async def test_l221_9_a_copy_on_paper_is_printed_without_an_agreement(customer: Customer) -> None:
    await customer.tablet.submit("consents", {"contract_medium": "paper", "privacy_read": True})
    await customer.tablet.submit("review", {})
    await customer.sign_and_confirm()
    assert [row["reason"] for row in await customer.rows("print_job")] == ["copy"]


async def test_pages_and_text_can_be_read_before_signing(customer: Customer) -> None:
    await customer.read()
    browser = customer.door.browser
    drawn = await browser.get(f"{customer.url}/signature/contract/pages/1")
    assert drawn.headers["content-type"].startswith("image/svg+xml")
    assert (await browser.get(f"{customer.url}/signature/contract/pages/99")).status_code == 404
    assert (await browser.get(f"{customer.url}/signature/secret/pages/1")).status_code == 404
    text = await browser.get(f"{customer.url}/signature/contract/text")
    assert "Jeanne Moreau" in text.text
    pdf = await browser.get(f"{customer.url}/signature/sheet")
    assert pdf.content.startswith(b"%PDF")
    assert "document:read" in await customer.acts()


async def test_a_sale_in_english_is_signed_in_english(door: Door) -> None:
    tablet = Tablet(in_english(door.cast.adviser))
    await tablet.sell()
    customer = Customer(door, tablet)
    await customer.read()
    text = await door.browser.get(f"{customer.url}/signature/contract/text")
    assert 'lang="en"' in text.text
    assert "Order form" in text.text
    assert (await customer.sign_and_confirm()).status_code == 303
