"""Sales taken over from elsewhere get their papers at the first opening, once."""

import asyncio
import json
from uuid import UUID

from extranet.core.access import Actor, worker
from extranet.core.database import unit_of_work
from extranet.core.errors import NotFound
from extranet.documents.company_seal import company_seal
from extranet.documents.keeping import fetch
from extranet.documents.sealing import evidence_in, verify_in_workshop
from extranet.testing.selling import make_catalogue, make_signed_sale
from wizard.signing.obtaining import obtain
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
    assert evidence["reference"] == sale.number


async def test_the_desk_opens_it_by_its_address(door: Door) -> None:
    sale = await make_signed_sale(door.cast.adviser, await make_catalogue())
    browser = await door.visit(door.cast.back_office)
    for kind in ("sealed_contract", "sheet"):
        pdf = await browser.get(f"/sales/{sale.id}/documents/{kind}")
        assert pdf.headers["content-type"] == "application/pdf"
        assert pdf.headers["content-disposition"].startswith("inline")
        assert "default-src 'none'" in pdf.headers["content-security-policy"]


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
