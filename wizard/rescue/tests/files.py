"""Rescue files as a tablet writes them (static/js/tablet/export_file.js), and handing them in."""

import base64
import json
import os
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from extranet.core.access import Actor
from extranet.core.database import unit_of_work
from extranet.core.sealed_box import PURPOSE, key_of, public_key
from extranet.people.tablets import register
from extranet.testing.pictures import named
from extranet.testing.plugin import Visit
from wizard.rescue.contents import MAGIC, MAGIC_WITHOUT_PHOTOS


def close_box(data: bytes) -> bytes:
    """A box that this installation opens."""
    curve = ec.SECP256R1()
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(curve, base64.b64decode(public_key()))
    ours, iv = ec.generate_private_key(curve), os.urandom(12)
    point = ours.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    sealed: bytes = AESGCM(key_of(ours.exchange(ec.ECDH(), theirs))).encrypt(iv, data, PURPOSE)
    return point + iv + sealed


def boxes(head: bytes, *contents: bytes) -> bytes:
    """A file of these boxes."""
    closed = [close_box(data) for data in (head, *contents)]
    return MAGIC + b"".join(len(box).to_bytes(4) + box for box in closed)


def file_of(
    author: Actor,
    tablet: object,
    *submissions: dict[str, Any],
    sale: object = None,
    photos: tuple[bytes, ...] = (),
) -> bytes:
    """What a tablet of the author's exports; the photos are those of `sale`."""
    named_ones = [{"sale": str(sale), **named(content)} for content in photos]
    head = {**_whose(author, tablet), "submissions": submissions, "photos": named_ones}
    return boxes(json.dumps(head).encode(), *photos)


def old_file_of(author: Actor, tablet: object, *submissions: dict[str, Any]) -> bytes:
    """What a tablet exported before photos were part of the file."""
    told = {**_whose(author, tablet), "submissions": submissions}
    return MAGIC_WITHOUT_PHOTOS + close_box(json.dumps(told).encode())


def _whose(author: Actor, tablet: object) -> dict[str, Any]:
    return {"person": str(author.person_id), "tablet": tablet and str(tablet)}


async def registered(actor: Actor) -> object:
    """The id of a tablet that the actor has just taken."""
    async with unit_of_work(actor) as work:
        return (await register(work)).id


async def hand_in(visit: Visit, actor: Actor | None, body: bytes) -> Any:
    """What the page answers to a file."""
    browser = await visit(actor)
    return await browser.post("/rescue-files", files={"file": ("secours.palier", body)})
