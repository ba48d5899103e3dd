"""The installed app: opened without a network, brought up to date between two sales."""

from pathlib import Path

from playwright.sync_api import expect

from e2e.app.looking import AtHome, Tablet, home_of_the_tablet, kept, release_of
from e2e.booklet import Booklet, Posts, known_to_server
from e2e.gate import Gate
from e2e.installation import Installation
from e2e.next_release import next_release

_WAY_OF_POSTS = """() => performance.getEntriesByType("resource")
  .filter((one) => one.name.endsWith("/outbox")).map((one) => one.workerFinalSourceType)"""


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
