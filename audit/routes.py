"""The journal over HTTP."""

from typing import Any

from litestar import Request, Response, get
from litestar.status_codes import HTTP_200_OK, HTTP_422_UNPROCESSABLE_ENTITY

from audit.describe import changes, describe, who
from audit.filters import read_filters
from audit.reading import read_journal
from extranet.core.access import Permission
from extranet.core.database import unit_of_work
from extranet.core.doors import needs
from extranet.core.pages import page
from extranet.core.sessions import actor_of


@get("/journal", guards=needs(Permission.JOURNAL_READ))
async def journal(request: Request[Any, Any, Any]) -> Response[str]:
    """Who did what, to what, when and from where."""
    actor = actor_of(request)
    filters = read_filters(request.query_params)
    async with unit_of_work(actor) as work:
        found = await read_journal(work, filters)
    locale = actor.locale
    return page(
        request,
        "journal/journal.html",
        status=HTTP_422_UNPROCESSABLE_ENTITY if filters.errors else HTTP_200_OK,
        headers={"HX-Push-Url": filters.url(after=filters.after, before=filters.before)},
        filters=filters,
        form={"values": filters.values, "errors": filters.errors},
        journal=found,
        entries=[
            {
                "entry": entry,
                "who": who(entry, locale),
                "sentence": describe(entry, locale),
                "changes": changes(entry, locale),
            }
            for entry in found.entries
        ],
    )


routes = [journal]
