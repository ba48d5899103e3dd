"""What a tablet and the server tell each other about the tablet itself."""

import base64
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.status_codes import (
    HTTP_200_OK,
    HTTP_201_CREATED,
    HTTP_204_NO_CONTENT,
    HTTP_410_GONE,
)

from extranet.core.access import Permission
from extranet.core.database import unit_of_work
from extranet.core.doors import EVERYBODY, IN_PERSON, needs
from extranet.core.sessions import actor_of, person_of, visitor_of
from extranet.people import tablets

_JSON = {"json": True}

Browser = Request[Any, Any, Any]


@post("/tablets", status_code=HTTP_201_CREATED, opt=_JSON, guards=needs(Permission.SALE_SELL))
async def register_tablet(request: Browser) -> Response[dict[str, str]]:
    """Register this browser to whoever is signed in; answers its id and the key of its store."""
    actor = actor_of(request)
    async with unit_of_work(actor) as work:
        tablet = await tablets.register(work)
        await tablets.remember(work, person_of(request).session_id, tablet.id)
    told = {"tablet": str(tablet.id), "key": _base64(tablet.key)}
    return Response(told, status_code=HTTP_201_CREATED)


@get("/tablets/{tablet_id:uuid}/key", opt=_JSON, guards=IN_PERSON)
async def open_key(request: Browser, tablet_id: FromPath[UUID]) -> Response[dict[str, Any]]:
    """The key of one's own tablet; 404 for anybody else's, 410 once it is revoked."""
    actor = actor_of(request)
    try:
        key = await tablets.open_key(actor, person_of(request).session_id, tablet_id)
    except tablets.Revoked:
        return Response({"revoked": True}, status_code=HTTP_410_GONE)
    return Response({"key": _base64(key)}, status_code=HTTP_200_OK)


@get("/tablets/{tablet_id:uuid}/standing", opt=_JSON, guards=EVERYBODY)
async def show_standing(request: Browser, tablet_id: FromPath[UUID]) -> Response[Any]:
    """How a tablet stands, signed in or not: 204 when it is known, 410 when it must wipe itself."""
    standing = await tablets.standing_of(visitor_of(request), tablet_id)
    if standing is tablets.Standing.REVOKED:
        return Response({"revoked": True}, status_code=HTTP_410_GONE)
    return Response(None, status_code=HTTP_204_NO_CONTENT)


@post(
    "/tablets/{tablet_id:uuid}/wiped", status_code=HTTP_204_NO_CONTENT, opt=_JSON, guards=EVERYBODY
)
async def note_wiped(request: Browser, tablet_id: FromPath[UUID]) -> None:
    """Take a revoked tablet's word that it wiped itself."""
    await tablets.note_wiped(visitor_of(request), tablet_id)


def _base64(key: bytes) -> str:
    return base64.b64encode(key).decode()


routes = [register_tablet, open_key, show_standing, note_wiped]
