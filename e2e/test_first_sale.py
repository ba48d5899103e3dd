"""The spine of the product: an adviser sells, the customer signs, the back office validates, and
the journal tells it all."""

import re
from random import randrange

from playwright.sync_api import BrowserContext, Page, expect

from e2e.booklet import ADVISER, Booklet
from e2e.conftest import SignIn
from e2e.installation import SECRET, Installation
from e2e.phone import confirm, draw_and_sign, newest_code
from extranet.documents.sealing import evidence_in, verify_in_workshop
from extranet.documents.seals import Seal
from extranet.testing.plugin import run_apart

BACK_OFFICE = "backoffice@palier.example"


def test_an_adviser_brings_home_a_signed_contract(
    tablet: BrowserContext, desk: BrowserContext, sign_in: SignIn, installation: Installation
) -> None:
    page = sign_in(tablet, ADVISER)
    booklet = Booklet(page).open()
    sale = booklet.at("products").sale
    booklet.fill_to_review()
    booklet.go_on()

    page.wait_for_url(f"**/sales/{sale}/signature")
    _read_and_sign(page)
    page.wait_for_url(f"**/sales/{sale}/code")
    inbox = tablet.new_page()
    code = newest_code(inbox)
    inbox.close()
    confirm(page, code)
    page.wait_for_url(f"**/sales/{sale}/done")

    _customer_reads_their_papers(tablet, desk)
    number = _back_office_validates(sign_in(desk, BACK_OFFICE))
    _sealed_contract_verifies(desk, installation)
    _journal_tells(desk.pages[-1], number)


def _read_and_sign(page: Page) -> None:
    expect(page.locator("img[src*='/signature/sheet/pages/1']")).to_be_visible()
    expect(page.locator("img[src*='/signature/contract/pages/1']")).to_be_attached()
    draw_and_sign(page)


def _customer_reads_their_papers(tablet: BrowserContext, desk: BrowserContext) -> None:
    """The link in the SMS opens without an account, in a browser that never signed in."""
    inbox = tablet.new_page()
    inbox.goto("/inbox")
    link = inbox.locator("a[href*='/documents/']").first
    link.wait_for()
    address = link.get_attribute("href")
    inbox.close()
    assert address is not None
    customer = desk.new_page()
    customer.goto(address)
    expect(
        customer.get_by_role("link", name=re.compile("PDF|contrat", re.IGNORECASE)).first
    ).to_be_visible()
    customer.close()


def _back_office_validates(page: Page) -> str:
    page.goto("/contracts")
    page.locator("table a[href^='/contracts/']").first.click()
    page.wait_for_url("**/contracts/*")
    expect(page.locator("main")).to_contain_text("Lefèvre Élodie")
    number = re.search(r"C-\d{4}-\d{6}", page.locator("main").inner_text())
    assert number is not None
    page.locator("form[action$='/validations'] button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("Validé")
    return number.group(0)


def _sealed_contract_verifies(desk: BrowserContext, installation: Installation) -> None:
    """The sealed PDF verifies with pyHanko, and one changed byte is found."""
    page = desk.pages[-1]
    link = page.get_by_role("link", name=re.compile("scellé")).first.get_attribute("href")
    sealed = desk.request.get(str(link)).body()
    roots = _roots(installation)
    assert run_apart(verify_in_workshop(sealed, roots)).good
    assert evidence_in(sealed) is not None
    place = randrange(200, len(sealed))  # noqa: S311 (any place will do)
    changed = bytearray(sealed)
    changed[place] ^= 0x01
    verdict = run_apart(verify_in_workshop(bytes(changed), roots))
    assert not verdict.good, f"byte {place} changed unnoticed"


def _roots(installation: Installation) -> list[bytes]:
    return list(Seal.load(installation.data / "seal" / "seal.p12", SECRET).roots)


def _journal_tells(page: Page, number: str) -> None:
    page.goto("/journal")
    journal = page.locator("main")
    expect(journal).to_contain_text(re.compile("validé", re.IGNORECASE))
    expect(journal).to_contain_text(number)
    expect(journal).to_contain_text("Camille Moreau")
