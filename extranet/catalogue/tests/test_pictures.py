"""The picture of a product: given at the desk, carried by tablets, and journalled."""

import hashlib
import json
from uuid import UUID

import pytest
from httpx import AsyncClient

from extranet.catalogue.pictures import MOST_BYTES, PATH
from extranet.core.access import Actor
from extranet.core.database import Row, unit_of_work
from extranet.testing.cast import Cast
from extranet.testing.pictures import camera_file, photo
from extranet.testing.plugin import Visit
from extranet.testing.selling import make_catalogue

PICTURE, OTHER = photo(64, 64, seed=1), photo(64, 64, seed=2)


async def give(browser: AsyncClient, product: UUID, content: bytes) -> int:
    """Hand a picture in at the page of a product; returns the status."""
    files = {"picture": ("picture.jpg", content, "image/jpeg")}
    answer = await browser.post(f"/catalogue/{product}/picture", files=files)
    return answer.status_code


async def carried(browser: AsyncClient) -> tuple[str, str | None]:
    """What a tablet is told: the version of the catalogue, and where the picture is had."""
    told = (await browser.get("/catalogue.json")).json()
    return told["version"], told["products"][0]["picture"]


async def entries(cast: Cast) -> list[Row]:
    """What the journal says of pictures."""
    async with unit_of_work(cast.auditor) as work:
        return await work.all(
            "SELECT act, object_id, facts FROM entry WHERE act LIKE 'catalogue:%' ORDER BY seq"
        )


async def test_a_tablet_learns_of_it_and_keeps_it_for_ever(cast: Cast, visit: Visit) -> None:
    product = await make_catalogue()
    desk, tablet = await visit(cast.back_office), await visit(cast.adviser)
    before, address = await carried(tablet)
    assert address is None
    assert await give(desk, product, PICTURE) == 303
    version, address = await carried(tablet)
    assert version != before
    assert address == f"{PATH}{hashlib.sha256(PICTURE).hexdigest()}.jpg"
    had = await tablet.get(address)
    assert (had.content, had.headers["content-type"]) == (PICTURE, "image/jpeg")
    assert "immutable" in had.headers["cache-control"]


async def test_another_takes_its_place_and_its_address(cast: Cast, visit: Visit) -> None:
    product = await make_catalogue()
    desk, tablet = await visit(cast.back_office), await visit(cast.adviser)
    await give(desk, product, PICTURE)
    _, first = await carried(tablet)
    await give(desk, product, OTHER)
    version, second = await carried(tablet)
    assert first is not None
    assert second not in (None, first)
    assert (await tablet.get(first)).status_code == 404
    await desk.post(f"/catalogue/{product}/picture/remove")
    fresh, none = await carried(tablet)
    assert (none, fresh != version) == (None, True)


async def test_every_change_is_journalled_and_the_very_same_is_none(
    cast: Cast, visit: Visit
) -> None:
    product = await make_catalogue()
    desk = await visit(cast.back_office)
    for content in (PICTURE, PICTURE, OTHER):
        await give(desk, product, content)
    await desk.post(f"/catalogue/{product}/picture/remove")
    first, second = (hashlib.sha256(one).hexdigest() for one in (PICTURE, OTHER))
    told = [(row["act"], row["object_id"], json.loads(row["facts"])) for row in await entries(cast)]
    kept, removed = "catalogue:keep_picture", "catalogue:remove_picture"
    code = told[0][2]["after"]["product"]
    assert told == [
        (kept, product, _facts(None, {"product": code, "picture": first})),
        (kept, product, _facts(first, {"product": code, "picture": second})),
        (removed, product, _facts(second, {"product": code})),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Choisissez une image."),
        (b"<svg onload='alert(1)'/>", "pas une image lisible"),
        (PICTURE + b"<script>", "pas une image lisible"),
        (camera_file(320, 240), "où, quand ou avec quoi"),
        (photo(1600, 1600, quality=95), "trop lourde"),
    ],
    ids=["nothing", "drawing", "with a tail", "with metadata", "heavy"],
)
async def test_what_is_no_small_plain_picture_is_refused(
    cast: Cast, visit: Visit, content: bytes, said: str
) -> None:
    product = await make_catalogue()
    desk = await visit(cast.back_office)
    files = {"picture": ("picture.jpg", content[: MOST_BYTES + 1], "image/jpeg")}
    answer = await desk.post(f"/catalogue/{product}/picture", files=files)
    assert (answer.status_code, said in answer.text) == (422, True)
    assert await carried(await visit(cast.adviser)) == await carried(desk)
    assert (await carried(desk))[1] is None
    assert await entries(cast) == []


async def test_only_the_back_office_gives_and_takes(cast: Cast, visit: Visit) -> None:
    product = await make_catalogue()
    await give(await visit(cast.back_office), product, PICTURE)
    others: list[Actor] = [cast.adviser, cast.referent, cast.manager, cast.auditor]
    for actor in others:
        browser = await visit(actor)
        assert await give(browser, product, OTHER) == 403
        assert (await browser.post(f"/catalogue/{product}/picture/remove")).status_code == 403
        assert (await browser.get(f"/catalogue/{product}")).status_code == 403
    _, address = await carried(await visit(cast.adviser))
    assert address == f"{PATH}{hashlib.sha256(PICTURE).hexdigest()}.jpg"


async def test_what_is_not_there_is_not_found(cast: Cast, visit: Visit) -> None:
    product = await make_catalogue()
    desk = await visit(cast.back_office)
    assert (await desk.get(f"{PATH}{'0' * 64}.jpg")).status_code == 404
    assert (await desk.post(f"/catalogue/{product}/picture/remove")).status_code == 404
    assert await give(desk, cast.agencies.lyon, PICTURE) == 404


def _facts(before: str | None, after: dict[str, str]) -> dict[str, dict[str, str | None]]:
    return {"before": {"picture": before}, "after": {**after}}
