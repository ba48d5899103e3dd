"""The photos of a rescue file: stored once, after their steps, whatever became of the file."""

from typing import Any

from extranet.core.access import worker
from extranet.core.database import unit_of_work
from extranet.testing.cast import Cast
from extranet.testing.pictures import camera_file, named, photo
from extranet.testing.plugin import Visit
from wizard.rescue.tests.files import file_of, hand_in, old_file_of, registered
from wizard.tests.sales.stored import count
from wizard.tests.selling import Tablet, answers


def steps(tablet: Tablet, *photos: bytes) -> list[dict[str, Any]]:
    """The steps up to the address, which names these photos."""
    said = answers()
    said["address"] = {**said["address"], "letterbox": [named(one) for one in photos]}
    names = ("products", "customer", "address")
    return [tablet.write(name, said[name], version=2) for name in names]


async def kept(tablet: Tablet) -> dict[str, bool]:
    """The photos that the tablet's sale names, and whether their bytes are here."""
    async with unit_of_work(worker("test")) as work:
        rows = await work.all("SELECT sha256, kept_at FROM photo WHERE sale_id = $1", tablet.sale)
    return {row["sha256"]: row["kept_at"] is not None for row in rows}


def outcomes(page: Any, outcome: str) -> int:
    """How many photos a page shows with that outcome."""
    return int(page.text.count(f'data-outcome="{outcome}" data-photo'))


async def test_photos_come_with_their_steps_under_the_author_and_once(
    tablet: Tablet, shop: Cast, visit: Visit
) -> None:
    pictures = (photo(seed=1), photo(seed=2))
    written = steps(tablet, *pictures)
    theirs = await registered(shop.adviser)
    body = file_of(shop.adviser, theirs, *written, sale=tablet.sale, photos=pictures)
    first = await hand_in(visit, shop.back_office, body)
    assert (first.status_code, outcomes(first, "stored")) == (200, 2)
    async with unit_of_work(shop.back_office) as work:
        number = await work.value("SELECT number FROM sale")
    assert first.text.count(str(number)) == len(written) + len(pictures)

    for actor in (shop.adviser, shop.back_office):
        again = await hand_in(visit, actor, body)
        assert (outcomes(again, "stored"), outcomes(again, "already_stored")) == (0, 2)
    assert list((await kept(tablet)).values()) == [True, True]
    assert (await count("photo_piece"), await count("submission")) == (0, len(written))
    async with unit_of_work(shop.back_office) as work:
        acts = await work.all("SELECT act, actor_id FROM entry WHERE act = 'photo:keep'")
        told = await work.all(
            "SELECT (facts->'after'->>'photos')::int AS photos FROM entry "
            "WHERE act = 'outbox:import' ORDER BY seq"
        )
    assert [row["actor_id"] for row in acts] == [shop.adviser.person_id] * 2
    assert [row["photos"] for row in told] == [2, 0, 0]


async def test_a_photo_the_tablet_had_half_sent_is_completed(
    tablet: Tablet, shop: Cast, visit: Visit
) -> None:
    sound, spoilt = photo(seed=1), photo(seed=2)
    await tablet.send(*steps(tablet, sound, spoilt))
    browser = await visit(shop.adviser)
    for content, sent in ((sound, sound), (spoilt, bytes(len(spoilt)))):
        where = f"/attachments/{named(content)['sha256']}"
        piece = {"content-range": f"bytes 0-3999/{len(content)}"}
        assert (await browser.put(where, content=sent[:4000], headers=piece)).status_code == 202
    body = file_of(shop.adviser, None, sale=tablet.sale, photos=(sound, spoilt))
    answer = await hand_in(visit, shop.adviser, body)
    assert outcomes(answer, "stored") == 2
    assert list((await kept(tablet)).values()) == [True, True]


async def test_a_later_file_waits_for_the_one_with_the_steps(
    tablet: Tablet, shop: Cast, visit: Visit
) -> None:
    first, second = photo(seed=1), photo(seed=2)
    written = steps(tablet, first, second)
    files = [
        file_of(shop.adviser, None, *written, sale=tablet.sale, photos=(first,)),
        file_of(shop.adviser, None, sale=tablet.sale, photos=(second,)),
    ]
    early = await hand_in(visit, shop.adviser, files[1])
    assert outcomes(early, "unnamed") == 1
    assert "Déposez d’abord le premier fichier" in early.text
    for body in files:
        assert outcomes(await hand_in(visit, shop.adviser, body), "stored") == 1
    assert list((await kept(tablet)).values()) == [True, True]


async def test_a_file_cut_short_or_spoilt_gives_what_it_still_holds(
    tablet: Tablet, shop: Cast, visit: Visit
) -> None:
    pictures = (photo(seed=1), photo(seed=2))
    written = steps(tablet, *pictures)
    body = file_of(shop.adviser, None, *written, sale=tablet.sale, photos=pictures)
    cut = await hand_in(visit, shop.adviser, body[:-100])
    assert cut.text.count('data-outcome="stored"') == len(written) + 1
    assert outcomes(cut, "broken") == 1
    assert sorted((await kept(tablet)).values()) == [False, True]
    exchanged = file_of(shop.adviser, None, sale=tablet.sale, photos=pictures[::-1])
    head = file_of(shop.adviser, None, sale=tablet.sale, photos=pictures)
    start = 12 + int.from_bytes(head[8:12])
    other = await hand_in(visit, shop.adviser, head[:start] + exchanged[-(len(head) - start) :])
    assert outcomes(other, "broken") == 2
    assert sorted((await kept(tablet)).values()) == [False, True]


async def test_what_is_no_photo_or_not_wanted_any_more_is_said(
    tablet: Tablet, shop: Cast, visit: Visit
) -> None:
    gone, foreign = photo(seed=1), camera_file(640, 480)
    await tablet.send(*steps(tablet, gone))
    await tablet.send(steps(tablet, foreign)[-1])
    body = file_of(shop.adviser, None, sale=tablet.sale, photos=(gone, foreign))
    answer = await hand_in(visit, shop.adviser, body)
    assert (outcomes(answer, "not_wanted"), outcomes(answer, "refused")) == (1, 1)
    assert await count("photo_piece") == 0


async def test_a_file_of_an_older_tablet_is_still_read(
    tablet: Tablet, shop: Cast, visit: Visit
) -> None:
    written = steps(tablet)
    answer = await hand_in(visit, shop.adviser, old_file_of(shop.adviser, None, *written))
    assert answer.text.count('data-outcome="stored"') == len(written)


async def test_nobody_hands_photos_in_for_another(tablet: Tablet, shop: Cast, visit: Visit) -> None:
    content = photo()
    await tablet.send(*steps(tablet, content))
    body = file_of(shop.adviser, None, sale=tablet.sale, photos=(content,))
    assert (await hand_in(visit, shop.colleague, body)).status_code == 422
    assert (await hand_in(visit, shop.back_office, body)).status_code == 422
    own = file_of(shop.colleague, None, sale=tablet.sale, photos=(content,))
    assert outcomes(await hand_in(visit, shop.colleague, own), "unnamed") == 1
    assert list((await kept(tablet)).values()) == [False]
