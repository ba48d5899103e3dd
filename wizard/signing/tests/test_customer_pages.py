"""The customer's own pages: behind a long link, and nothing else."""

import secrets

from extranet.core.access import worker
from extranet.core.database import unit_of_work
from extranet.core.tokens import digest
from wizard.signing.tests.customer import Customer
from wizard.tests.selling import Tablet


async def test_the_link_opens_the_documents_without_a_login(customer: Customer) -> None:
    await customer.read()
    link = await customer.link()
    browser = await customer.door.visit()
    page = await browser.get(link)
    assert page.status_code == 200
    assert "À lire avant de signer" in page.text
    assert "Contrat signé" not in page.text
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "noindex" in page.headers["x-robots-tag"]

    await customer.sign_and_confirm()
    page = await browser.get(link)
    assert "Contrat signé et scellé" in page.text
    assert "29,90" in page.text
    assert "première livraison" in page.text
    acts = await customer.acts()
    assert acts.count("documents:list") == 2


async def test_each_download_is_journalled(customer: Customer) -> None:
    await customer.sign_and_confirm()
    link = await customer.link("contract")
    browser = await customer.door.visit()
    [sealed] = await customer.rows("document", "kind = 'sealed_contract'")
    file = await browser.get(f"{link}/{sealed['id']}.pdf")
    assert file.headers["content-type"] == "application/pdf"
    assert file.headers["content-disposition"].startswith("inline")
    assert file.headers["referrer-policy"] == "no-referrer"
    assert "Moreau" not in file.headers["content-disposition"]
    assert "document:open" in await customer.acts()


async def test_a_link_opens_one_sale_only(customer: Customer) -> None:
    other = Customer(customer.door, Tablet(customer.door.cast.adviser))
    await other.tablet.sell()
    await other.sign_and_confirm()
    await customer.sign_and_confirm()
    [theirs] = await other.rows("document", "kind = 'sealed_contract'")
    browser = await customer.door.visit()
    stolen = await browser.get(f"{await customer.link('contract')}/{theirs['id']}.pdf")
    assert stolen.status_code == 404


async def test_a_wrong_or_expired_link_is_not_there(customer: Customer) -> None:
    await customer.read()
    browser = await customer.door.visit()
    for token in ("x", secrets.token_urlsafe(32), "a" * 5_000, "%00", "..%2f.."):
        assert (await browser.get(f"/documents/{token}")).status_code == 404
        assert (await browser.get(f"/documents/{token}/x.pdf")).status_code == 404
    link = await customer.link()
    async with unit_of_work(worker("tests"), housekeeping=True) as work:
        [before] = await work.all("SELECT * FROM document_link WHERE sale_id = $1", customer.sale)
        await work.run(
            "INSERT INTO document_link SELECT gen_random_uuid(), $2, sale_id, adviser_id, "
            "agency_id, created_at, now() FROM document_link WHERE id = $1",
            before["id"],
            digest("b" * 43),
        )
    assert (await browser.get(link)).status_code == 200
    assert (await browser.get(f"/documents/{'b' * 43}")).status_code == 404


async def test_the_link_itself_is_not_kept(customer: Customer) -> None:
    await customer.read()
    token = (await customer.link()).rsplit("/", 1)[1]
    [kept] = await customer.rows("document_link")
    assert kept["token_digest"] == digest(token)
    assert len(token) == 43


async def test_every_printed_address_opens(customer: Customer) -> None:
    browser = await customer.door.visit()
    for path, words in (
        ("/documents", "SMS"),
        ("/withdrawal", "quatorze jours"),
        ("/termination", "résiliation"),
    ):
        page = await browser.get(path)
        assert page.status_code == 200
        assert words in page.text


async def test_a_page_that_hides_its_address_still_changes_its_language(customer: Customer) -> None:
    browser = await customer.door.visit()
    for site, status in (("same-origin", 303), ("cross-site", 403), ("", 403)):
        headers = {"origin": "null", "sec-fetch-site": site}
        answer = await browser.post("/language", data={"locale": "en"}, headers=headers)
        assert answer.status_code == status, site
