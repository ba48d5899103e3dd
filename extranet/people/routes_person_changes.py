"""Giving somebody another role, moving them to another agency, naming who follows them: each asked
on a page that says what follows from it."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK, HTTP_422_UNPROCESSABLE_ENTITY
from pydantic import BaseModel, BeforeValidator

from extranet.core.access import ROLES, Permission, Role
from extranet.core.doors import needs
from extranet.core.errors import Forbidden
from extranet.core.forms import Form, read_form
from extranet.core.i18n import N_
from extranet.core.pages import ROLE_LABELS, page, see_other
from extranet.core.sessions import actor_of
from extranet.people import followings, giving_roles, moving
from extranet.people.agency_tree import AGENCIES, read_agencies
from extranet.people.person_page import load_person, load_person_and

_SENTENCES = {
    "role": N_("Choisissez un rôle."),
    "agency": N_("Choisissez une agence."),
    "referent": N_("Choisissez un référent, ou personne."),
}

NOBODY = "nobody"

Browser = Request[Any, Any, Any]


class RoleForm(BaseModel):
    """What somebody is from now on."""

    role: Role


class AgencyForm(BaseModel):
    """Where somebody is from now on."""

    agency: UUID


class ReferentForm(BaseModel):
    """Who follows somebody from now on, or nobody."""

    referent: Annotated[UUID | None, BeforeValidator(lambda told: None if told == NOBODY else told)]


@get("/people/{person_id:uuid}/role", guards=needs(Permission.ROLE_GIVE))
async def show_role(request: Browser, person_id: FromPath[UUID]) -> Response[Any]:
    """The roles that may be given to somebody, and what follows from it."""
    return await _ask_role(request, person_id)


@post("/people/{person_id:uuid}/role", status_code=HTTP_200_OK, guards=needs(Permission.ROLE_GIVE))
async def give_role(request: Browser, person_id: FromPath[UUID]) -> Response[Any]:
    """Give somebody another role; what the actor may not give is refused, whatever the form they
    sent holds."""
    form = await read_form(request, RoleForm, _SENTENCES)
    if form.value is None:
        return await _ask_role(request, person_id, form)
    await giving_roles.give_role(actor_of(request), person_id, form.value.role)
    return see_other(request, f"/people/{person_id}")


@get("/people/{person_id:uuid}/agency", guards=needs(Permission.PERSON_MOVE))
async def show_agency(request: Browser, person_id: FromPath[UUID]) -> Response[Any]:
    """The agencies somebody may be moved to, and what stays behind."""
    return await _ask_agency(request, person_id)


@post(
    "/people/{person_id:uuid}/agency", status_code=HTTP_200_OK, guards=needs(Permission.PERSON_MOVE)
)
async def move(request: Browser, person_id: FromPath[UUID]) -> Response[Any]:
    """Move somebody to another agency."""
    form = await read_form(request, AgencyForm, _SENTENCES)
    if form.value is None:
        return await _ask_agency(request, person_id, form)
    await moving.move_person(actor_of(request), person_id, form.value.agency)
    return see_other(request, f"/people/{person_id}")


@get("/people/{person_id:uuid}/referent", guards=needs(Permission.REFERENT_NAME))
async def show_referent(request: Browser, person_id: FromPath[UUID]) -> Response[Any]:
    """The referents who may follow somebody."""
    return await _ask_referent(request, person_id)


@post(
    "/people/{person_id:uuid}/referent",
    status_code=HTTP_200_OK,
    guards=needs(Permission.REFERENT_NAME),
)
async def name_referent(request: Browser, person_id: FromPath[UUID]) -> Response[Any]:
    """Have somebody followed by a referent, or by nobody any more."""
    form = await read_form(request, ReferentForm, _SENTENCES)
    if form.value is None:
        return await _ask_referent(request, person_id, form)
    if form.value.referent is None:
        await followings.unfollow(actor_of(request), person_id)
    else:
        await followings.follow(actor_of(request), person_id, form.value.referent)
    return see_other(request, f"/people/{person_id}")


async def _ask_role(
    request: Browser, person_id: UUID, form: Form[RoleForm] | None = None
) -> Response[Any]:
    actor = actor_of(request)
    member = await load_person(actor, person_id)
    given = giving_roles.roles_for(actor, member.id, member.role)
    if not given:
        raise Forbidden
    return page(
        request,
        "people/give_role.html",
        status=HTTP_200_OK if form is None else HTTP_422_UNPROCESSABLE_ENTITY,
        form=form,
        member=member,
        present=ROLE_LABELS[member.role],
        roles=[(role.value, ROLE_LABELS[role]) for role in given],
        sells=Permission.SALE_SELL in ROLES[member.role].permissions,
    )


async def _ask_agency(
    request: Browser, person_id: UUID, form: Form[AgencyForm] | None = None
) -> Response[Any]:
    actor = actor_of(request)
    member, agencies = await load_person_and(actor, person_id, AGENCIES)
    if not moving.may_move(actor, member.id, member.role):
        raise Forbidden
    return page(
        request,
        "people/move_person.html",
        status=HTTP_200_OK if form is None else HTTP_422_UNPROCESSABLE_ENTITY,
        form=form,
        member=member,
        agencies=read_agencies(agencies),
    )


async def _ask_referent(
    request: Browser, person_id: UUID, form: Form[ReferentForm] | None = None
) -> Response[Any]:
    actor = actor_of(request)
    member, candidates = await load_person_and(actor, person_id, followings.CANDIDATES)
    if not followings.may_name(actor, member.role):
        raise Forbidden
    return page(
        request,
        "people/name_referent.html",
        status=HTTP_200_OK if form is None else HTTP_422_UNPROCESSABLE_ENTITY,
        form=form,
        member=member,
        candidates=followings.read_candidates(candidates),
        nobody=NOBODY,
    )


routes = [show_role, give_role, show_agency, move, show_referent, name_referent]
