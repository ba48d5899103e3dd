"""The catalogue for the tablet."""

from typing import Any

from litestar import Request, Response, get
from litestar.status_codes import HTTP_200_OK, HTTP_304_NOT_MODIFIED

from extranet.catalogue.reading import catalogue
from extranet.core.access import Permission
from extranet.core.database import unit_of_work
from extranet.core.doors import needs
from extranet.core.sessions import actor_of


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


routes = [show]
