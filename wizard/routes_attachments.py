"""Photos over HTTP: taken from tablets piece by piece, shown to those who may see the sale."""

import re
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, head, put
from litestar.params import FromPath
from litestar.status_codes import (
    HTTP_200_OK,
    HTTP_202_ACCEPTED,
    HTTP_400_BAD_REQUEST,
    HTTP_409_CONFLICT,
    HTTP_410_GONE,
    HTTP_422_UNPROCESSABLE_ENTITY,
)

from extranet.core.access import Actor, Permission
from extranet.core.database import unit_of_work
from extranet.core.doors import needs
from extranet.core.errors import NotFound
from extranet.core.precedence import GIVES_WAY
from extranet.core.sessions import actor_of
from extranet.documents import photos
from extranet.documents.photos import PhotoGone, PhotoRefused
from extranet.documents.pieces import Gap, Piece, UnreadableRange, read_piece
from wizard.photo_intake import take_piece
from wizard.senders import REFUSALS, sender_of

LARGEST_PIECE = 1_000_000
_JSON = {"json": True}
_HASH = re.compile(r"[0-9a-f]{64}")
# Shown by the browser's own reader, which needs neither script nor style of ours.
_ALONE = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'none'"


@head("/attachments/{sha256:str}", opt=_JSON, guards=needs(Permission.SALE_SELL))
async def ask(request: Request[Any, Any, Any], sha256: FromPath[str]) -> Response[None]:
    """How much of a photo is here: `Upload-Offset` and `Upload-Complete`.

    404 until a step of the sender's names it, 410 when none does any more.
    """
    actor = actor_of(request)
    try:
        async with unit_of_work(actor) as work:
            found = await photos.standing(work, _checked(sha256))
    except PhotoGone:
        return Response(None, status_code=HTTP_410_GONE)
    complete = "?1" if found.kept else "?0"
    headers = {"Upload-Offset": str(found.held), "Upload-Complete": complete}
    return Response(None, headers=headers)


@put(
    "/attachments/{sha256:str}",
    opt=_JSON | GIVES_WAY,
    exception_handlers=REFUSALS,
    request_max_body_size=LARGEST_PIECE,
    guards=needs(Permission.SALE_SELL),
)
async def take(request: Request[Any, Any, Any], sha256: FromPath[str]) -> Response[dict[str, Any]]:
    """Take a piece of a photo, named by its `Content-Range`.

    The receipt is `{"outcome": "kept"}`, and nothing else is: the tablet may let the photo go.
    `more` says how much is here; so does 409, to a piece that begins beyond it. 422 says why
    these bytes are not kept: what was here of them is forgotten. Senders as in /outbox.
    """
    actor = await sender_of(request)
    try:
        piece = read_piece(request.headers.get("content-range", ""), await request.body())
    except UnreadableRange as wrong:
        told = {"error": "unreadable", "reason": str(wrong)}
        return Response(told, status_code=HTTP_400_BAD_REQUEST)
    return await _receive(actor, _checked(sha256), piece)


@get("/sales/{sale_id:uuid}/photos/{photo_id:uuid}", guards=needs(Permission.SALE_LIST))
async def show(
    request: Request[Any, Any, Any], sale_id: FromPath[UUID], photo_id: FromPath[UUID]
) -> Response[bytes]:
    """A photo of a sale; every viewing is journalled, so it is never cached."""
    actor = actor_of(request)
    async with unit_of_work(actor) as work:
        content = await photos.show(work, sale_id, photo_id)
    return Response(
        content,
        media_type="image/jpeg",
        headers={
            "Content-Disposition": f'inline; filename="photo-{str(photo_id)[-8:]}.jpg"',
            "Content-Security-Policy": _ALONE,
            "X-Robots-Tag": "noindex",
        },
    )


async def _receive(actor: Actor, sha256: str, piece: Piece) -> Response[dict[str, Any]]:
    try:
        found = await take_piece(actor, sha256, piece)
    except PhotoGone:
        return Response({"outcome": "gone"}, status_code=HTTP_410_GONE)
    except Gap as early:
        return _told("gap", early.held, HTTP_409_CONFLICT)
    except PhotoRefused as refused:
        told = {"outcome": "refused", "error": refused.code}
        return Response(told, status_code=HTTP_422_UNPROCESSABLE_ENTITY)
    if found.kept:
        return _told("kept", found.held, HTTP_200_OK)
    return _told("more", found.held, HTTP_202_ACCEPTED)


def _told(outcome: str, held: int, status: int) -> Response[dict[str, Any]]:
    return Response({"outcome": outcome, "offset": held}, status_code=status)


def _checked(sha256: str) -> str:
    if not _HASH.fullmatch(sha256):
        raise NotFound
    return sha256


routes = [ask, take, show]
