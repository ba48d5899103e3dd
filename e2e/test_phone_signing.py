"""A sale finished without a network: the link leaves once it is sent, the customer signs on their
own phone, and the adviser's page follows without being loaded again."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from e2e.booklet import ADVISER, Booklet
from e2e.conftest import SignIn
from e2e.installation import Installation
from e2e.phone import (
    confirm,
    draw_and_sign,
    newest_code,
    phone_of,
    read_both,
    signing_link,
)
from e2e.seller import rows


@pytest.fixture
def phone(chromium_browser: Browser, installation: Installation) -> Iterator[BrowserContext]:
    """The customer's phone."""
    with phone_of(chromium_browser, installation) as opened:
        yield opened


def test_from_flight_mode_to_a_contract_signed_on_the_customer_s_phone(
    tablet: BrowserContext,
    desk: BrowserContext,
    phone: BrowserContext,
    enter: SignIn,
    installation: Installation,
) -> None:
    booklet = Booklet(enter(tablet, ADVISER)).open().at("products")
    sale, page = booklet.sale, booklet.page
    tablet.set_offline(True)
    booklet.fill_to_review()
    booklet.go_on()
    booklet.at("ready")
    page.locator("[data-ready-phone]").click()
    expect(page.locator("[data-ready-words]")).to_contain_text(
        "Le client signera sur son téléphone"
    )
    expect(page.locator("[data-ready-words]")).to_contain_text("06 12 34 56 78")
    expect(page.locator("[data-ready-phone]")).to_be_hidden()

    tablet.set_offline(False)
    page.wait_for_url(f"**/sales/{sale}")
    progress = page.locator(".signing-progress")
    expect(progress).to_contain_text("Lien envoyé par SMS au 06 •• •• •• 78")
    page.evaluate("window.loadedOnce = true")

    inbox = desk.new_page()
    customer = phone.new_page()
    customer.goto(signing_link(inbox))
    expect(customer.locator("main")).to_contain_text("Lefèvre")
    expect(progress).to_contain_text("Le client a ouvert le lien")
    read_both(customer)
    expect(progress).to_contain_text("Le client a lu les deux documents")
    draw_and_sign(customer)
    expect(progress).to_contain_text("Son code est parti")
    confirm(customer, newest_code(inbox))
    expect(progress).to_contain_text("Le contrat est conclu")
    expect(page.locator(".page-head")).to_contain_text("Signée")
    expect(page.locator("[data-announcer]")).to_have_text(re.compile("a signé"))
    assert page.evaluate("window.loadedOnce") is True

    contracts = "SELECT state FROM contract WHERE sale_id = $1"
    assert [row["state"] for row in rows(installation, contracts, sale)] == ["to_check"]
    sent = "SELECT kind FROM message WHERE sale_id = $1 ORDER BY created_at"
    kinds = [row["kind"] for row in rows(installation, sent, sale)]
    # The first two are written by two jobs, which do not wait for each other.
    assert sorted(kinds[:2]) == ["documents", "signing"]
    assert kinds[2:] == ["code", "contract"]


def test_the_adviser_corrects_a_step_and_the_customer_reads_again(
    tablet: BrowserContext, desk: BrowserContext, phone: BrowserContext, enter: SignIn
) -> None:
    booklet = Booklet(enter(tablet, ADVISER)).open().at("products")
    sale, page = booklet.sale, booklet.page
    booklet.fill_to_review()
    booklet.go_on()
    page.wait_for_url(f"**/sales/{sale}/signature")
    page.get_by_role("button", name="Recevoir le lien").click()
    page.wait_for_url(f"**/sales/{sale}")
    customer = phone.new_page()
    customer.goto(signing_link(desk.new_page()))
    read_both(customer)

    corrected = booklet.open(f"{sale}/products/change").at("products")
    corrected.product(exempt=True).locator("[data-more]").click()
    corrected.go_on()
    corrected.at("review").go_on()
    page.wait_for_url(f"**/sales/{sale}/signature")

    customer.reload()
    expect(customer.locator("main")).to_contain_text("Votre commande a changé")
    expect(customer.get_by_text("À relire", exact=True)).to_have_count(2)
    expect(customer.locator("canvas")).to_have_count(0)
    read_both(customer)
    expect(customer.locator("canvas")).to_be_visible()
