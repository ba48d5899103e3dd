"""Hands that slip, tabs that are stale, people who should not be there."""

import json

import pytest

from extranet.core.access import worker
from extranet.core.database import unit_of_work
from wizard.signing.tests.customer import STROKES, Customer


@pytest.mark.parametrize("mark", ["not json", "[[[1,2,3]]]"])
async def test_what_is_no_signature_is_refused(customer: Customer, mark: str) -> None:
    refused = await customer.sign(mark=mark)
    assert refused.status_code == 422
    assert await customer.rows("signature") == []
    assert await customer.state() == "ready_to_sign"


async def test_two_megabytes_of_strokes_are_refused(customer: Customer) -> None:
    opened = await customer.read()
    heavy = await customer.sign(opened, mark="[" + "[[1,2,3],[4,5,6]]," * 40_000 + "[]]")
    assert heavy.status_code == 422
    too_heavy = await customer.sign(opened, mark="9" * 2_100_000)
    assert too_heavy.status_code == 413
    assert await customer.rows("signature") == []


async def test_without_the_tick_nothing_is_signed_and_the_drawing_stays(customer: Customer) -> None:
    refused = await customer.sign(read="")
    assert refused.status_code == 422
    assert "Cochez la case" in refused.text
    assert "[[[100, 200, 0]" in refused.text
    assert "Erreur" in refused.text.split("</title>")[0]


@pytest.mark.parametrize(
    "name", ["Jean Dupont", "J", "Jeanne", "Jeanne Moreau Jeanne", "é" * 5_000]
)
async def test_another_name_does_not_sign(customer: Customer, name: str) -> None:
    refused = await customer.sign(mark="", mark_typed=name)
    assert refused.status_code == 422
    assert "n’est pas celui du client" in refused.text


async def test_a_stale_tab_cannot_sign_what_changed(customer: Customer) -> None:
    opened = await customer.read()
    lines = [{"product": "daily", "quantity": 3, "unit_price_cents": 2990}]
    await customer.tablet.submit("products", {"lines": lines, "catalogue": "v1"})
    unfinished = await customer.sign(opened)
    assert unfinished.status_code == 409
    assert "Les réponses ont changé" in unfinished.text
    await customer.tablet.submit("review", {})
    stale = await customer.sign(opened)
    assert stale.status_code == 422
    assert "a changé depuis" in stale.text
    assert await customer.rows("signature") == []
    assert (await customer.sign()).status_code == 303


async def test_the_code_dies_with_the_answers_it_was_sent_for(customer: Customer) -> None:
    await customer.sign()
    code = await customer.code()
    lines = [{"product": "daily", "quantity": 3, "unit_price_cents": 2990}]
    await customer.tablet.submit("products", {"lines": lines, "catalogue": "v1"})
    assert (await customer.give(code)).headers["location"] == f"{customer.url}/signature"
    await customer.tablet.submit("review", {})
    assert (await customer.give(code)).headers["location"] == f"{customer.url}/signature"
    await customer.sign()
    if code != await customer.code():
        assert (await customer.give(code)).status_code == 422
    assert await customer.state() == "out_for_signature"


async def test_a_product_renamed_after_the_signature_is_sold_as_it_was(customer: Customer) -> None:
    await customer.sign()
    code = await customer.code()
    async with unit_of_work(customer.door.cast.back_office) as work:
        await work.run("UPDATE product SET description_fr = 'Autre chose' WHERE code = 'daily'")
        work.record("product:change", "product", None)
    assert (await customer.give(code)).status_code == 303
    assert await customer.state() == "signed"


async def test_a_seller_who_moves_between_sheet_and_code_sells_as_it_was(
    customer: Customer,
) -> None:
    await customer.read()
    async with unit_of_work(customer.door.cast.back_office) as work:
        await work.run("UPDATE seller SET address = '2 rue Basse, 69003 Lyon'")
        await work.run("UPDATE person SET last_name = 'Durand'")
        work.record("seller:change", "seller", None)
    await customer.sign_and_confirm()
    assert await customer.state() == "signed"
    assert len(await customer.rows("document", "kind = 'sheet'")) == 1


async def test_a_paper_that_became_another_is_read_again(customer: Customer) -> None:
    await customer.sign()
    code = await customer.code()
    async with unit_of_work(worker("mending")) as work:
        await work.run("""UPDATE sale SET seller = seller || '{"address": "2 rue Basse, Lyon"}'""")
        work.record("sale:mend", "sale", customer.sale)
    lapsed = await customer.give(code)
    assert lapsed.status_code == 422
    assert "relit et signe de nouveau" in lapsed.text
    assert await customer.state() == "out_for_signature"
    assert (await customer.sign()).status_code == 303


async def test_another_advisers_sale_is_not_there(customer: Customer) -> None:
    await customer.sign()
    code = await customer.code()
    for actor in (customer.door.cast.colleague, customer.door.cast.outsider):
        browser = await customer.door.visit(actor)
        for path in (
            "signature",
            "code",
            "done",
            "signature/contract",
            "signature/sheet/pages/1",
            "signature/contract/text",
            "documents/contract",
            "documents/sheet",
        ):
            assert (await browser.get(f"{customer.url}/{path}")).status_code == 404, path
        form = {"mark": json.dumps(STROKES), "read": "true"}
        assert (await browser.post(f"{customer.url}/signature", data=form)).status_code == 404
        assert (await browser.post(f"{customer.url}/code", data={"code": code})).status_code == 404
        assert (await browser.post(f"{customer.url}/code/new")).status_code == 404
    assert await customer.state() == "out_for_signature"


async def test_only_who_sells_may_have_somebody_sign(customer: Customer) -> None:
    for actor in (customer.door.cast.manager, customer.door.cast.back_office):
        browser = await customer.door.visit(actor)
        assert (await browser.get(f"{customer.url}/signature")).status_code == 403
    auditor = await customer.door.visit(customer.door.cast.auditor)
    assert (await auditor.get(f"{customer.url}/documents/sheet")).status_code == 403
    stranger = await customer.door.visit()
    assert (await stranger.get(f"{customer.url}/signature")).status_code == 303


async def test_a_document_that_is_not_there(customer: Customer) -> None:
    browser = customer.door.browser
    for name in ("x", "sealed_contract", str(customer.sale), "evidence", "..%2f..%2fsecret.key"):
        assert (await browser.get(f"{customer.url}/documents/{name}")).status_code == 404
