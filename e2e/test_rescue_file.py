"""The last resort: a tablet that never sees the network again hands its sale over as a file."""

from pathlib import Path

from playwright.sync_api import BrowserContext, expect

from e2e.booklet import Booklet, known_to_server
from e2e.conftest import SignIn
from e2e.installation import Installation
from e2e.photos import new_picture, photo_of, take
from e2e.seller import rows

BACK_OFFICE = "backoffice@palier.example"
_KEPT = "SELECT 1 FROM entry WHERE act = 'photo:keep' AND object_id = $1"


def test_row_10_what_a_tablet_can_never_send_comes_in_as_a_file_once(
    tablet: BrowserContext,
    desk: BrowserContext,
    booklet: Booklet,
    sign_in: SignIn,
    installation: Installation,
    tmp_path: Path,
) -> None:
    booklet.fill_cart()
    booklet.all_sent()
    home = tablet.new_page()
    home.goto("/")
    expect(home.locator("[data-tablet-card] [data-export]")).to_be_visible()
    expect(home.locator("[data-strip]")).to_have_attribute("data-state", "done")
    tablet.route("**/outbox", lambda route: route.abort("internetdisconnected"))
    booklet.fill_customer()
    take(booklet, new_picture(tmp_path))
    booklet.fill_address()

    button = home.locator("[data-tablet-card] [data-export]")
    with home.expect_download() as saving:
        button.click()
    expect(button).to_contain_text("Fichier enregistré : 2 étapes, 1 photo")
    file = tmp_path / saving.value.suggested_filename
    saving.value.save_as(file)
    told = file.name.encode() + file.read_bytes()
    for personal in ("Lefèvre", "Élodie", "glise", booklet.sale, "customer", "JFIF"):
        assert personal.encode() not in told

    author = tablet.new_page()
    for page in (sign_in(desk, BACK_OFFICE), author):
        outcome = "already_stored" if page is author else "stored"
        page.goto("/rescue-files")
        page.set_input_files("input[type=file]", file)
        page.get_by_role("button", name="Reprendre", exact=True).click()
        expect(page.locator(f"tr[data-outcome={outcome}]")).to_have_count(3)
    assert set(known_to_server(tablet, booklet.sale)) == {"products", "customer", "address"}

    tablet.unroute("**/outbox")
    home.locator("[data-strip-send]").click()
    expect(home.locator("[data-strip]")).to_have_attribute("data-state", "done")
    expect(home.locator("[data-strip-words]")).not_to_contain_text("photo")
    assert photo_of(installation, booklet.sale)["kept_at"] is not None
    assert len(rows(installation, _KEPT, booklet.sale)) == 1
