"""A rescue file read back in: exactly once, from those who may, and refused in words."""

import base64
import json
import os
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from extranet.core.access import Actor
from extranet.core.database import unit_of_work
from extranet.core.sealed_box import PURPOSE, key_of, public_key
from extranet.people.tablets import register
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit
from wizard.rescue.taking import MAGIC
from wizard.tests.sales.stored import count
from wizard.tests.selling import Tablet, answers, stock_up

HERE = "/rescue-files"


def close_box(data: bytes) -> bytes:
    """What the tablet does (static/js/tablet/export_file.js)."""
    curve = ec.SECP256R1()
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(curve, base64.b64decode(public_key()))
    ours, iv = ec.generate_private_key(curve), os.urandom(12)
    point = ours.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    sealed = AESGCM(key_of(ours.exchange(ec.ECDH(), theirs))).encrypt(iv, data, PURPOSE)
    return MAGIC + point + iv + sealed


def file_of(author: Actor, tablet: object, *submissions: dict[str, Any]) -> bytes:
    told = {"person": str(author.person_id), "tablet": tablet and str(tablet)}
    return close_box(json.dumps(told | {"submissions": submissions}).encode())


async def registered(actor: Actor) -> object:
    async with unit_of_work(actor) as work:
        return (await register(work)).id


@pytest.fixture
async def shop(cast: Cast) -> Cast:
    """The cast, with something to sell."""
    await stock_up(cast)
    return cast


async def hand_in(visit: Visit, actor: Actor | None, body: bytes) -> Any:
    browser = await visit(actor)
    return await browser.post(HERE, files={"file": ("secours.palier", body)})


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
    good = file_of(shop.adviser, None)
    for body in (
        b"x",
        MAGIC,
        good[:-1],
        good[:40] + bytes([good[40] ^ 1]) + good[41:],
        good[len(MAGIC) :],
        close_box(b"{"),
        close_box(b"[]"),
        close_box(b'{"person": 7, "tablet": null, "submissions": []}'),
        close_box(b'{"person": "x", "tablet": null, "submissions": [1]}'),
    ):
        answer = await hand_in(visit, shop.back_office, body)
        assert answer.status_code == 422
        assert "Rien n’a été" in answer.text
    assert (await hand_in(visit, shop.back_office, b"")).status_code == 422
