"""The adviser's account is suspended while they sell: the tablet keeps it all and says why."""

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from e2e.booklet import ADVISER, Booklet, Posts
from e2e.installation import Installation
from e2e.lock import let_time_pass, pane, person_of
from e2e.seller import rows, visitor
from extranet.demo.company import PASSWORD

SignIn = Callable[[BrowserContext, str], Page]
MANAGER = "manager@palier.example"
STORED = "SELECT step, count(*) AS times FROM submission WHERE sale_id = $1 GROUP BY step"


@pytest.fixture
def manager(
    installation: Installation, desk: BrowserContext, sign_in: SignIn, booklet: Booklet
) -> Iterator[Page]:
    """The adviser's page at their manager's; they are reinstated after the test, come what may."""
    person = person_of(booklet.page)
    page = sign_in(desk, MANAGER)
    page.goto(f"/people/{person}")
    yield page
    with closing(visitor(installation, MANAGER)) as client:
        client.post(f"/people/{person}/reinstate")
    assert rows(installation, "SELECT active FROM person WHERE id = $1", person)[0]["active"]


@pytest.fixture
def booklet(installed: BrowserContext, sign_in: SignIn) -> Booklet:
    """A new sale, opened by the adviser."""
    return Booklet(sign_in(installed, ADVISER)).open().at("products")


def suspend(manager: Page) -> None:
    """Suspend the adviser on their page."""
    manager.get_by_role("button", name="Suspendre le compte").click()
    manager.get_by_role("dialog").get_by_role("button", name="Suspendre le compte").click()
    expect(manager.get_by_text("Ce compte est suspendu")).to_be_visible()


def reinstate(manager: Page) -> None:
    """Reinstate the adviser on their page."""
    manager.get_by_role("button", name="Rétablir le compte").click()
    expect(manager.get_by_role("button", name="Suspendre le compte").first).to_be_visible()


def told(page: Page) -> None:
    """Wait until the page says what happened, what is kept and what to do."""
    notice = page.locator("[data-suspended]:visible")
    expect(notice).to_contain_text("Votre compte est suspendu")
    expect(notice).to_contain_text("Tout ce que vous avez saisi reste sur cette tablette")
    expect(notice).to_contain_text("Parlez à votre responsable")
    expect(notice).to_be_in_viewport()
    strip = page.locator("[data-strip]")
    expect(strip).to_have_attribute("data-state", "inactive")
    expect(strip.locator("[data-strip-sign-in]")).to_be_hidden()
    expect(strip.locator("[data-strip-send]")).to_be_hidden()


def come_in(page: Page) -> None:
    """Knock with the right password."""
    page.fill("input[name=email]", ADVISER)
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Se connecter").click()


def test_a_suspended_adviser_s_sale_waits_on_the_tablet_and_leaves_once_when_they_are_back(
    installation: Installation, installed: BrowserContext, booklet: Booklet, manager: Page
) -> None:
    page, sale = booklet.page, booklet.sale
    booklet.fill_cart()
    booklet.all_sent()
    installed.set_offline(True)
    booklet.fill_customer()
    booklet.fill_address()
    suspend(manager)
    posts = Posts(installed)
    installed.set_offline(False)

    told(page)
    expect(booklet.tablet_says("inactive")).to_contain_text("2 étapes gardées sur cette tablette")
    tried = len(posts.batches)
    assert tried <= 1
    booklet.fill_contact()
    expect(booklet.tablet_says("inactive")).to_contain_text("3 étapes gardées sur cette tablette")
    with page.expect_download() as saving:
        page.locator("[data-suspended] [data-export]").click()
    assert saving.value.suggested_filename.endswith(".palier")

    page.goto("/")
    expect(page.get_by_text("Votre compte est suspendu")).to_be_visible()
    come_in(page)
    expect(page.get_by_text("ne vont pas ensemble").first).to_be_visible()
    expect(page.get_by_text("Votre compte est suspendu")).to_be_visible()
    page.get_by_role("link", name="Voir ce que garde cette tablette").click()
    told(page)
    expect(page.locator("[data-kept-state]")).to_have_text("Sur la tablette")
    assert len(posts.batches) == tried
    assert rows(installation, STORED, sale) == [{"step": "products", "times": 1}]

    reinstate(manager)
    page.goto("/sign-in")
    expect(page.get_by_text("Votre compte est suspendu")).to_be_hidden()
    come_in(page)
    page.wait_for_url(lambda url: "/sign-in" not in url)
    booklet.all_sent()
    expect(page.locator("[data-suspended]").first).to_be_hidden()
    kept = {row["step"]: row["times"] for row in rows(installation, STORED, sale)}
    assert kept == {"products": 1, "customer": 1, "address": 1, "contact": 1}


def test_a_tablet_hears_that_the_account_is_active_again_without_being_touched(
    installed: BrowserContext, booklet: Booklet, manager: Page
) -> None:
    page = booklet.page
    installed.set_offline(True)
    booklet.fill_cart()
    suspend(manager)
    page.clock.install()
    installed.set_offline(False)
    told(page)
    reinstate(manager)
    page.clock.fast_forward("11:00")
    booklet.tablet_says("sign_in")
    expect(page.locator("[data-suspended]").first).to_be_hidden()


def test_a_locked_tablet_says_it_before_anybody_signs_in_in_vain(
    booklet: Booklet, manager: Page
) -> None:
    suspend(manager)
    let_time_pass(booklet.page)
    booklet.page.reload()
    closed = pane(booklet.page, "closed")
    expect(closed).to_contain_text("Votre compte est suspendu")
    expect(closed).to_contain_text("Parlez à votre responsable")
