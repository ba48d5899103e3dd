"""Inviting somebody, and what the invited person finds behind their link."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK, HTTP_422_UNPROCESSABLE_ENTITY
from pydantic import AfterValidator, BaseModel

from extranet.core.access import Actor, Permission, Role
from extranet.core.doors import EVERYBODY, needs
from extranet.core.forms import Form, read_form
from extranet.core.i18n import N_
from extranet.core.pages import ROLE_LABELS, page, see_other
from extranet.core.refusals import journal_refusal
from extranet.core.sessions import actor_of, session_cookie, visit_of, visitor_of
from extranet.core.settings import installed
from extranet.people import invitations, invited
from extranet.people.agency_tree import agencies_of
from extranet.people.emails import account_email
from extranet.people.invitation_quota import FULL, TOO_MANY, TooManyInvitations
from extranet.people.links import PRIVATE, REFUSALS
from extranet.people.naming import person_name
from extranet.people.password_rules import PasswordForm, PasswordRefused

_HERE = N_("Cette personne a déjà un compte : vous la trouverez sur la page Équipe.")
_INVITED = N_(
    "Cette adresse est déjà invitée dans cette agence. Renvoyez l’invitation depuis la page Équipe."
)
_SENTENCES = {
    "email": N_("Écrivez une adresse e-mail complète, comme prenom.nom@exemple.fr."),
    "first_name": N_("Écrivez son prénom, en 60 caractères au plus."),
    "last_name": N_("Écrivez son nom, en 60 caractères au plus."),
    "role": N_("Choisissez un rôle."),
    "agency": N_("Choisissez une agence."),
}
_PASSWORD_SENTENCES = {"password": N_("Choisissez un mot de passe.")}

Browser = Request[Any, Any, Any]


Name = Annotated[str, AfterValidator(person_name)]


class InviteForm(BaseModel):
    """Who is invited, as what and where; a form without a choice of role invites an adviser."""

    email: Annotated[str, AfterValidator(account_email)]
    first_name: Name
    last_name: Name
    role: Role = Role.ADVISER
    agency: UUID


@get("/people/invite", guards=needs(Permission.PERSON_INVITE))
async def show_invite(request: Browser) -> Response[Any]:
    """The form: whom, as what, into which agency."""
    return await _answer(request, actor_of(request))


@post("/people/invite", status_code=HTTP_200_OK, guards=needs(Permission.PERSON_INVITE))
async def invite(request: Browser) -> Response[Any]:
    """Invite somebody; what the actor may not give or does not see is refused, whatever the form
    they sent holds."""
    actor = actor_of(request)
    form = await read_form(request, InviteForm, _SENTENCES)
    if form.value is None:
        return await _answer(request, actor, form)
    wanted = form.value
    newcomer = invitations.Newcomer(
        wanted.email, wanted.first_name, wanted.last_name, wanted.role, wanted.agency
    )
    try:
        await invitations.invite(actor, newcomer)
    except invitations.AlreadyHere:
        form.refuse("email", _HERE)
        return await _answer(request, actor, form)
    except invitations.AlreadyInvited:
        form.refuse("email", _INVITED)
        return await _answer(request, actor, form)
    except TooManyInvitations as refused:
        await journal_refusal(request, refused)
        form.refuse("email", TOO_MANY)
        return await _answer(request, actor, form)
    return see_other(request, f"/people#b-{wanted.agency}")


@post(
    "/people/invitations/{invitation_id:uuid}/resend",
    status_code=HTTP_200_OK,
    exception_handlers=FULL,
    guards=needs(Permission.PERSON_INVITE),
)
async def resend(request: Browser, invitation_id: FromPath[UUID]) -> Response[Any]:
    """Send an invitation again, with a new link."""
    await invitations.resend(actor_of(request), invitation_id)
    return see_other(request, f"/people#i-{invitation_id}")


@post(
    "/people/invitations/{invitation_id:uuid}/withdraw",
    status_code=HTTP_200_OK,
    guards=needs(Permission.PERSON_INVITE),
)
async def withdraw(request: Browser, invitation_id: FromPath[UUID]) -> Response[Any]:
    """Withdraw an invitation."""
    await invitations.withdraw(actor_of(request), invitation_id)
    return see_other(request, "/people")


@get("/invitations/{token:str}", exception_handlers=REFUSALS, guards=EVERYBODY)
async def show_invitation(request: Browser, token: FromPath[str]) -> Response[Any]:
    """Who invites, into which agency; the place to choose a password."""
    return _invitation(request, token, await invited.look(visitor_of(request), token))


@post(
    "/invitations/{token:str}",
    status_code=HTTP_200_OK,
    exception_handlers=REFUSALS,
    guards=EVERYBODY,
)
async def accept(request: Browser, token: FromPath[str]) -> Response[Any]:
    """Open the account under the password chosen, and a session of it."""
    visitor = visitor_of(request)
    form = await read_form(request, PasswordForm, _PASSWORD_SENTENCES)
    present = visit_of(request).person
    try:
        session = await invited.accept(
            visitor,
            token,
            form.values.get("password", ""),
            replaces=present.session_id if present else None,
        )
    except PasswordRefused as refused:
        form.refuse("password", refused.fault)
        return _invitation(request, token, await invited.find(visitor, token), form)
    return see_other(request, "/", [session_cookie(installed(), session)])


async def _answer(
    request: Browser, actor: Actor, form: Form[InviteForm] | None = None
) -> Response[Any]:
    return page(
        request,
        "people/invite.html",
        status=HTTP_200_OK if form is None else HTTP_422_UNPROCESSABLE_ENTITY,
        form=form,
        agencies=await agencies_of(actor),
        roles=[(role.value, ROLE_LABELS[role]) for role in Role if actor.may_give(role)],
    )


def _invitation(
    request: Browser,
    token: str,
    invitation: invited.Invitation,
    form: Form[PasswordForm] | None = None,
) -> Response[Any]:
    return page(
        request,
        "people/invitation.html",
        status=HTTP_200_OK if form is None else HTTP_422_UNPROCESSABLE_ENTITY,
        headers=PRIVATE,
        form=form,
        token=token,
        invitation=invitation,
        role=ROLE_LABELS[invitation.role],
    )


routes = [show_invite, invite, resend, withdraw, show_invitation, accept]
