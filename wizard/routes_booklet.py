"""The booklet of a journey: every step, blank, on one page."""

import hashlib
from typing import Any

from litestar import Request, Response, get
from litestar.enums import MediaType
from litestar.params import FromPath
from litestar.status_codes import HTTP_304_NOT_MODIFIED

from extranet.core.access import Permission
from extranet.core.doors import needs
from extranet.core.errors import NotFound
from extranet.core.pages import chosen_theme, page
from extranet.core.sessions import actor_of, locale_of
from wizard.journey import Journey, Locale
from wizard.journey_files import UnknownJourneyError
from wizard.published import journeys
from wizard.shell import booklet_values

_bodies: dict[tuple[str, int, str, str], bytes] = {}


@get("/booklets/{journey:str}/{version:int}", guards=needs(Permission.SALE_SELL))
async def show(
    request: Request[Any, Any, Any], journey: FromPath[str], version: FromPath[int]
) -> Response[bytes]:
    """The booklet, or 304 for a tablet that holds this very one. It holds no personal data.

    A tablet may keep it and asks each time whether it is still good: the language may have been
    switched, and a new release has other scripts.
    """
    actor_of(request)
    try:
        found = journeys().get(journey, version)
    except UnknownJourneyError:
        raise NotFound from None
    body = _body(request, found)
    tag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    headers = {"ETag": tag, "Cache-Control": "private, max-age=0, must-revalidate"}
    if request.headers.get("if-none-match", "").removeprefix("W/") == tag:
        return Response(b"", status_code=HTTP_304_NOT_MODIFIED, headers=headers)
    return Response(body, media_type=MediaType.HTML, headers=headers)


def _body(request: Request[Any, Any, Any], journey: Journey) -> bytes:
    """Rendered once per language and theme: nothing else about the visitor is in it."""
    locale: Locale = "en" if locale_of(request) == "en" else "fr"
    key = (journey.name, journey.version, locale, chosen_theme(request))
    if key not in _bodies:
        rendered = page(
            request,
            "wizard/booklet.html",
            **booklet_values(journey, locale),
        )
        _bodies[key] = rendered.content.encode()
    return _bodies[key]


routes = [show]
