"""The journal over HTTP."""

from typing import Any

from litestar import Request, Response, get
from litestar.response import Stream
from litestar.status_codes import HTTP_200_OK, HTTP_422_UNPROCESSABLE_ENTITY

from audit.acts import SUBJECTS, acts_about
from audit.describe import act_label, changes, describe, who
from audit.export import FORMATS, begin, export
from audit.filters import JournalFilters, read_filters
from audit.reading import read_journal
from audit.words import ROLES
from extranet.core.access import Permission
from extranet.core.clock import today
from extranet.core.database import unit_of_work
from extranet.core.doors import needs
from extranet.core.pages import page
from extranet.core.precedence import GIVES_WAY
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
        acts=_acts(filters, locale),
        role_labels={role: pair[locale == "en"] for role, pair in ROLES.items()},
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


@get("/journal/export.csv", opt=GIVES_WAY, guards=needs(Permission.JOURNAL_READ))
async def export_csv(request: Request[Any, Any, Any]) -> Stream:
    """What the URL asks for, for a spreadsheet."""
    return await _export(request, "csv")


@get("/journal/export.jsonl", opt=GIVES_WAY, guards=needs(Permission.JOURNAL_READ))
async def export_json(request: Request[Any, Any, Any]) -> Stream:
    """What the URL asks for, an entry a line."""
    return await _export(request, "jsonl")


async def _export(request: Request[Any, Any, Any], form: str) -> Stream:
    actor = actor_of(request)
    filters = await begin(actor, read_filters(request.query_params), form)
    name = f"journal-{today().isoformat()}.{form}"
    return Stream(
        export(actor, filters, form),
        media_type=FORMATS[form],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _acts(filters: JournalFilters, locale: str) -> list[tuple[str, str]]:
    """The acts of the subject asked for, or all, as they are chosen from."""
    subjects = [filters.subject] if filters.subject else SUBJECTS
    return [(act, act_label(act, locale)) for one in subjects for act in acts_about(one)]


routes = [journal, export_csv, export_json]
