"""Inviting many people at once: a file handed in, looked over line by line, and sent."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK, HTTP_422_UNPROCESSABLE_ENTITY

from extranet.core.access import Permission, Role
from extranet.core.doors import needs
from extranet.core.forms import Form
from extranet.core.i18n import N_, Words, words
from extranet.core.pages import ROLE_LABELS, page, see_other
from extranet.core.sessions import actor_of
from extranet.core.spreadsheet import MARK, csv_lines, harmless
from extranet.people import invitation_lists
from extranet.people.agency_tree import agencies_of
from extranet.people.invitation_quota import FULL
from extranet.people.invitation_sheet import (
    COLUMNS,
    MOST_BYTES,
    MOST_LINES,
    SheetRefused,
    read_sheet,
)
from extranet.people.judging import SENTENCES, Fault, Judged, Reason

_HERE = "/people/invitations/file"
_LIST = "/people/invitations/lists/{list_id:uuid}"
_DOOR = needs(Permission.PERSON_INVITE)
_CHOOSE = N_("Choisissez le fichier des personnes à inviter.")
_BESIDE = (N_("Ligne"), N_("À corriger"))
_ABOUT_ROLES = (Fault.ROLE_UNKNOWN, Fault.ROLE_NOT_GIVEN)
_EXAMPLE = (("ines.faure@exemple.fr", "Inès", "Faure"), ("paul.roy@exemple.fr", "Paul", "Roy"))

Browser = Request[Any, Any, Any]


@get(_HERE, guards=_DOOR)
async def show_file(request: Browser) -> Response[str]:
    """The place to hand a file in."""
    return _file_page(request, Form())


@post(_HERE, status_code=HTTP_200_OK, guards=_DOOR)
async def hand_in(request: Browser) -> Response[Any]:
    """Read a file and go to its lines; nobody is invited yet."""
    actor = actor_of(request)
    given = (await request.form()).get("file")
    # A browser sends a nameless file where none was chosen.
    if not isinstance(given, UploadFile) or not given.filename:
        return _file_page(request, Form(errors={"file": _CHOOSE}))
    try:
        sheet = read_sheet(await given.read(MOST_BYTES + 1))
    except SheetRefused as refused:
        return _file_page(request, Form(errors={"file": _said(refused, words(actor.locale))}))
    list_id = await invitation_lists.keep(actor, sheet)
    return see_other(request, f"/people/invitations/lists/{list_id}")


@get("/people/invitations/example.csv", guards=_DOOR)
async def show_example(request: Browser) -> Response[bytes]:
    """Two people to put others in place of, in an agency of the reader's."""
    actor = actor_of(request)
    speech = words(actor.locale)
    agencies = await agencies_of(actor)
    place = agencies[0].name if agencies else ""
    role = speech.gettext(ROLE_LABELS[Role.ADVISER])
    people = [[*person, role, harmless(place)] for person in _EXAMPLE]
    return _file(speech.gettext(N_("invitations-exemple")), [_titles(speech), *people])


@get(_LIST, guards=_DOOR)
async def show_list(request: Browser, list_id: FromPath[UUID]) -> Response[str]:
    """Every line of a list, and what becomes of it; once it is sent, what became of it."""
    actor = actor_of(request)
    found = await invitation_lists.look(actor, list_id)
    speech = words(actor.locale)
    return page(
        request,
        "people/invitation_list.html",
        list=found,
        refused=[(one, _reasons(one, speech)) for one in found.refused],
        role_labels=ROLE_LABELS,
    )


@post(f"{_LIST}/send", status_code=HTTP_200_OK, exception_handlers=FULL, guards=_DOOR)
async def send_list(request: Browser, list_id: FromPath[UUID]) -> Response[Any]:
    """Invite whoever stands on a good line; asking twice is no fault."""
    await invitation_lists.send(actor_of(request), list_id)
    return see_other(request, f"/people/invitations/lists/{list_id}")


@get(f"{_LIST}/refused.csv", guards=_DOOR)
async def download_refused(request: Browser, list_id: FromPath[UUID]) -> Response[bytes]:
    """The lines to correct with their reasons, as a file that can be handed in again."""
    actor = actor_of(request)
    found = await invitation_lists.look(actor, list_id, invitation_lists.DOWNLOADED)
    speech = words(actor.locale)
    titles = [*_titles(speech), *(speech.gettext(title) for title in _BESIDE)]
    rows = [_cells(one, speech) for one in found.refused]
    return _file(speech.gettext(N_("invitations-a-corriger")), [titles, *rows])


def _file_page(request: Browser, form: Form[Any]) -> Response[str]:
    return page(
        request,
        "people/invitation_file.html",
        status=HTTP_422_UNPROCESSABLE_ENTITY if form.errors else HTTP_200_OK,
        form=form,
        most=MOST_LINES,
        roles=[ROLE_LABELS[role] for role in Role if actor_of(request).may_give(role)],
    )


def _said(refused: SheetRefused, speech: Words) -> str:
    values = dict(refused.values)
    if "columns" in values:
        values["columns"] = ", ".join(map(speech.gettext, values["columns"].split(", ")))
    return speech.gettext(refused.sentence, **values)


def _reasons(judged: Judged, speech: Words) -> list[str]:
    return [_sentence(reason, speech) for reason in judged.reasons]


def _sentence(reason: Reason, speech: Words) -> str:
    also = reason.also
    if reason.fault in _ABOUT_ROLES:
        also = speech.gettext(ROLE_LABELS[Role(also)])
    return speech.gettext(SENTENCES[reason.fault], value=reason.value, also=also)


def _titles(speech: Words) -> list[str]:
    return [speech.gettext(title) for title in COLUMNS.values()]


def _cells(judged: Judged, speech: Words) -> list[str]:
    line = judged.line
    written = (line.email, line.first_name, line.last_name, line.role, line.agency)
    told = (str(line.number), " ".join(_reasons(judged, speech)))
    return [harmless(cell) for cell in (*written, *told)]


def _file(name: str, rows: Iterable[list[str]]) -> Response[bytes]:
    return Response(
        MARK + csv_lines(rows),
        media_type="text/csv",
        headers={
            "Content-Disposition": f'attachment; filename="{name}.csv"',
            "Cache-Control": "no-store",
        },
    )


routes = [show_file, hand_in, show_example, show_list, send_list, download_refused]
