"""The directory over HTTP: page and search."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.status_codes import HTTP_200_OK, HTTP_422_UNPROCESSABLE_ENTITY

from extranet.core.access import Actor, Permission, Role
from extranet.core.doors import needs
from extranet.core.i18n import N_
from extranet.core.pages import ROLE_LABELS, page, see_other
from extranet.core.sessions import actor_of
from extranet.people.directory import MOST_SHOWN, directory
from extranet.people.directory_filters import SEARCH, Standing, read_filters

_STANDINGS = {
    Standing.ACTIVE: N_("Actif"),
    Standing.SUSPENDED: N_("Suspendu"),
    Standing.LEFT: N_("Parti"),
    Standing.INVITED: N_("Invité"),
}

Browser = Request[Any, Any, Any]


@get("/people", guards=needs(Permission.PEOPLE_LIST))
async def show_people(request: Browser) -> Response[str]:
    """The directory, as far as the actor may see, as the URL narrows it."""
    actor = actor_of(request)
    filters = read_filters(request.query_params, _person(actor))
    return page(
        request,
        "people/people.html",
        status=HTTP_422_UNPROCESSABLE_ENTITY if filters.errors else HTTP_200_OK,
        headers={"HX-Push-Url": filters.url()},
        filters=filters,
        form={"values": filters.values, "errors": filters.errors},
        found=await directory(actor, filters),
        most_shown=MOST_SHOWN,
        role_labels={role.value: label for role, label in ROLE_LABELS.items()},
        standings=[(standing.value, label) for standing, label in _STANDINGS.items()],
        may_invite=actor.may(Permission.PERSON_INVITE),
        given={role for role in Role if actor.may_give(role)},
    )


@post("/people/search", guards=needs(Permission.PEOPLE_LIST))
async def search_people(request: Browser) -> Response[Any]:
    """Take the name typed and go to the directory it narrows; no name stands in its URL."""
    actor = actor_of(request)
    posted = await request.form()
    given = {name: value for name, value in posted.items() if isinstance(value, str)}
    sealed = SEARCH.seal(given.get("name", ""), _person(actor))
    return see_other(request, read_filters({**given, "search": sealed}, _person(actor)).url())


def _person(actor: Actor) -> UUID:
    if actor.person_id is None:
        raise PermissionError("only people look at lists")
    return actor.person_id


routes = [show_people, search_people]
