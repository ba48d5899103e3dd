"""What products look like: one small picture each, at an address that changes with its bytes.

The desk's browser makes it of whatever file is given (static/js/product-picture.js); here it is
read, never decoded. A tablet keeps the pictures of its catalogue for the road.
"""

import hashlib
from uuid import UUID

from extranet.core.access import Actor
from extranet.core.database import UnitOfWork, unit_of_work
from extranet.core.errors import NotFound
from extranet.core.jpeg import NotAPhoto, check_photo

MOST_BYTES = 200_000
"""A catalogue of fifty fits on a tablet, and through a poor network, in ten megabytes at most."""
PATH = "/product-pictures/"
_ENDING = ".jpg"

_OPEN = "SELECT content FROM product_picture WHERE sha256 = $1 LIMIT 1"
_KNOWN = """
    SELECT p.code, i.sha256 FROM product p LEFT JOIN product_picture i ON i.product_id = p.id
    WHERE p.id = $1 FOR UPDATE OF p
"""
# A tablet asks whether the catalogue changed by when its products did.
_KEEP = """
    WITH changed AS (UPDATE product SET changed_at = now() WHERE id = $1)
    INSERT INTO product_picture (product_id, sha256, content) VALUES ($1, $2, $3)
    ON CONFLICT (product_id) DO UPDATE SET sha256 = excluded.sha256, content = excluded.content
"""
_REMOVE = """
    WITH changed AS (UPDATE product SET changed_at = now() WHERE id = $1)
    DELETE FROM product_picture WHERE product_id = $1
"""


class PictureRefused(ValueError):
    """The bytes are not kept: `code` is `empty`, or as `NotAPhoto` says."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def address_of(sha256: str | None) -> str | None:
    """Where a picture is had; nowhere where there is none."""
    return f"{PATH}{sha256}{_ENDING}" if sha256 else None


def check_picture(content: bytes) -> None:
    """Raise `PictureRefused` for what is no JPEG of `MOST_BYTES` at most, and nothing besides."""
    if not content:
        raise PictureRefused("empty")
    try:
        check_photo(content, MOST_BYTES)
    except NotAPhoto as refused:
        raise PictureRefused(refused.code) from refused


async def open_picture(work: UnitOfWork, name: str) -> bytes:
    """The picture of that name, the last part of its address; raises `NotFound`."""
    row = await work.one_or_404(_OPEN, name.removesuffix(_ENDING))
    return bytes(row["content"])


async def keep_picture(actor: Actor, product_id: UUID, content: bytes) -> None:
    """Give a product its picture, in place of the one it had. Nothing where it is the very same.

    Raises `PictureRefused`, `NotFound`.
    """
    check_picture(content)
    sha256 = hashlib.sha256(content).hexdigest()
    async with unit_of_work(actor) as work:
        known = await work.one_or_404(_KNOWN, product_id)
        if known["sha256"] == sha256:
            return
        await work.run(_KEEP, product_id, sha256, content)
        work.record(
            "catalogue:keep_picture",
            "product",
            product_id,
            before={"picture": known["sha256"]},
            after={"product": known["code"], "picture": sha256},
        )


async def remove_picture(actor: Actor, product_id: UUID) -> None:
    """Take the picture of a product away. Raises `NotFound` where there is none."""
    async with unit_of_work(actor) as work:
        known = await work.one_or_404(_KNOWN, product_id)
        if known["sha256"] is None:
            raise NotFound
        await work.run(_REMOVE, product_id)
        work.record(
            "catalogue:remove_picture",
            "product",
            product_id,
            before={"picture": known["sha256"]},
            after={"product": known["code"]},
        )
