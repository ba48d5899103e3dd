"""Another e-mail address for one's account."""

from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK, HTTP_422_UNPROCESSABLE_ENTITY
from pydantic import AfterValidator, BaseModel, Field

from extranet.core.doors import EVERYBODY, IN_PERSON
from extranet.core.forms import Form, read_form
from extranet.core.i18n import N_
from extranet.core.pages import page, see_other
from extranet.core.sessions import actor_of, visit_of, visitor_of
from extranet.people import email_change, own_password
from extranet.people.account import own_email, own_names
from extranet.people.emails import account_email
from extranet.people.links import PRIVATE, REFUSALS

_SENTENCES = {
    "email": N_("Écrivez une adresse e-mail complète, comme prenom.nom@exemple.fr."),
    "present": N_("Écrivez votre mot de passe actuel."),
}
_SAME = N_("C’est déjà votre adresse.")
_WRONG = N_("Ce n’est pas votre mot de passe actuel.")

Browser = Request[Any, Any, Any]


class EmailForm(BaseModel):
    """The address to have, and the password that shows who asks."""

    email: Annotated[str, AfterValidator(account_email)]
    present: Annotated[str, Field(min_length=1)]


@get("/account/email", guards=IN_PERSON)
async def show_own(request: Browser) -> Response[Any]:
    """Where one asks for another address."""
    return await _own(request)


@post("/account/email", status_code=HTTP_200_OK, exception_handlers=REFUSALS, guards=IN_PERSON)
async def ask(request: Browser) -> Response[Any]:
    """Have a link sent to the new address; the answer is the same whosever it is."""
    actor = actor_of(request)
    form = await read_form(request, EmailForm, _SENTENCES)
    if form.value is None:
        return await _own(request, form)
    if form.value.email == (await own_names(actor))[-1]:
        form.refuse("email", _SAME)
        return await _own(request, form)
    try:
        await email_change.ask(actor, form.value.present, form.value.email)
    except own_password.WrongPassword:
        form.refuse("present", _WRONG)
        return await _own(request, form)
    return see_other(request, "/account")


@post("/account/email/give-up", status_code=HTTP_200_OK, guards=IN_PERSON)
async def give_up(request: Browser) -> Response[Any]:
    """Keep the present address."""
    await email_change.give_up(actor_of(request))
    return see_other(request, "/account")


@get("/email-changes/{token:str}", exception_handlers=REFUSALS, guards=EVERYBODY)
async def show_link(request: Browser, token: FromPath[str]) -> Response[Any]:
    """The address, to be confirmed: looking at the page alone changes nothing."""
    email = await email_change.look(visitor_of(request), token)
    return page(request, "people/confirm_email.html", headers=PRIVATE, token=token, email=email)


@post(
    "/email-changes/{token:str}",
    status_code=HTTP_200_OK,
    exception_handlers=REFUSALS,
    guards=EVERYBODY,
)
async def confirm(request: Browser, token: FromPath[str]) -> Response[Any]:
    """Make it the address of the account."""
    await email_change.confirm(visitor_of(request), token)
    inside = visit_of(request).actor is not None
    return see_other(request, "/account?news=email" if inside else "/sign-in?news=email")


async def _own(request: Browser, form: Form[EmailForm] | None = None) -> Response[Any]:
    return page(
        request,
        "people/own_email.html",
        status=HTTP_200_OK if form is None else HTTP_422_UNPROCESSABLE_ENTITY,
        form=form,
        present=await own_email(actor_of(request)),
    )


routes = [show_own, ask, give_up, show_link, confirm]
