"""What the law asks before and after the signature, each under its article."""

from extranet.core.jobs import run_job
from extranet.documents.keeping import StoredDocument, fetch
from wizard.jobs import hand_over_information
from wizard.signing.tests.customer import Customer, Door
from wizard.tests.selling import IBAN, Tablet


async def test_l221_5_the_sheet_is_handed_over_once_and_recorded(customer: Customer) -> None:
    await run_job("hand_over_information", str(customer.sale))
    await hand_over_information(str(customer.sale))
    await customer.read()
    [handover] = await customer.rows("handover")
    [sheet] = await customer.rows("document", "kind = 'sheet'")
    assert handover["document_sha256"] == sheet["sha256"]
    assert handover["channel"] == "sms"
    assert handover["masked_destination"] == "06 •• •• •• 78"
    assert (await fetch(StoredDocument.of(sheet))).startswith(b"%PDF")
    assert len(await customer.rows("message", "kind = 'documents'")) == 1
    assert (await customer.acts()).count("information:hand_over") == 1


async def test_l221_5_the_sheet_is_handed_over_before_signing(customer: Customer) -> None:
    signed = await customer.sign()
    assert signed.status_code == 303
    [handover], [signature] = await customer.rows("handover"), await customer.rows("signature")
    assert handover["handed_at"] < signature["drawn_at"]


async def test_l221_5_other_answers_are_handed_over_again(customer: Customer) -> None:
    await customer.read()
    [before] = await customer.rows("handover")
    await customer.tablet.submit(
        "address", {"line1": "4 rue des Lilas", "postcode": "69003", "city": "Lyon"}
    )
    await customer.tablet.submit("review", {})
    await customer.read()
    [after] = await customer.rows("handover")
    assert before["document_sha256"] != after["document_sha256"]
    assert len(await customer.rows("message", "kind = 'documents'")) == 2


async def test_l221_5_the_sheet_goes_on_paper_to_who_asks_for_paper(door: Door) -> None:
    tablet = Tablet(door.cast.adviser)
    await tablet.sell(information={"channel": "paper", "received": True})
    customer = Customer(door, tablet)
    await customer.read()
    [handover] = await customer.rows("handover")
    assert handover["channel"] == "paper"
    assert [job["reason"] for job in await customer.rows("print_job")] == ["sheet"]
    assert await customer.rows("message") == []


async def test_l221_9_a_dated_copy_goes_to_the_customer(customer: Customer) -> None:
    await customer.sign_and_confirm()
    link = await customer.link("contract")
    page = await (await customer.door.visit()).get(link)
    assert "Contrat signé et scellé" in page.text
    assert await customer.rows("print_job") == []


async def test_l221_10_nothing_is_taken_at_the_door_for_a_magazine(door: Door) -> None:
    tablet = Tablet(door.cast.adviser)
    lines = [{"product": "magazine", "quantity": 1, "unit_price_cents": 2500}]
    await tablet.sell(
        products={"lines": lines, "catalogue": "v1"}, payment={"method": "direct_debit"}
    )
    customer = Customer(door, tablet)
    page = await door.browser.get(f"{customer.url}/signature")
    assert "Rien à payer pendant sept jours" in page.text
    text = await door.browser.get(f"{customer.url}/signature/contract/text")
    assert "Aucun paiement pendant sept jours" in text.text
    assert (await customer.sign_and_confirm()).status_code == 303


async def test_sepa_the_mandate_shows_the_account_masked(customer: Customer) -> None:
    await customer.read()
    text = await customer.door.browser.get(f"{customer.url}/signature/contract/text")
    assert "Mandat de prélèvement SEPA" in text.text
    assert "FR76\u00a0••••\u00a00189" in text.text
    assert IBAN[4:20] not in text.text


async def test_nothing_is_handed_over_while_answers_are_missing(door: Door) -> None:
    tablet = Tablet(door.cast.adviser)
    await tablet.sell(until="consents")
    customer = Customer(door, tablet)
    await run_job("hand_over_information", str(customer.sale))
    assert await customer.rows("handover") == []
    page = await door.browser.get(f"{customer.url}/signature")
    assert "Vérifiez les réponses avant de signer" in page.text


async def test_l121_8_with_a_doubt_nobody_signs(door: Door) -> None:
    tablet = Tablet(door.cast.adviser)
    given = {"first_name": "Jeanne", "last_name": "Moreau", "birth_date": "1950-01-23"}
    await tablet.sell(customer={**given, "doubt": True}, payment={"method": "cheque"})
    customer = Customer(door, tablet)
    page = await door.browser.get(f"{customer.url}/signature")
    assert "Un responsable rappelle le client" in page.text
    assert (await customer.sign({})).status_code == 409
    assert await customer.rows("signature") == []
