"""Photos as an adviser takes them, and as they are sent and kept."""

from itertools import count
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Request, Response, expect

from e2e.booklet import Booklet
from e2e.installation import Installation
from e2e.seller import rows
from extranet.testing.pictures import camera_file

ADDRESSES = "**/attachments/*"
_SEEDS = count(1)
_KEPT = "SELECT * FROM photo WHERE sale_id = $1 ORDER BY position"


def new_picture(folder: Path, name: str = "IMG_0001.jpg") -> Path:
    """A picture as a phone writes it: on its side, with the place it was taken at.

    Another one at every call: what an adviser has sent once is not sent again.
    """
    path = folder / name
    path.write_bytes(camera_file(seed=next(_SEEDS)))
    return path


def letterbox(booklet: Booklet) -> Locator:
    """The question that asks for photos of the letterbox."""
    return booklet.page.locator("[data-field='address.letterbox']")


def shows(booklet: Booklet, kept: int) -> None:
    """Wait until so many photos are shown as kept."""
    box = letterbox(booklet)
    expect(box.locator("[data-photo-picture]:visible")).to_have_count(kept)
    expect(box.get_by_text("Gardée sur cette tablette")).to_have_count(kept)


def take(booklet: Booklet, picture: Path, kept: int = 1) -> None:
    """Take a picture and wait until there are so many."""
    letterbox(booklet).locator("[data-photo-input]").set_input_files(picture)
    shows(booklet, kept)


def is_receipt(response: Response) -> bool:
    """Whether the server says that it has a photo whole."""
    return response.request.method == "PUT" and response.status == 200


def is_later_piece(request: Request) -> bool:
    """Whether a request carries anything but the beginning of a photo."""
    return request.method == "PUT" and not request.headers["content-range"].startswith("bytes 0-")


def photos_of(installation: Installation, sale: str) -> list[dict[str, Any]]:
    """The photos of a sale as the database holds them."""
    return rows(installation, _KEPT, sale)


def photo_of(installation: Installation, sale: str) -> dict[str, Any]:
    """The one photo of a sale."""
    [photo] = photos_of(installation, sale)
    return photo
