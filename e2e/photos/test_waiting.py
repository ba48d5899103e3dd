"""Photos that still wait on the tablet: after the booklet, and when the server refuses them."""

import re
from pathlib import Path

from playwright.sync_api import BrowserContext, Route, expect

from e2e.booklet import ADVISER, Booklet
from e2e.installation import Installation
from e2e.lock import databases, entries
from e2e.photos import (
    ADDRESSES,
    is_receipt,
    letterbox,
    new_picture,
    photo_of,
    photos_of,
    take,
)
from e2e.seller import Seller, visitor
from e2e.stop import ACCOUNTS


def cut(route: Route) -> None:
    """Let no photo through."""
    route.abort("connectionreset")


def refuse(route: Route) -> None:
    """Answer as the server does to what is no photo of ours."""
    if route.request.method == "PUT":
        route.fulfill(status=422, json={"outcome": "refused", "error": "metadata"})
    else:
        route.continue_()


def hand_over(booklet: Booklet) -> str:
    """Finish a sale from its contact on, until the customer may sign; returns its id."""
    sale = booklet.sale
    booklet.at("contact").fill_contact()
    booklet.fill_rest()
    booklet.go_on()
    booklet.page.wait_for_url("**/signature")
    return sale


def with_photo_waiting(booklet: Booklet, folder: Path) -> str:
    """Hand a sale over whose photo has not left; returns its id."""
    booklet.page.context.route(ADDRESSES, cut)
    take(booklet, new_picture(folder))
    booklet.fill_address()
    return hand_over(booklet)


def test_photos_leave_from_the_signature_page_once_the_network_is_back(
    tablet: BrowserContext, booklet: Booklet, tmp_path: Path, installation: Installation
) -> None:
    page = booklet.page
    sale = with_photo_waiting(booklet, tmp_path)
    assert photo_of(installation, sale)["kept_at"] is None
    expect(page.get_by_role("heading", name="Lisez, puis signez")).to_be_visible()

    with page.expect_response(is_receipt):
        tablet.unroute(ADDRESSES)

    assert photo_of(installation, sale)["kept_at"] is not None
    assert page.url.endswith(f"/sales/{sale}/signature")
    expect(page.locator("[data-strip], [data-tablet-sales]")).to_have_count(0)


def test_the_page_of_a_sale_says_that_photos_wait_on_this_tablet(
    tablet: BrowserContext, booklet: Booklet, tmp_path: Path
) -> None:
    sale = with_photo_waiting(booklet, tmp_path)
    booklet.page.goto(f"/sales/{sale}")
    notice = booklet.page.locator("[data-photos-here]")
    expect(notice).to_contain_text("1 photo attend encore sur cette tablette")
    expect(booklet.page.get_by_text("Photo en attente")).to_be_visible()

    tablet.unroute(ADDRESSES)

    expect(notice).to_contain_text("Plus aucune photo de cette vente n’attend")
    notice.get_by_role("link", name="Actualiser la page").click()
    expect(booklet.page.locator("img.photos__thumb")).to_have_count(1)
    expect(notice).to_be_hidden()


def test_a_tablet_revoked_while_its_customer_reads_is_wiped(
    tablet: BrowserContext, booklet: Booklet, tmp_path: Path, installation: Installation
) -> None:
    with_photo_waiting(booklet, tmp_path)
    [lost] = entries(booklet.page)
    assert f"palier-{lost['person']}" in databases(booklet.page)
    desk = visitor(installation, ACCOUNTS["back_office"])
    desk.post(f"/people/{lost['person']}/tablets/{lost['tablet']}/revoke")

    with booklet.page.expect_response("**/wiped"):
        tablet.unroute(ADDRESSES)

    assert not [name for name in databases(booklet.page) if lost["person"] in name]


def test_a_refused_photo_asks_for_attention_until_it_is_taken_again(
    tablet: BrowserContext, booklet: Booklet, tmp_path: Path, installation: Installation
) -> None:
    tablet.route(ADDRESSES, refuse)
    take(booklet, new_picture(tmp_path))
    booklet.fill_address()
    expect(booklet.tablet_says("attention")).to_contain_text("1 photo est à reprendre")
    home = tablet.new_page()
    home.goto("/")
    expect(home.locator("[data-kept-state]").first).to_have_text("À reprendre")
    home.locator("[data-strip-problem]").click()
    expect(home).to_have_url(re.compile(f"#{booklet.sale}/address"))
    home.close()

    booklet.page.locator("[data-strip-problem]").click()
    summary = booklet.at("address").page.locator("[data-leaf=address] [data-errors]")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Le serveur n’a pas accepté une photo")
    expect(letterbox(booklet).get_by_text("Le serveur l’a refusée")).to_be_visible()
    tablet.unroute(ADDRESSES)
    with booklet.page.expect_file_chooser() as chooser:
        letterbox(booklet).get_by_role("button", name="Reprendre : Photo 1").click()
    chooser.value.set_files(new_picture(tmp_path, "again.jpg"))
    expect(letterbox(booklet).get_by_text("Gardée sur cette tablette")).to_be_visible()
    with booklet.page.expect_response(is_receipt):
        booklet.go_on()

    expect(booklet.tablet_says("done")).not_to_contain_text("photo")
    kept = [one for one in photos_of(installation, booklet.sale) if one["dropped_at"] is None]
    assert [one["kept_at"] is not None for one in kept] == [True]


def test_a_refused_photo_is_settled_by_removing_it(
    tablet: BrowserContext, booklet: Booklet, tmp_path: Path
) -> None:
    tablet.route(ADDRESSES, refuse)
    take(booklet, new_picture(tmp_path))
    booklet.fill_address()
    booklet.tablet_says("attention")

    booklet.page.locator("[data-strip-problem]").click()
    letterbox(booklet).get_by_role("button", name="Retirer : Photo 1").click()
    booklet.go_on()

    expect(booklet.tablet_says("done")).not_to_contain_text("photo")


def test_a_photo_refused_of_a_signed_sale_is_said_on_its_page_and_let_go_by_hand(
    tablet: BrowserContext, booklet: Booklet, tmp_path: Path, installation: Installation
) -> None:
    sale = with_photo_waiting(booklet, tmp_path)
    seller = Seller(installation, ADVISER)
    seller.sign(sale)
    seller.conclude(sale)
    tablet.unroute(ADDRESSES)
    tablet.route(ADDRESSES, refuse)
    booklet.page.goto("/")
    expect(booklet.tablet_says("attention")).to_contain_text("1 photo est à reprendre")
    booklet.page.locator("[data-strip-problem]").click()

    notice = booklet.page.locator("[data-photos-here]")
    expect(notice).to_contain_text("cette vente ne change plus")
    notice.get_by_role("button", name="Ne plus garder la photo").click()
    expect(notice).to_contain_text("Plus aucune photo")
    booklet.page.goto("/")
    expect(booklet.tablet_says("done")).not_to_contain_text("photo")
