"""A rescue file read back in: exactly once, from those who may, and refused in words."""

from extranet.core.database import unit_of_work
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit
from wizard.rescue.contents import MAGIC, MAGIC_WITHOUT_PHOTOS
from wizard.rescue.tests.files import close_box, file_of, hand_in, old_file_of, registered
from wizard.tests.sales.stored import count
from wizard.tests.selling import Tablet, answers


async def test_a_file_is_taken_under_its_author_and_once(shop: Cast, visit: Visit) -> None:
    tablet = Tablet(shop.adviser)
    written = [tablet.write(step, values) for step, values in answers().items()]
    await tablet.send(written[0])
    body = file_of(shop.adviser, await registered(shop.adviser), *written)
    first = await hand_in(visit, shop.back_office, body)
    assert first.status_code == 200
    assert first.text.count('data-outcome="stored"') == len(written) - 1
    assert first.text.count('data-outcome="already_stored"') == 1
    again = await hand_in(visit, shop.adviser, body)
    assert again.text.count('data-outcome="already_stored"') == len(written)
    assert await count("submission") == len(written)
    assert await count("sale") == 1
    async with unit_of_work(shop.back_office) as work:
        sale = await work.one_or_404("SELECT * FROM sale")
        imports = await work.all("SELECT actor_id FROM entry WHERE act = 'outbox:import'")
    assert sale["adviser_id"] == shop.adviser.person_id
    assert sale["state"] == "ready_to_sign"
    who = {shop.back_office.person_id, shop.adviser.person_id}
    assert {row["actor_id"] for row in imports} == who


async def test_what_needs_attention_is_said_in_words(shop: Cast, visit: Visit) -> None:
    tablet = Tablet(shop.adviser)
    early = tablet.write("customer", answers()["customer"])
    answer = await hand_in(visit, shop.adviser, file_of(shop.adviser, None, early))
    assert 'data-outcome="needs_attention"' in answer.text
    assert "Une étape précédente" in answer.text


async def test_nobody_hands_in_the_file_of_another(shop: Cast, visit: Visit) -> None:
    tablet = Tablet(shop.adviser)
    sent = tablet.write("products", answers()["products"])
    theirs, other = await registered(shop.adviser), await registered(shop.colleague)
    good = file_of(shop.adviser, theirs, sent)
    for actor, body, status in (
        (None, good, 303),
        (shop.manager, good, 403),
        (shop.auditor, good, 403),
        (shop.colleague, good, 422),
        (shop.back_office, file_of(shop.adviser, other, sent), 422),
        (shop.back_office, file_of(shop.adviser, None, sent), 422),
        (shop.back_office, file_of(shop.manager, None, sent), 422),
    ):
        assert (await hand_in(visit, actor, body)).status_code == status
    assert await count("submission") == 0


async def test_a_file_of_somebody_suspended_stores_nothing(shop: Cast, visit: Visit) -> None:
    tablet = Tablet(shop.adviser)
    sent = tablet.write("products", answers()["products"])
    body = file_of(shop.adviser, await registered(shop.adviser), sent)
    async with unit_of_work(shop.back_office) as work:
        await work.run("UPDATE person SET active = false WHERE id = $1", shop.adviser.person_id)
        work.record("person:view", "person", shop.adviser.person_id)
    answer = await hand_in(visit, shop.back_office, body)
    assert answer.status_code == 422
    assert "n’est plus actif" in answer.text
    assert await count("submission") == 0


async def test_damaged_and_foreign_files_are_refused_with_words(shop: Cast, visit: Visit) -> None:
    good, old = file_of(shop.adviser, None), old_file_of(shop.adviser, None)
    heads = (
        b"{",
        b"[]",
        b'{"person": 7, "tablet": null, "submissions": []}',
        b'{"person": "x", "tablet": null, "submissions": [1]}',
        b'{"person": "x", "tablet": null, "submissions": [], "photos": [{"sha256": "y"}]}',
    )
    for body in (
        b"x",
        MAGIC,
        MAGIC + b"\xff\xff\xff\xff",
        MAGIC_WITHOUT_PHOTOS,
        *(
            spoilt
            for whole in (good, old)
            for spoilt in (whole[:-1], whole[:60] + bytes([whole[60] ^ 1]) + whole[61:], whole[8:])
        ),
        *(MAGIC_WITHOUT_PHOTOS + close_box(head) for head in heads),
        *(MAGIC + len(close_box(head)).to_bytes(4) + close_box(head) for head in heads),
    ):
        answer = await hand_in(visit, shop.back_office, body)
        assert answer.status_code == 422
        assert "Rien n’a été" in answer.text
    assert (await hand_in(visit, shop.back_office, b"")).status_code == 422
