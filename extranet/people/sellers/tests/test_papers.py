"""Papers of sellers: what is kept, who opens them, and that they lie encrypted."""

from pathlib import Path
from uuid import UUID

import pytest
from httpx import AsyncClient, Response

from extranet.core.access import Actor, worker
from extranet.core.database import unit_of_work
from extranet.core.settings import Settings
from extranet.people.sellers.papers import MOST_BYTES, PaperRefused, media_of
from extranet.people.sellers.tests.hiring import JPEG, PDF
from extranet.people.tests.conftest import acts_of
from extranet.people.tests.post import Post
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit


async def hand_in(
    browser: AsyncClient, seller: Actor, content: bytes, name: str = "scan.pdf", **form: str
) -> Response:
    """Post the form of a paper."""
    return await browser.post(
        f"/people/{seller.person_id}/contract/papers",
        data={"kind": "identity"} | form,
        files={"file": (name, content)},
    )


async def paper_of(seller: Actor) -> UUID:
    """The one paper kept of somebody."""
    async with unit_of_work(worker("test")) as work:
        [row] = await work.all("SELECT id FROM seller_paper WHERE person_id = $1", seller.person_id)
    return UUID(str(row["id"]))


def kept_files(settings: Settings) -> list[Path]:
    """The files of sellers that lie in the store."""
    root = Path(settings.documents_url.removeprefix("file://"))
    return [path for path in root.rglob("sellers/*/*") if path.is_file()]


@pytest.mark.parametrize(("content", "media"), [(PDF, "application/pdf"), (JPEG, "image/jpeg")])
async def test_a_paper_is_what_its_bytes_say(
    visit: Visit, cast: Cast, content: bytes, media: str
) -> None:
    desk = await visit(cast.manager)
    answer = await hand_in(desk, cast.adviser, content, "note.exe", expires_on="2030-01-31")
    assert answer.status_code == 303
    paper = await paper_of(cast.adviser)
    for reader, place in (
        (desk, f"/people/{cast.adviser.person_id}/contract/papers/{paper}"),
        (await visit(cast.adviser), f"/account/contract/papers/{paper}"),
    ):
        opened = await reader.get(place)
        assert (opened.content, opened.headers["content-type"]) == (content, media)
        assert opened.headers["content-disposition"].startswith("attachment")
        assert "no-store" in opened.headers["cache-control"]
    assert len(await acts_of(cast, "seller:open_paper")) == 2


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"MZ not a paper", "neither"),
        (b"%PDF-1.7 cut", "neither"),
        (JPEG[:-2], "neither"),
        (b"<html>%PDF- %%EOF", "neither"),
        (PDF + b" " * MOST_BYTES, "too_large"),
    ],
)
def test_it_rejects_what_is_no_paper(content: bytes, code: str) -> None:
    with pytest.raises(PaperRefused) as refused:
        media_of(content)
    assert refused.value.code == code


async def test_a_refused_file_says_why(visit: Visit, cast: Cast) -> None:
    desk = await visit(cast.manager)
    answer = await hand_in(desk, cast.adviser, b"MZ", kind="")
    assert answer.status_code == 422
    assert "ni un PDF ni une photo JPEG" in answer.text
    assert "Choisissez la nature du document." in answer.text
    nothing = await desk.post(f"/people/{cast.adviser.person_id}/contract/papers", data={})
    assert nothing.status_code == 422


async def test_it_lies_encrypted_and_goes_when_it_is_taken_away(
    visit: Visit, cast: Cast, settings: Settings
) -> None:
    desk = await visit(cast.manager)
    before = set(kept_files(settings))
    await hand_in(desk, cast.adviser, PDF)
    [file] = set(kept_files(settings)) - before
    assert b"%PDF" not in file.read_bytes()
    paper = await paper_of(cast.adviser)
    place = f"/people/{cast.adviser.person_id}/contract/papers/{paper}"
    assert (await desk.post(f"{place}/remove")).status_code == 303
    assert (await desk.post(f"{place}/remove")).status_code == 404
    await Post().arrived("nobody@palier.example")
    assert not file.exists()
    assert (await desk.get(place)).status_code == 404


async def test_nobody_opens_the_papers_of_a_stranger(visit: Visit, cast: Cast) -> None:
    await hand_in(await visit(cast.manager), cast.adviser, PDF)
    paper = await paper_of(cast.adviser)
    place = f"/people/{cast.adviser.person_id}/contract/papers/{paper}"
    for actor, status in ((cast.other_manager, 404), (cast.colleague, 403), (cast.auditor, 403)):
        assert (await (await visit(actor)).get(place)).status_code == status
    own = f"/account/contract/papers/{paper}"
    assert (await (await visit(cast.colleague)).get(own)).status_code == 404
    elsewhere = f"/people/{cast.colleague.person_id}/contract/papers/{paper}"
    assert (await (await visit(cast.manager)).get(elsewhere)).status_code == 404
