"""A step was good when it was typed; the release that takes it in has another rule."""

from pathlib import Path

from playwright.sync_api import expect

from e2e.app.looking import AtHome, Tablet
from e2e.booklet import Booklet, known_to_server
from e2e.gate import Gate
from e2e.installation import Installation
from e2e.next_release import next_release

_BEFORE = 'charset = "address"\nmax_length = 100\npersonal = true\n'
_CHANGED = "La règle de ce champ a changé depuis la saisie"


def shorter_lines(sources: Path) -> None:
    """The next release takes streets of twenty characters."""
    file = sources / "wizard" / "journeys" / "home_sale.toml"
    before = file.read_text(encoding="utf-8")
    assert _BEFORE in before
    after = before.replace(_BEFORE, _BEFORE.replace("100", "20"), 1)
    file.write_text(after, encoding="utf-8")


def test_an_answer_of_an_older_rule_is_kept_shown_and_stored_once_corrected(
    installation: Installation, gate: Gate, tablet: Tablet, at_home: AtHome, tmp_path: Path
) -> None:
    with (
        tablet() as context,
        next_release(installation, tmp_path / "next", shorter_lines) as address,
    ):
        page = at_home(context)
        gate.become("cut")
        booklet = Booklet(page).open().at("products")
        booklet.fill_cart()
        booklet.fill_customer()
        booklet.fill_address()
        sale = booklet.sale
        gate.leads_to(address)
        gate.become("open")
        page.locator("[data-strip-send]").click()
        expect(booklet.tablet_says("attention")).to_contain_text("1 étape demande votre attention")
        assert set(known_to_server(context, sale)) == {"products", "customer"}

        home = context.new_page()
        home.goto("/")
        row = home.locator("[data-kept-list] li").filter(has_text="Élodie")
        expect(row.locator("[data-kept-state]")).to_have_text("À reprendre")
        expect(row.locator("[data-kept-reason]")).to_contain_text(_CHANGED)
        home.close()

        page.locator("[data-strip-problem]").click()
        summary = booklet.at("address").page.locator("[data-leaf=address] [data-errors]")
        expect(summary).to_be_focused()
        for words in (_CHANGED, "la réponse est gardée", "20 caractères", "Raccourcissez-la"):
            expect(summary).to_contain_text(words)
        expect(booklet.field("address.line1")).to_have_value("12 bis rue de l’Église")
        expect(booklet.field("address.line1")).to_have_attribute("aria-invalid", "true")

        booklet.field("address.line1").fill("12 rue de l’Église")
        booklet.go_on()
        booklet.at("contact").all_sent()
        stored = known_to_server(context, sale)
        assert stored["address"]["answers"]["line1"] == "12 rue de l’Église"
        assert set(stored) == {"products", "customer", "address"}
