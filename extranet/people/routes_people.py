"""The directory, the page of a person: their account is suspended there, a lost tablet revoked."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK

from extranet.core.access import Permission, Role
from extranet.core.doors import needs
from extranet.core.pages import ROLE_LABELS, page, see_other
from extranet.core.sessions import actor_of
from extranet.people import giving_roles, impersonating, moving, suspending, tablets
from extranet.people.directory import directory
from extranet.people.overseen_sessions import end_sessions
from extranet.people.person_page import load_person

Browser = Request[Any, Any, Any]


@get("/people", guards=needs(Permission.PEOPLE_LIST))
async def show_people(request: Browser) -> Response[str]:
    """The directory, as far as the actor may see."""
    actor = actor_of(request)
    branches = await directory(actor)
    return page(
        request,
        "people/people.html",
        branches=branches,
        count=sum(len(branch.people) for branch in branches),
        role_labels={role.value: label for role, label in ROLE_LABELS.items()},
        may_invite=actor.may(Permission.PERSON_INVITE),
        given={role for role in Role if actor.may_give(role)},
    )


@get("/people/{person_id:uuid}", guards=needs(Permission.PEOPLE_LIST))
async def show_person(request: Browser, person_id: FromPath[UUID]) -> Response[str]:
    """Somebody the actor may see, with their tablets."""
    actor = actor_of(request)
    member = await load_person(actor, person_id)
    return page(
        request,
        "people/person.html",
        member=member,
        role=ROLE_LABELS[member.role],
        may_revoke=actor.may(Permission.TABLET_REVOKE),
        may_give_role=bool(giving_roles.roles_for(actor, member.id, member.role)),
        may_move=moving.may_move(actor, member.id, member.role),
        may_impersonate=member.active
        and impersonating.may_impersonate(actor, member.id, member.role),
        may_suspend=suspending.may_suspend(actor, member.id, member.role),
    )


@post(
    "/people/{person_id:uuid}/suspend",
    status_code=HTTP_200_OK,
    guards=needs(Permission.PERSON_SUSPEND),
)
async def suspend_person(request: Browser, person_id: FromPath[UUID]) -> Response[Any]:
    """Suspend somebody's account; asking twice is no fault."""
    await suspending.suspend(actor_of(request), person_id)
    return see_other(request, f"/people/{person_id}")


@post(
    "/people/{person_id:uuid}/reinstate",
    status_code=HTTP_200_OK,
    guards=needs(Permission.PERSON_SUSPEND),
)
async def reinstate_person(request: Browser, person_id: FromPath[UUID]) -> Response[Any]:
    """Make somebody's account active again; asking twice is no fault."""
    await suspending.reinstate(actor_of(request), person_id)
    return see_other(request, f"/people/{person_id}")


@post(
    "/people/{person_id:uuid}/sessions/end",
    status_code=HTTP_200_OK,
    guards=needs(Permission.PERSON_SUSPEND),
)
async def end_sessions_of(request: Browser, person_id: FromPath[UUID]) -> Response[Any]:
    """Sign somebody out everywhere; asking twice is no fault."""
    await end_sessions(actor_of(request), person_id)
    return see_other(request, f"/people/{person_id}")


@post(
    "/people/{person_id:uuid}/tablets/{tablet_id:uuid}/revoke",
    status_code=HTTP_200_OK,
    guards=needs(Permission.TABLET_REVOKE),
)
async def revoke_tablet(
    request: Browser, person_id: FromPath[UUID], tablet_id: FromPath[UUID]
) -> Response[Any]:
    """Revoke a tablet for good; asking twice is no fault."""
    await tablets.revoke(actor_of(request), person_id, tablet_id)
    return see_other(request, f"/people/{person_id}")


routes = [
    show_people,
    show_person,
    suspend_person,
    reinstate_person,
    end_sessions_of,
    revoke_tablet,
]
