"""The installed app: opened without a network, kept true, brought up to date between two sales."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect, sync_playwright

from e2e.booklet import ADVISER, Booklet, Posts, known_to_server
from e2e.conftest import PATIENCE, SignIn
from e2e.gate import PORTAL, Gate, gate_to
from e2e.installation import Installation
from e2e.next_release import next_release
from extranet.testing import browser as chromium

Tablet = Callable[[], AbstractContextManager[BrowserContext]]
_KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const reply = await cache.match(request);
      found.push([name, new URL(request.url).pathname, await reply.text()]);
    }
  }
  return found;
}"""
_WAY_OF_POSTS = """() => performance.getEntriesByType("resource")
  .filter((one) => one.name.endsWith("/outbox")).map((one) => one.workerFinalSourceType)"""
_CHECK_FOR_UPDATE = """async () => {
  const registration = await navigator.serviceWorker.ready;
  const found = await registration.update().catch(() => registration);
  const worker = found.installing;
  if (worker === null) return null;
  await new Promise((ended) => {
    worker.onstatechange = () => ["installed", "redundant"].includes(worker.state) && ended();
  });
  return worker.state;
}"""


@pytest.fixture(scope="module")
def driver() -> Iterator[Playwright]:
    """What drives the browsers that the tests open and close."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture
def gate(installation: Installation) -> Iterator[Gate]:
    """The way to the installation."""
    with gate_to(installation.url) as opened:
        yield opened


@pytest.fixture
def tablet(driver: Playwright, gate: Gate, tmp_path: Path) -> Tablet:
    """One tablet: what it keeps outlives its browser, which is open as long as the block."""

    @contextmanager
    def switch_on() -> Iterator[BrowserContext]:
        context = driver.chromium.launch_persistent_context(
            tmp_path / "profile",
            executable_path=chromium.find(),
            args=chromium.ARGUMENTS,
            viewport={"width": 1180, "height": 820},
            has_touch=True,
            locale="fr-FR",
            base_url=gate.url,
        )
        context.set_default_timeout(PATIENCE)
        yield context
        context.close()

    return switch_on


@pytest.fixture
def at_home(sign_in: SignIn) -> Callable[[BrowserContext], Page]:
    """Sign the adviser in, and wait until the tablet is ready for the road."""

    def do(context: BrowserContext) -> Page:
        page = sign_in(context, ADVISER)
        ready(page)
        return page

    return do


AtHome = Callable[[BrowserContext], Page]


def ready(page: Page) -> None:
    """Wait until all that a sale needs lies on the tablet, and the worker answers for the page."""
    expect(page.locator("[data-tablet-ready]")).to_contain_text("Prête")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")


def kept(page: Page) -> list[tuple[str, str, str]]:
    """Everything in the caches: cache, path, text."""
    return [tuple(one) for one in page.evaluate(_KEPT)]


def release_of(page: Page) -> str:
    """The release a page belongs to."""
    found = re.search(r"/static/([0-9a-f]{12})/", page.content())
    assert found
    return found[1]


def home_of_the_tablet(page: Page) -> None:
    """Wait for the home the tablet opens by itself."""
    expect(page.get_by_text("Palier n’a pas pu être joint")).to_be_visible()


def test_a_tablet_switched_on_without_a_network_sells_up_to_the_review(
    gate: Gate, tablet: Tablet, at_home: AtHome
) -> None:
    with tablet() as context:
        page = at_home(context)
        greeting = page.locator("h1").inner_text()
        signed = page.locator(".stat__value").all_inner_texts()
    gate.become("cut")

    with tablet() as context:
        page = context.new_page()
        page.goto("/")
        home_of_the_tablet(page)
        expect(page.locator("h1")).to_have_text(greeting)
        assert page.locator(".stat__value").all_inner_texts() == signed
        expect(page.locator("[data-last-known-at]")).to_contain_text("Chiffres connus à")
        expect(page.locator("[data-tablet-network]")).to_contain_text("Palier ne répond pas")
        expect(page.locator("[data-kept-none]")).to_be_visible()

        page.get_by_role("link", name="Nouvelle vente").click()
        booklet = Booklet(page)
        booklet.fill_to_review()
        sale = booklet.sale

    with tablet() as context:
        page = context.new_page()
        page.goto("/sales")
        home_of_the_tablet(page)
        expect(page.get_by_text("La page demandée a besoin du réseau")).to_be_visible()
        expect(page.locator("[data-strip-words]")).to_contain_text("7 étapes gardées")
        page.get_by_role("link", name="Élodie Lefèvre").click()
        Booklet(page).at("review")
        page.goto("/")
        home_of_the_tablet(page)

        gate.become("open")
        page.evaluate("dispatchEvent(new Event('online'))")
        page.get_by_role("button", name="Actualiser l’accueil").click()

        expect(page.get_by_role("heading", name=greeting)).to_be_visible()
        Booklet(page).all_sent()
        assert len(known_to_server(context, sale)) == 7


def test_row_1_posts_leave_the_page_and_never_pass_through_the_worker(
    tablet: Tablet, at_home: AtHome
) -> None:
    with tablet() as context:
        page = at_home(context)
        posts = Posts(context)
        through_worker: list[str] = []
        context.on(
            "response",
            lambda reply: (
                through_worker.append(reply.url)
                if reply.request.method != "GET"
                and (reply.from_service_worker or reply.request.service_worker is not None)
                else None
            ),
        )
        booklet = Booklet(page).open()
        booklet.fill_cart()
        booklet.fill_customer()
        booklet.all_sent()

        assert [one["step"] for batch in posts.batches for one in batch] == ["products", "customer"]
        assert through_worker == []
        assert set(page.evaluate(_WAY_OF_POSTS)) == {"network"}
        assert set(known_to_server(context, booklet.sale)) == {"products", "customer"}


def test_row_8_an_update_waits_until_no_sale_is_open(
    installation: Installation, gate: Gate, tablet: Tablet, at_home: AtHome, tmp_path: Path
) -> None:
    with tablet() as context, next_release(installation, tmp_path / "next") as address:
        home = at_home(context)
        old = release_of(home)
        booklet = Booklet(context.new_page()).open()
        booklet.fill_cart()
        booklet.all_sent()
        gate.leads_to(address)
        gate.become("open")

        home.goto("/")
        new = release_of(home)
        assert new != old
        expect(home.get_by_text("Une mise à jour attend la fin de la vente")).to_be_visible()

        assert "mise à jour" not in booklet.page.content()
        booklet.page.reload()
        booklet.at("customer").fill_customer()
        assert release_of(booklet.page) == old
        address_of_sale = booklet.page.url.partition("#")[2]
        booklet.page.close()

        expect(home.get_by_text("Palier a été mis à jour")).to_be_visible()
        again = Booklet(context.new_page()).open(address_of_sale).at("address")
        assert release_of(again.page) == new
        again.all_sent()
        assert set(known_to_server(context, again.sale)) == {"products", "customer"}


def test_row_8_a_draft_opens_in_the_booklet_of_its_version_without_a_network(
    gate: Gate, tablet: Tablet, at_home: AtHome
) -> None:
    with tablet() as context:
        page = at_home(context)
        versions = {path for _, path, _ in kept(page) if path.startswith("/app/fr/booklets/")}
        assert len(versions) > 1
        gate.become("cut")
        for path in sorted(versions):
            page.goto("about:blank")
            page.goto(path.removeprefix("/app/fr") + "#new")
            Booklet(page).at("products")


def test_row_10_the_home_says_what_fits_and_whether_it_is_protected(
    gate: Gate, tablet: Tablet, at_home: AtHome
) -> None:
    with tablet() as context:
        page = at_home(context)
        expect(page.locator("[data-tablet-room]")).to_contain_text("photos comprises")
        expect(page.locator("[data-tablet-protection]")).to_contain_text("navigateur")
        expect(page.locator("[data-tablet-app]")).not_to_be_empty()
        assert page.locator("[data-little-room]").is_hidden()

        session = context.new_cdp_session(page)
        session.send(
            "Storage.overrideQuotaForOrigin", {"origin": gate.url, "quotaSize": 30_000_000}
        )
        page.reload()

        expect(page.locator("[data-little-room]")).to_contain_text("Il reste peu de place")


def test_row_14_the_caches_hold_nothing_about_anybody(tablet: Tablet, at_home: AtHome) -> None:
    with tablet() as context:
        page = at_home(context)
        me = context.request.get("/me.json").json()
        booklet = Booklet(page).open()
        booklet.fill_to_review()
        booklet.all_sent()
        sale = booklet.sale
        for address in ("/", "/sales", f"/sales/{sale}", f"/sales/{sale}/signature", "/account"):
            page.goto(address)
            page.locator("h1:visible").first.wait_for()

        personal = (
            "Lefèvre",
            "Élodie",
            "+33612345678",
            "12 bis rue",
            sale,
            me["person"],
            me["name"],
        )
        found = kept(page)
        assert found
        for _, path, text in found:
            assert re.match(r"/static/|/app/(fr|en)/(home$|booklets/)|/language$", path), path
            assert [one for one in personal if one in text] == [], path


def test_row_15_a_portals_page_is_neither_shown_nor_believed_nor_kept(
    installation: Installation, gate: Gate, tablet: Tablet, at_home: AtHome, tmp_path: Path
) -> None:
    with tablet() as context, next_release(installation, tmp_path / "next") as address:
        page = at_home(context)
        before = {(cache, path) for cache, path, _ in kept(page)}

        gate.become("portal")
        page.goto("/")
        home_of_the_tablet(page)
        expect(page.locator("[data-tablet-network]")).to_contain_text("Palier ne répond pas")
        expect(page.locator("[data-strip]")).to_have_attribute("data-state", "trouble")
        assert page.evaluate(_CHECK_FOR_UPDATE) is None

        gate.leads_to(address)
        gate.become("portal", passes=("/service-worker.js",))
        assert page.evaluate(_CHECK_FOR_UPDATE) == "redundant"

        found = kept(page)
        assert {(cache, path) for cache, path, _ in found} == before
        assert not any(PORTAL in text for _, _, text in found)

        gate.become("open")
        assert page.evaluate(_CHECK_FOR_UPDATE) == "installed"
        expect(page.get_by_text("Palier a été mis à jour")).to_be_visible()


def test_kept_pages_speak_the_language_of_the_person(
    gate: Gate, tablet: Tablet, at_home: AtHome
) -> None:
    with tablet() as context:
        page = at_home(context)
        for chosen, words in (("en", "could not be reached"), ("fr", "n’a pas pu être joint")):
            page.locator("[popovertarget=person-menu]").click()
            page.locator(f"[name=locale][value={chosen}]").click()
            expect(page.locator("html")).to_have_attribute("lang", chosen)
            gate.become("cut")
            page.goto("/")
            expect(page.get_by_text(words)).to_be_visible()
            gate.become("open")
            page.goto("/")
