"""Links that somebody got by mail and that open something once: an invitation, a new password, a
new address.

Unknown, used, withdrawn and expired ones are not told apart, neither by words nor by the work that
is done: to the database they are all a digest that opens nothing.
"""

import math
from typing import Any

from litestar import Request, Response
from litestar.status_codes import HTTP_404_NOT_FOUND, HTTP_429_TOO_MANY_REQUESTS
from litestar.types import ExceptionHandlersMap

from extranet.core.access import Actor
from extranet.core.database import unit_of_work
from extranet.core.errors import PalierError
from extranet.core.pages import page
from extranet.people import throttle
from extranet.people.passwords import verify

# The address is the key: no other site, no search engine and no cache may learn it.
PRIVATE = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
}
_TRIED = throttle.Limit("link")


class DeadLink(PalierError):
    """A link that opens nothing (any more)."""

    act = "access:dead_link"


def dead_link(request: Request[Any, Any, Any], _: Exception) -> Response[Any]:
    """Say that the link opens nothing, and what to do; neither log nor journal ever has it."""
    return page(request, "people/dead_link.html", status=HTTP_404_NOT_FOUND, headers=PRIVATE)


def too_many_tries(
    request: Request[Any, Any, Any], refused: throttle.TooManyTries
) -> Response[Any]:
    """Say how long to wait."""
    seconds = max(1, math.ceil(refused.wait.total_seconds()))
    return page(
        request,
        "people/too_many_tries.html",
        status=HTTP_429_TOO_MANY_REQUESTS,
        headers={**PRIVATE, "Retry-After": str(seconds)},
        wait_minutes=math.ceil(seconds / 60),
    )


REFUSALS: ExceptionHandlersMap = {
    DeadLink: dead_link,
    throttle.TooManyTries: too_many_tries,
}
"""How a page says what links and passwords are refused for."""


async def refuse_flood(visitor: Actor, token: str) -> None:
    """Raise `throttle.TooManyTries` when this address tried too many links in vain."""
    async with unit_of_work(visitor) as work:
        await throttle.refuse_too_many(work, _tries(visitor, token))


async def refuse_dead(visitor: Actor, token: str) -> DeadLink:
    """Count a password that was sent to a dead link, and do the work a living one costs."""
    await verify(None, "a password for nobody")
    async with unit_of_work(visitor, housekeeping=True) as work:
        await throttle.count(work, _tries(visitor, token))
    return DeadLink()


def _tries(visitor: Actor, token: str) -> throttle.Tries:
    # Each token is an account of its own: whoever tries dead ones makes nobody else's wait.
    return throttle.Tries.of(token, visitor.origin.address, _TRIED)
