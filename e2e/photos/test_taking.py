"""Photos at the door: taken offline, kept through a killed page, sent once, seen by few."""

import io
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import (
    BrowserContext,
    Route,
    expect,
)

from e2e.booklet import ADVISER, Booklet
from e2e.conftest import SignIn
from e2e.installation import Installation
from e2e.photos import (
    ADDRESSES,
    is_later_piece,
    is_receipt,
    letterbox,
    new_picture,
    photo_of,
    shows,
    take,
)
from e2e.seller import Seller, rows, visitor
from e2e.stop import ACCOUNTS

_COLLEAGUE = """
SELECT p.email FROM person p JOIN credential c ON c.person_id = p.id
WHERE p.role = 'adviser' AND p.email <> $1 LIMIT 1
"""
_SEALED = """async () => {
  const [name] = (await indexedDB.databases()).map((one) => one.name).filter((one) =>
    one.startsWith("palier-") && one !== "palier-keys");
  const database = await new Promise((found, failed) => {
    const opening = indexedDB.open(name);
    opening.onsuccess = () => found(opening.result);
    opening.onerror = () => failed(opening.error);
  });
  const rows = await new Promise((found) => {
    const asking = database.transaction("photos").objectStore("photos").getAll();
    asking.onsuccess = () => found(asking.result);
  });
  database.close();
  return rows.map(({ body }) => Array.from(body.slice(0, 4000)));
}"""


def cut_later_pieces(route: Route) -> None:
    """Let only the beginning of a photo through."""
    if is_later_piece(route.request):
        route.abort("connectionreset")
    else:
        route.continue_()


def hang_up_after_storing(route: Route) -> None:
    """Let every piece through, and no answer to it back."""
    if route.request.method == "PUT":
        route.fetch(max_retries=2)
        route.abort("connectionreset")
    else:
        route.continue_()


def pieces(installation: Installation, photo: dict[str, Any]) -> int:
    """How many pieces of a photo wait for the others."""
    return len(rows(installation, "SELECT 1 FROM photo_piece WHERE sha256 = $1", photo["sha256"]))


def test_a_photo_taken_offline_and_cut_by_a_killed_page_reaches_the_contract(
    tablet: BrowserContext,
    booklet: Booklet,
    picture: Path,
    installation: Installation,
    desk: BrowserContext,
    enter: SignIn,
) -> None:
    sale = booklet.sale
    tablet.set_offline(True)
    take(booklet, picture)
    booklet.fill_address()
    expect(booklet.tablet_says("offline")).to_contain_text("1 photo gardée sur cette tablette")
    tablet.route(ADDRESSES, cut_later_pieces)
    with booklet.page.expect_event("requestfailed", is_later_piece):
        tablet.set_offline(False)
    booklet.page.close()
    photo = photo_of(installation, sale)
    assert (photo["kept_at"], pieces(installation, photo)) == (None, 1)

    tablet.unroute(ADDRESSES)
    again = Booklet(tablet.new_page())
    with again.page.expect_response(is_receipt) as receipt:
        again.open(f"{sale}/contact")
    assert not receipt.value.request.headers["content-range"].startswith("bytes 0-")
    again.at("contact").fill_contact()
    again.fill_rest()
    again.go_on()
    again.page.wait_for_url("**/signature")
    seller = Seller(installation, ADVISER)
    seller.sign(sale)
    seller.conclude(sale)

    [contract] = rows(installation, "SELECT id FROM contract WHERE sale_id = $1", sale)
    page = enter(desk, ACCOUNTS["back_office"])
    page.goto(f"/contracts/{contract['id']}")
    thumb = page.locator("img.photos__thumb")
    thumb.scroll_into_view_if_needed()
    expect(thumb).to_have_js_property("complete", True)
    assert thumb.evaluate("(image) => image.naturalWidth") > 0
    seen = rows(
        installation, "SELECT 1 FROM entry WHERE act = 'photo:view' AND object_id = $1", sale
    )
    assert len(seen) == 1


def test_a_photo_says_nothing_but_its_picture_and_only_to_those_of_the_sale(
    booklet: Booklet, picture: Path, installation: Installation
) -> None:
    take(booklet, picture)
    with booklet.page.expect_response(is_receipt):
        booklet.fill_address()

    place = f"/sales/{booklet.sale}/photos/{photo_of(installation, booklet.sale)['id']}"
    shown = Image.open(io.BytesIO(visitor(installation, ADVISER).get(place).content))
    assert shown.size == (1200, 1600), "upright, and no larger than it need be"
    assert (shown.format, dict(shown.getexif())) == ("JPEG", {})
    colleague = visitor(installation, rows(installation, _COLLEAGUE, ADVISER)[0]["email"])
    assert colleague.get(place).status_code == 404
    assert visitor(installation).get(place).status_code in (303, 401)


def test_a_photo_is_kept_before_anybody_goes_on_and_sealed(
    tablet: BrowserContext, booklet: Booklet, picture: Path
) -> None:
    take(booklet, picture)
    address = booklet.page.url.partition("#")[2]
    [sealed] = booklet.page.evaluate(_SEALED)
    assert bytes(sealed[:2]) != b"\xff\xd8"
    assert b"JFIF" not in bytes(sealed)
    booklet.page.close()

    again = Booklet(tablet.new_page()).open(address).at("address")

    shows(again, 1)


def test_a_lost_receipt_counts_once(
    tablet: BrowserContext, booklet: Booklet, picture: Path, installation: Installation
) -> None:
    take(booklet, picture)
    tablet.route(ADDRESSES, hang_up_after_storing)
    booklet.fill_address()
    booklet.tablet_says("offline")
    tablet.unroute(ADDRESSES)
    booklet.page.locator("[data-strip-send]").click()

    expect(booklet.tablet_says("done")).not_to_contain_text("photo")
    assert photo_of(installation, booklet.sale)["kept_at"] is not None
    kept = "SELECT 1 FROM entry WHERE act = 'photo:keep' AND object_id = $1"
    assert len(rows(installation, kept, booklet.sale)) == 1
    assert booklet.page.evaluate(_SEALED) == []


def test_photos_are_taken_again_and_removed(
    booklet: Booklet, picture: Path, tmp_path: Path, installation: Installation
) -> None:
    other = new_picture(tmp_path, "other.jpg")
    box = letterbox(booklet)
    take(booklet, picture)
    take(booklet, other, kept=2)
    expect(box.locator("[data-photo-take]")).to_be_hidden()
    with booklet.page.expect_file_chooser() as chooser:
        box.get_by_role("button", name="Reprendre : Photo 2").click()
    chooser.value.set_files(picture)
    shows(booklet, 1)
    box.get_by_role("button", name="Retirer : Photo 1").click()
    shows(booklet, 0)
    take(booklet, other)
    with booklet.page.expect_response(is_receipt):
        booklet.fill_address()

    assert photo_of(installation, booklet.sale)["position"] == 0


def test_what_is_no_picture_is_refused_in_clear_words(booklet: Booklet, tmp_path: Path) -> None:
    letter = tmp_path / "letter.jpg"
    letter.write_text("Cher client")
    letterbox(booklet).locator("[data-photo-input]").set_input_files(letter)

    expect(letterbox(booklet).get_by_role("alert")).to_contain_text("n’est pas une image")
    booklet.fill_address()
