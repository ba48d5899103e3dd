"""Sales taken over from elsewhere get their papers at the first opening, once."""

import asyncio
import json
from uuid import UUID

import pytest

from extranet.core.access import Actor, worker
from extranet.core.database import unit_of_work
from extranet.core.errors import NotFound
from extranet.documents.company_seal import company_seal
from extranet.documents.keeping import fetch
from extranet.documents.rendering import render_contract
from extranet.documents.sealing import evidence_in, verify_in_workshop
from extranet.documents.tests.reading import page_texts, squeezed
from extranet.testing.selling import MARK, make_catalogue, make_signed_sale
from wizard.records import load_record
from wizard.signing.obtaining import obtain
from wizard.signing.papers import make_paper
from wizard.signing.tests.customer import Door


async def count_papers(sale_id: UUID) -> int:
    async with unit_of_work(worker("tests")) as work:
        return int(await work.value("SELECT count(*) FROM document WHERE sale_id = $1", sale_id))


async def test_a_sale_taken_over_is_sealed_at_its_first_opening(door: Door) -> None:
    sale = await make_signed_sale(door.cast.adviser, await make_catalogue())
    asked = [door.cast.back_office, door.cast.manager, door.cast.adviser]
    found = await asyncio.gather(*(obtain(actor, sale.id, "sealed_contract") for actor in asked))
    assert len({document.id for document in found}) == 1
    assert await count_papers(sale.id) == 2

    pdf = await fetch(found[0])
    assert (await verify_in_workshop(pdf, company_seal().roots)).good
    evidence = json.loads(evidence_in(pdf))
    assert evidence["timeline"][-1]["step"] == "reprise"
    async with unit_of_work(door.cast.back_office) as work:
        record = await load_record(work, sale.id)
    assert record.signature is not None
    made = make_paper(record, record.signature.drawn_at, mark=MARK, code_channel="sms")
    assert evidence["contract"]["sha256"] == render_contract(made).sha256
    assert evidence["reference"] == sale.number


async def test_the_desk_opens_it_by_its_address(door: Door) -> None:
    sale = await make_signed_sale(door.cast.adviser, await make_catalogue())
    browser = await door.visit(door.cast.back_office)
    for kind in ("sealed_contract", "sheet"):
        pdf = await browser.get(f"/sales/{sale.id}/documents/{kind}")
        assert pdf.headers["content-type"] == "application/pdf"
        assert pdf.headers["content-disposition"].startswith("inline")
        assert "default-src 'none'" in pdf.headers["content-security-policy"]


@pytest.mark.parametrize("missing", ["handover", "signature"])
async def test_what_was_not_recorded_is_not_made_up(door: Door, missing: str) -> None:
    sale = await make_signed_sale(door.cast.adviser, await make_catalogue())
    async with unit_of_work(door.cast.adviser) as work:
        await work.run(f"DELETE FROM {missing} WHERE sale_id = $1", sale.id)  # noqa: S608 (our own names)
        work.record("sale:forget", "sale", sale.id)
    assert await is_hidden(door.cast.back_office, sale.id)
    assert await count_papers(sale.id) == 0


async def test_without_a_code_the_papers_tell_of_none(door: Door) -> None:
    sale = await make_signed_sale(door.cast.adviser, await make_catalogue())
    async with unit_of_work(door.cast.adviser) as work:
        await work.run(
            "UPDATE confirmation_code SET confirmed_at = NULL WHERE sale_id = $1", sale.id
        )
        work.record("sale:forget", "sale", sale.id)
    pdf = await fetch(await obtain(door.cast.back_office, sale.id, "sealed_contract"))
    said = squeezed("".join(page_texts(pdf)))
    assert squeezed("eIDAS : empreinte du document signé") in said
    assert squeezed("code envoyé") not in said


async def is_hidden(actor: Actor, sale_id: UUID) -> bool:
    try:
        await obtain(actor, sale_id, "sealed_contract")
    except NotFound:
        return True
    return False


async def test_nobody_obtains_what_they_may_not_see(door: Door) -> None:
    sale = await make_signed_sale(door.cast.adviser, await make_catalogue())
    for actor in (door.cast.colleague, door.cast.outsider, door.cast.other_manager):
        assert await is_hidden(actor, sale.id)
    assert await count_papers(sale.id) == 0
