"""The customer's own pages: behind a long link, and nothing else."""

import secrets
from datetime import timedelta

from extranet.core.access import worker
from extranet.core.clock import PARIS, now, today
from extranet.core.database import unit_of_work
from extranet.core.i18n import words
from extranet.core.tokens import digest
from wizard.signing.tests.customer import Customer, Door
from wizard.tests.selling import Tablet, cart
from wizard.withdrawal import withdrawal


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
    assert "réception du premier produit" in page.text
    acts = await customer.acts()
    assert acts.count("documents:list") == 2


async def test_the_last_day_to_withdraw_from_a_service_is_told_in_both_places(door: Door) -> None:
    tablet = Tablet(door.cast.adviser)
    await tablet.sell(products=cart(filter=1), payment={"method": "cheque"})
    customer = Customer(door, tablet)
    await customer.sign_and_confirm()
    last = withdrawal({"service"}, today(), None).last_day
    assert last is not None
    words_of_it = f"usqu’au {words('fr').date(last)} inclus"
    done = await door.browser.get(f"{customer.url}/done")
    assert words_of_it in done.text
    page = await (await door.visit()).get(await customer.link("contract"))
    assert words_of_it in page.text
    assert "premier produit" not in page.text


async def test_of_goods_the_last_day_is_told_once_they_came(customer: Customer) -> None:
    await customer.sign_and_confirm()
    done = await customer.door.browser.get(f"{customer.url}/done")
    assert "à compter de la réception du premier produit" in done.text
    browser, link = await customer.door.visit(), await customer.link("contract")
    assert "à compter de la réception du premier produit" in (await browser.get(link)).text
    for days, told in ((2, "jusqu’au"), (40, "a pris fin le")):
        came = now() - timedelta(days=days)
        async with unit_of_work(worker("tests")) as work:
            await work.run(
                "UPDATE contract SET first_delivery_at = $2 WHERE sale_id = $1",
                customer.sale,
                came,
            )
            work.record("contract:deliver", "sale", customer.sale)
        last = withdrawal({"goods"}, today(), came.astimezone(PARIS).date()).last_day
        assert last is not None
        assert f"{told} {words('fr').date(last)}" in (await browser.get(link)).text


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
    for path, said in (
        ("/documents", "SMS"),
        ("/withdrawal", "quatorze jours"),
        ("/termination", "résiliation"),
    ):
        page = await browser.get(path)
        assert page.status_code == 200
        assert said in page.text


async def test_a_page_that_hides_its_address_still_changes_its_language(customer: Customer) -> None:
    browser = await customer.door.visit()
    for site, status in (("same-origin", 303), ("cross-site", 403), ("", 403)):
        headers = {"origin": "null", "sec-fetch-site": site}
        answer = await browser.post("/language", data={"locale": "en"}, headers=headers)
        assert answer.status_code == status, site
