"""What is refused is journalled, whichever handler refused it and whatever it answers."""

from typing import Any

from litestar import Request
from litestar.enums import ScopeType
from litestar.types import Scope

from extranet.core.database import unit_of_work
from extranet.core.errors import PalierError
from extranet.core.sessions import visit_of, visitor_of


async def journal_raised(error: Exception, scope: Scope) -> None:
    """The application's `after_exception`: journal the refusal that ended a request."""
    if isinstance(error, PalierError) and scope["type"] == ScopeType.HTTP:
        await journal_refusal(Request(scope), error)


async def journal_refusal(request: Request[Any, Any, Any], refused: PalierError) -> None:
    """Journal that a request was refused, under the act its error names; nothing without one.

    For handlers that answer a refusal themselves. What was asked for is kept as the pattern of the
    route: paths name people. Written in a unit of work of its own, since what refused has rolled
    its own back.
    """
    if not refused.act:
        return
    actor = visit_of(request).actor or visitor_of(request)
    page = f"{request.method} {request.scope['path_template']}"
    async with unit_of_work(actor) as work:
        work.record(refused.act, "page", None, after={"page": page, **refused.facts()})
