"""Looking in somebody's name: the form with the reason, and the way out."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK, HTTP_422_UNPROCESSABLE_ENTITY
from pydantic import BaseModel, StringConstraints

from extranet.core.access import Permission
from extranet.core.doors import LEAVING, needs
from extranet.core.forms import Form, read_form
from extranet.core.i18n import N_
from extranet.core.pages import ROLE_LABELS, page, see_other
from extranet.core.sessions import actor_of, person_of, visit_of
from extranet.people import impersonating

_HERE = "/people/{person_id:uuid}/impersonate"
_DOOR = needs(Permission.PERSON_IMPERSONATE)
_SENTENCES = {
    "reason": N_(
        "Écrivez pourquoi, en 10 à 500 caractères : la personne le lira, et le journal le garde."
    )
}

Browser = Request[Any, Any, Any]


class ReasonForm(BaseModel):
    """Why somebody looks in another's name."""

    reason: Annotated[
        str,
        StringConstraints(
            strip_whitespace=True,
            min_length=impersonating.SHORTEST_REASON,
            max_length=impersonating.LONGEST_REASON,
        ),
    ]


@get(_HERE, guards=_DOOR)
async def show_reason(request: Browser, person_id: FromPath[UUID]) -> Response[str]:
    """What looking in somebody's name is, and the place for the reason."""
    seen = await impersonating.whom(actor_of(request), person_id)
    return _answer(request, seen)


@post(_HERE, status_code=HTTP_200_OK, guards=_DOOR)
async def begin(request: Browser, person_id: FromPath[UUID]) -> Response[Any]:
    """Begin, and go to the first page that person works on."""
    actor = actor_of(request)
    form = await read_form(request, ReasonForm, _SENTENCES)
    if form.value is None:
        return _answer(request, await impersonating.whom(actor, person_id), form)
    session_id = person_of(request).session_id
    await impersonating.begin(actor, session_id, person_id, form.value.reason)
    return see_other(request, "/")


@post("/impersonation/end", status_code=HTTP_200_OK, guards=LEAVING)
async def end(request: Browser) -> Response[Any]:
    """Be oneself again, on the page of whom one looked in the name of."""
    impersonation = visit_of(request).impersonation
    if impersonation is None:
        return see_other(request, "/")
    await impersonating.end(impersonation, person_of(request).session_id)
    return see_other(request, f"/people/{impersonation.seen_id}")


def _answer(
    request: Browser, seen: impersonating.Seen, form: Form[ReasonForm] | None = None
) -> Response[str]:
    return page(
        request,
        "people/impersonate.html",
        status=HTTP_200_OK if form is None else HTTP_422_UNPROCESSABLE_ENTITY,
        form=form,
        seen=seen,
        role=ROLE_LABELS[seen.role],
        most=impersonating.LONGEST_REASON,
    )


routes = [show_reason, begin, end]
