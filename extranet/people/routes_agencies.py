"""The organisation: the tree of agencies, and the page where one is changed."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK, HTTP_422_UNPROCESSABLE_ENTITY
from pydantic import AfterValidator, BaseModel, StringConstraints

from extranet.core.access import Permission
from extranet.core.doors import needs
from extranet.core.forms import Form, read_form
from extranet.core.i18n import N_
from extranet.core.pages import page, see_other
from extranet.core.sessions import actor_of
from extranet.people import agencies
from extranet.people.agency_page import load_agency, load_tree
from extranet.people.agency_rules import AgencyKind

KIND_LABELS = {
    AgencyKind.DISTRIBUTOR: N_("Distributeur"),
    AgencyKind.AGENCY: N_("Agence"),
    AgencyKind.TEAM: N_("Équipe"),
}
_NAME = N_("Écrivez son nom, en 80 caractères au plus.")
_SENTENCES = {
    "name": _NAME,
    "fresh_name": _NAME,
    "kind": N_("Choisissez une agence ou une équipe."),
    "place": N_("Choisissez où elle doit se trouver."),
}
_KEEPERS = needs(Permission.TEAM_KEEP)

Browser = Request[Any, Any, Any]


def _printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError
    return text


Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=80),
    AfterValidator(_printable),
]


class RenameForm(BaseModel):
    """What an agency is called from now on."""

    name: Name


class OpenForm(BaseModel):
    """What is opened below; a form without a choice of kind opens a team."""

    fresh_name: Name
    kind: AgencyKind = AgencyKind.TEAM


class MoveForm(BaseModel):
    """Below what it is to hang."""

    place: UUID


@get("/agencies", guards=_KEEPERS)
async def show_agencies(request: Browser) -> Response[str]:
    """The tree, as far as the actor may see, with how many people are where."""
    return page(
        request,
        "people/agencies.html",
        tree=await load_tree(actor_of(request)),
        kinds=KIND_LABELS,
    )


@get("/agencies/{agency_id:uuid}", guards=_KEEPERS)
async def show_agency(request: Browser, agency_id: FromPath[UUID]) -> Response[Any]:
    """One agency, what lies around it, and what may be done."""
    return await _answer(request, agency_id)


@post("/agencies/{agency_id:uuid}/rename", status_code=HTTP_200_OK, guards=_KEEPERS)
async def rename(request: Browser, agency_id: FromPath[UUID]) -> Response[Any]:
    """Call an agency something else."""
    form = await read_form(request, RenameForm, _SENTENCES)
    if form.value is None:
        return await _answer(request, agency_id, form)
    await agencies.rename(actor_of(request), agency_id, form.value.name)
    return see_other(request, f"/agencies/{agency_id}")


@post("/agencies/{agency_id:uuid}/open", status_code=HTTP_200_OK, guards=_KEEPERS)
async def open_below(request: Browser, agency_id: FromPath[UUID]) -> Response[Any]:
    """Open an agency or a team right below another."""
    form = await read_form(request, OpenForm, _SENTENCES)
    if form.value is None:
        return await _answer(request, agency_id, form)
    fresh = await agencies.open_below(
        actor_of(request), agency_id, form.value.kind, form.value.fresh_name
    )
    return see_other(request, f"/agencies/{fresh}")


@get("/agencies/{agency_id:uuid}/move", guards=_KEEPERS)
async def show_move(request: Browser, agency_id: FromPath[UUID]) -> Response[Any]:
    """What goes along when an agency is moved; the place to say where to. One that is not theirs to
    move leads back to its page."""
    return await _ask_where(request, agency_id)


@post("/agencies/{agency_id:uuid}/move", status_code=HTTP_200_OK, guards=_KEEPERS)
async def move(request: Browser, agency_id: FromPath[UUID]) -> Response[Any]:
    """Move an agency with all it holds."""
    form = await read_form(request, MoveForm, _SENTENCES)
    if form.value is None:
        return await _ask_where(request, agency_id, form)
    try:
        await agencies.move(actor_of(request), agency_id, form.value.place)
    except agencies.WrongPlace as wrong:
        form.refuse("place", wrong.sentence)
        return await _ask_where(request, agency_id, form)
    return see_other(request, f"/agencies/{agency_id}")


@post("/agencies/{agency_id:uuid}/close", status_code=HTTP_200_OK, guards=_KEEPERS)
async def close(request: Browser, agency_id: FromPath[UUID]) -> Response[Any]:
    """Close an agency that is empty."""
    await agencies.close(actor_of(request), agency_id)
    return see_other(request, "/agencies")


async def _answer(
    request: Browser, agency_id: UUID, form: Form[Any] | None = None
) -> Response[Any]:
    return page(
        request,
        "people/agency.html",
        status=HTTP_200_OK if form is None else HTTP_422_UNPROCESSABLE_ENTITY,
        form=form,
        found=await load_agency(actor_of(request), agency_id),
        kinds=KIND_LABELS,
    )


async def _ask_where(
    request: Browser, agency_id: UUID, form: Form[MoveForm] | None = None
) -> Response[Any]:
    found = await load_agency(actor_of(request), agency_id)
    if not found.moves:
        return see_other(request, f"/agencies/{agency_id}")
    return page(
        request,
        "people/move_agency.html",
        status=HTTP_200_OK if form is None else HTTP_422_UNPROCESSABLE_ENTITY,
        form=form,
        found=found,
    )


routes = [show_agencies, show_agency, rename, open_below, show_move, move, close]
