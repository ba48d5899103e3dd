"""What the address leaf asks while somebody types."""

import json
from typing import Any

from litestar import Request, Response, post
from litestar.status_codes import HTTP_200_OK

from extranet.core.access import Permission
from extranet.core.doors import needs
from extranet.core.sessions import actor_of
from extranet.core.settings import installed
from wizard.addresses import LONGEST, suggestions

_MOST_BYTES = 4 * LONGEST + 64


@post(
    "/addresses",
    status_code=HTTP_200_OK,
    opt={"json": True},
    request_max_body_size=_MOST_BYTES,
    guards=needs(Permission.SALE_SELL),
)
async def complete(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
    """Addresses that what was typed (`{"typed": "12 rue de"}`) may become, likeliest first.

    Posted, because an address in a URL would end up in logs.
    """
    actor_of(request)
    found = await suggestions(installed(), _typed(await request.body()))
    return Response({"addresses": [one.as_json() for one in found]})


def _typed(body: bytes) -> str:
    """The line being typed; what is no question asks for nothing."""
    try:
        told = json.loads(body)
    except ValueError:
        return ""
    typed = told.get("typed") if isinstance(told, dict) else None
    return typed if isinstance(typed, str) else ""


routes = [complete]
