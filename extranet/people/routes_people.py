"""The page of a person: their account is suspended there, a lost tablet revoked, a
lost second factor reset."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK, HTTP_422_UNPROCESSABLE_ENTITY
from pydantic import BaseModel, StringConstraints

from audit.timelines import act_lines
from extranet.core.access import Permission
from extranet.core.doors import needs
from extranet.core.forms import Form, read_form
from extranet.core.i18n import N_, words
from extranet.core.pages import ROLE_LABELS, page, see_other
from extranet.core.sessions import actor_of
from extranet.people import followings, giving_roles, impersonating, moving, suspending, tablets
from extranet.people.overseen_sessions import end_sessions
from extranet.people.person_page import load_person
from extranet.people.second_factor import resetting
from extranet.people.sellers.contracts import may_keep

_REASON = {"reason": N_("Écrivez pourquoi, en dix caractères au moins et cinq cents au plus.")}

Browser = Request[Any, Any, Any]


class ResetForm(BaseModel):
    """Why somebody's second factor is reset: it stays in the journal."""

    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=500)]


@get("/people/{person_id:uuid}", guards=needs(Permission.PEOPLE_LIST))
async def show_person(request: Browser, person_id: FromPath[UUID]) -> Response[str]:
    """Somebody the actor may see, with their tablets."""
    return await _person(request, person_id)


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


@post(
    "/people/{person_id:uuid}/second-factor/reset",
    status_code=HTTP_200_OK,
    guards=needs(Permission.SECOND_FACTOR_RESET),
)
async def reset_second_factor(request: Browser, person_id: FromPath[UUID]) -> Response[Any]:
    """Reset somebody's second factor, with the reason."""
    form = await read_form(request, ResetForm, _REASON)
    if form.value is None:
        return await _person(request, person_id, form)
    await resetting.reset(actor_of(request), person_id, form.value.reason)
    return see_other(request, f"/people/{person_id}")


async def _person(
    request: Browser, person_id: UUID, form: Form[ResetForm] | None = None
) -> Response[str]:
    actor = actor_of(request)
    member = await load_person(actor, person_id)
    return page(
        request,
        "people/person.html",
        status=HTTP_200_OK if form is None else HTTP_422_UNPROCESSABLE_ENTITY,
        form=form,
        member=member,
        role=ROLE_LABELS[member.role],
        acts=act_lines(member.acts, words(actor.locale)),
        reads_journal=actor.may(Permission.JOURNAL_READ),
        may_revoke=actor.may(Permission.TABLET_REVOKE),
        may_name=followings.may_name(actor, member.role),
        may_give_role=bool(giving_roles.roles_for(actor, member.id, member.role)),
        may_move=moving.may_move(actor, member.id, member.role),
        may_impersonate=member.active
        and impersonating.may_impersonate(actor, member.id, member.role),
        may_suspend=suspending.may_suspend(actor, member.id, member.role),
        keeps=may_keep(actor, member.id, member.role),
        may_reset=resetting.may_reset(actor, member.id, member.role),
    )


routes = [
    show_person,
    suspend_person,
    reinstate_person,
    end_sessions_of,
    revoke_tablet,
    reset_second_factor,
]
