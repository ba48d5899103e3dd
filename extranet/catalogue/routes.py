"""The catalogue for the tablet: what is sold, and what it looks like."""

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK, HTTP_304_NOT_MODIFIED

from extranet.catalogue import routes_desk
from extranet.catalogue.pictures import PATH, open_picture
from extranet.catalogue.reading import catalogue
from extranet.core.access import Permission
from extranet.core.database import unit_of_work
from extranet.core.doors import needs
from extranet.core.sessions import actor_of

_FOR_EVER = {"Cache-Control": "private, max-age=31536000, immutable"}


@get("/catalogue.json", opt={"json": True}, guards=needs(Permission.CATALOGUE_READ))
async def show(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The catalogue, or 304 for a tablet that holds this very version."""
    actor = actor_of(request)
    async with unit_of_work(actor) as work:
        known = await catalogue(work)
    tag = f'"{known.version}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Cookie"}
    if request.headers.get("if-none-match", "").removeprefix("W/") == tag:
        return Response(b"", status_code=HTTP_304_NOT_MODIFIED, headers=headers)
    return Response(
        known.body, status_code=HTTP_200_OK, media_type="application/json", headers=headers
    )


@get(PATH + "{name:str}", guards=needs(Permission.CATALOGUE_READ))
async def show_picture(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
    """The picture of a product. Its address changes with it, so browsers keep it for ever."""
    async with unit_of_work(actor_of(request)) as work:
        content = await open_picture(work, name)
    return Response(content, media_type="image/jpeg", headers=dict(_FOR_EVER))


routes = [show, show_picture, *routes_desk.routes]
