"""Reading and signing on the customer's own phone: the same ceremony, by nobody but them."""

import json

from extranet.core.access import Origin
from extranet.core.access import customer as as_customer
from extranet.core.database import unit_of_work
from extranet.documents.company_seal import company_seal
from extranet.documents.keeping import StoredDocument, fetch
from extranet.documents.sealing import evidence_in, verify_in_workshop
from wizard.sale_closing import close_sale
from wizard.signing.tests.customer import Customer, Door, carried
from wizard.signing.tests.phone import DEVICE, choose_phone, on_the_phone
from wizard.tests.selling import Tablet, cart, change_product


async def sealed(customer: Customer) -> bytes:
    [row] = await customer.rows("document", "kind = 'sealed_contract'")
    return await fetch(StoredDocument.of(row))


async def test_a_customer_reads_signs_and_gives_their_code(customer: Customer) -> None:
    await choose_phone(customer)
    phone = await on_the_phone(customer)
    page = (await phone.page()).text
    for said in ("Porte à Porte", "daily", "29,90", "À lire", "quatorze jours"):
        assert said in page, said
    assert 'id="f-mark"' not in page
    await phone.sign_and_confirm()
    assert await customer.state() == "signed"
    [contract] = await customer.rows("contract")
    assert contract["customer_name"] == "Moreau Jeanne"
    done = (await phone.page()).text
    assert "C’est signé" in done
    file = await phone.page("/files/contract")
    assert file.content == await sealed(customer)
    assert (await verify_in_workshop(file.content, company_seal().roots)).good
    assert "/documents/" in await customer.message("contract")


async def test_the_evidence_says_it_was_the_customer_s_own_device(customer: Customer) -> None:
    await choose_phone(customer)
    await (await on_the_phone(customer)).sign_and_confirm()
    evidence = json.loads(evidence_in(await sealed(customer)))
    assert evidence["device"]["owner"] == "customer"
    assert evidence["device"]["description"] == DEVICE
    assert evidence["device"]["address"]
    steps = [moment["step"] for moment in evidence["timeline"]]
    told = ["information_handed_over", "link_sent", "link_opened", "papers_read", "mark_made"]
    assert [step for step in steps if step in told] == told


async def test_on_the_tablet_the_evidence_names_the_adviser_s_device(customer: Customer) -> None:
    await customer.sign_and_confirm()
    assert json.loads(evidence_in(await sealed(customer)))["device"]["owner"] == "adviser"


async def test_l221_5_nobody_signs_before_both_documents_are_read(customer: Customer) -> None:
    await choose_phone(customer)
    phone = await on_the_phone(customer)
    await phone.read("sheet")
    refused = await phone.sign(**await customer.read())
    assert refused.status_code == 422
    assert "Lisez d’abord les deux documents" in refused.text
    assert await customer.rows("signature") == []
    await phone.read("contract")
    assert (await phone.sign()).status_code == 303


async def test_a_mark_sent_twice_by_phone_is_taken_once(customer: Customer) -> None:
    await choose_phone(customer)
    phone = await on_the_phone(customer)
    await phone.read()
    opened = carried((await phone.page()).text)
    for _ in range(2):
        signed = await phone.sign(**opened)
        assert signed.headers.get("location") == f"{phone.url}/code"
    assert len(await customer.rows("message", "kind = 'code'")) == 1
    assert "Vous avez déjà signé" in (await phone.page()).text


async def test_what_changed_is_read_again(customer: Customer) -> None:
    await choose_phone(customer)
    phone = await on_the_phone(customer)
    await phone.read()
    await customer.tablet.submit("products", cart(daily=3))
    assert "en cours de correction" in (await phone.page()).text
    await customer.tablet.submit("review", {})
    page = (await phone.page()).text
    assert "Votre commande a changé" in page
    assert "À relire" in page
    assert "89,70" in page
    assert (await phone.sign(**await customer.read())).status_code == 422
    await phone.sign_and_confirm()
    assert await customer.state() == "signed"


async def test_a_document_outdated_while_it_was_read_does_not_count(customer: Customer) -> None:
    await choose_phone(customer)
    phone = await on_the_phone(customer)
    await phone.browser.post(f"{phone.url}/read/sheet", data={"seen": "a" * 64})
    [link] = await customer.rows("signing_link")
    assert link["sheet_seen"] == ""
    assert "signing_link:reread" in await customer.acts()


async def test_a_code_ends_the_ceremony_on_the_device_it_began_on(customer: Customer) -> None:
    await choose_phone(customer)
    phone = await on_the_phone(customer)
    await phone.read()
    await phone.sign()
    code = await customer.code()
    elsewhere = await customer.give(code)
    assert elsewhere.headers["location"] == f"{customer.url}/signature"
    assert await customer.state() == "out_for_signature"
    assert (await phone.give(code)).headers["location"] == phone.url
    assert await customer.state() == "signed"


async def test_a_wrong_code_and_a_new_one(customer: Customer) -> None:
    await choose_phone(customer)
    phone = await on_the_phone(customer)
    await phone.read()
    await phone.sign()
    code = await customer.code()
    wrong = await phone.give(f"{(int(code) + 1) % 1_000_000:06d}")
    assert wrong.status_code == 422
    assert "n’est pas le bon" in wrong.text
    again = await phone.browser.post(f"{phone.url}/code/new")
    assert again.headers["location"] == f"{phone.url}/code"
    assert (await phone.give(await customer.code())).headers["location"] == phone.url


async def test_a_dropped_sale_and_a_signed_one_say_so(customer: Customer, door: Door) -> None:
    await choose_phone(customer)
    await customer.sign_and_confirm()
    phone = await on_the_phone(customer)
    assert "C’est signé" in (await phone.page()).text
    assert (await phone.page("/code")).headers["location"] == phone.url
    assert (await phone.browser.post(phone.url)).headers["location"] == phone.url
    other = Customer(door, Tablet(door.cast.adviser))
    await other.tablet.sell()
    await choose_phone(other)
    async with unit_of_work(door.cast.adviser) as work:
        await close_sale(work, other.sale)
    gone = await (await on_the_phone(other)).page()
    assert "Cette commande est annulée" in gone.text


async def test_the_link_opens_one_sale_and_its_role_sees_no_other(
    customer: Customer, door: Door
) -> None:
    other = Customer(door, Tablet(door.cast.adviser))
    await other.tablet.sell()
    for one in (customer, other):
        await choose_phone(one)
    async with unit_of_work(as_customer(customer.sale, Origin())) as work:
        tables = ("sale", "sale_step", "signing_link", "submission", "confirmation_code")
        for table in tables:
            column = "id" if table == "sale" else "sale_id"
            found = await work.all(f"SELECT DISTINCT {column} FROM {table}")  # noqa: S608 (our own names)
            assert {row[column] for row in found} <= {customer.sale}, table
        changed = await work.run("UPDATE sale SET changed_at = now()")
        assert changed == 1
        work.record("signature:open", "sale", customer.sale)


async def test_every_act_is_journalled_as_the_customer_s(customer: Customer) -> None:
    await choose_phone(customer)
    await (await on_the_phone(customer)).sign_and_confirm()
    async with unit_of_work(customer.door.cast.back_office) as work:
        rows = await work.all(
            "SELECT act, actor_kind FROM entry WHERE object_id = $1 ORDER BY seq", customer.sale
        )
    theirs = {row["act"] for row in rows if row["actor_kind"] == "customer"}
    assert {"signature:open", "document:read", "signing_link:read"} <= theirs
    assert {"signature:draw", "code:send", "signature:confirm", "sale:sign"} <= theirs


async def test_price_changes_leave_the_sale_as_it_was_shown(customer: Customer) -> None:
    await choose_phone(customer)
    phone = await on_the_phone(customer)
    await phone.read()
    await change_product(customer.door.cast, "daily", "price_cents", 9990)
    page = (await phone.page()).text
    assert "29,90" in page
    assert "99,90" not in page
    await phone.sign_and_confirm()
    assert await customer.state() == "signed"
