"""The page of a referent: those they follow, and how their sales stand."""

from typing import Any

from litestar import Request, Response, get

from extranet.core.access import Permission
from extranet.core.doors import needs
from extranet.core.pages import page
from extranet.core.sessions import actor_of
from wizard.followed.reading import STILL_AFTER, load_followed


@get("/followed", guards=needs(Permission.FOLLOWED_READ))
async def show_followed(request: Request[Any, Any, Any]) -> Response[str]:
    """Whom the referent follows, with their sales under way; read only."""
    return page(
        request,
        "wizard/followed.html",
        followed=await load_followed(actor_of(request)),
        still_days=STILL_AFTER.days,
    )


routes = [show_followed]
