"""The back office gives a product its picture, whatever file it has of it."""

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from e2e.conftest import SignIn
from e2e.installation import Installation
from e2e.seller import rows
from e2e.stop import ACCOUNTS
from extranet.testing.pictures import camera_file

_OF = """
SELECT p.id, i.content FROM product p LEFT JOIN product_picture i ON i.product_id = p.id
WHERE p.code = 'CLA-FON'
"""


@pytest.fixture
def page(desk: BrowserContext, enter: SignIn, installation: Installation) -> Page:
    """The page of a product, at the desk."""
    [product] = rows(installation, _OF)
    page = enter(desk, ACCOUNTS["back_office"])
    page.goto(f"/catalogue/{product['id']}")
    return page


def test_a_photo_of_a_camera_becomes_a_small_one_without_what_it_tells(
    page: Page, installation: Installation, tmp_path: Path
) -> None:
    file = tmp_path / "IMG_2417.jpg"
    file.write_bytes(camera_file(2400, 1800))
    save = page.get_by_role("button", name="Enregistrer l’image")
    expect(save).to_be_disabled()
    page.set_input_files("input[type=file]", file)
    expect(page.get_by_text("Voilà ce que la tablette montrera")).to_be_visible()
    save.click()
    expect(page.get_by_text("L’image est enregistrée")).to_be_visible()
    [product] = rows(installation, _OF)
    with Image.open(io.BytesIO(product["content"])) as kept:
        assert kept.size == (480, 640)  # the camera lay on its side
        assert not kept.getexif()
    page.get_by_role("button", name="Retirer l’image").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Retirer l’image").click()
    expect(page.get_by_text("L’image est retirée")).to_be_visible()
    [product] = rows(installation, _OF)
    assert product["content"] is None


def test_what_is_no_picture_is_said_before_anything_leaves(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "facture.pdf"
    file.write_bytes(b"%PDF-1.7\n%%EOF\n")
    page.set_input_files("input[type=file]", file)
    expect(page.locator("[data-error]:visible")).to_contain_text("pas une image lisible")
    expect(page.get_by_role("button", name="Enregistrer l’image")).to_be_disabled()
