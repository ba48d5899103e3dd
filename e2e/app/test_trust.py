"""What the installed app keeps, whom it believes, and what it says of the tablet."""

import re
from pathlib import Path

from playwright.sync_api import expect

from e2e.app.looking import PICTURES, AtHome, Tablet, home_of_the_tablet, kept
from e2e.booklet import Booklet
from e2e.gate import PORTAL, Gate
from e2e.installation import Installation
from e2e.next_release import next_release

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


_NOBODY_S = r"/static/|/app/(fr|en)/(home$|booklets/)|/language$|/product-pictures/"


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
            assert re.match(_NOBODY_S, path), path
            assert [one for one in personal if one in text] == [], path


def test_row_15_a_portals_page_is_neither_shown_nor_believed_nor_kept(
    installation: Installation, gate: Gate, tablet: Tablet, at_home: AtHome, tmp_path: Path
) -> None:
    with tablet() as context, next_release(installation, tmp_path / "next") as address:
        page = at_home(context)
        of_the_app = {one for one in kept(page) if one[0] != PICTURES}

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
        assert {one for one in found if one[0] != PICTURES} == of_the_app
        assert not any(PORTAL in text for _, _, text in found)

        gate.become("open")
        assert page.evaluate(_CHECK_FOR_UPDATE) == "installed"
        expect(page.get_by_text("Palier a été mis à jour")).to_be_visible()
