"""A forgotten password and the link that sets another, and changing one's own."""

from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK, HTTP_422_UNPROCESSABLE_ENTITY
from pydantic import BaseModel, Field

from extranet.core.doors import EVERYBODY, IN_PERSON
from extranet.core.forms import Form, read_form
from extranet.core.i18n import N_
from extranet.core.pages import page, see_other
from extranet.core.sessions import actor_of, person_of, visit_of, visitor_of
from extranet.people import forgotten, own_password
from extranet.people.account import own_email
from extranet.people.links import PRIVATE, REFUSALS
from extranet.people.password_rules import PasswordForm, PasswordRefused

_ADDRESS = {"email": N_("Écrivez l’adresse e-mail de votre compte.")}
_NEW = {"password": N_("Choisissez un mot de passe.")}
_CHANGE = {**_NEW, "present": N_("Écrivez votre mot de passe actuel.")}
_WRONG = N_("Ce n’est pas votre mot de passe actuel.")

Browser = Request[Any, Any, Any]


class AskForm(BaseModel):
    """The address of an account."""

    email: Annotated[str, Field(min_length=1)]


class ChangeForm(PasswordForm):
    """The password one has, and the one to have."""

    present: Annotated[str, Field(min_length=1)]


@get("/forgotten-password", guards=EVERYBODY)
async def show_forgotten(request: Browser) -> Response[Any]:
    """Where a new password is asked for; whoever is inside changes theirs on their account."""
    if visit_of(request).actor is not None:
        return see_other(request, "/account/password")
    return _forgotten(request, asked="asked" in request.query_params)


@post("/forgotten-password", status_code=HTTP_200_OK, exception_handlers=REFUSALS, guards=EVERYBODY)
async def ask(request: Browser) -> Response[Any]:
    """Have a link sent; the answer is the same for every address."""
    form = await read_form(request, AskForm, _ADDRESS)
    if form.value is None:
        return _forgotten(request, form)
    await forgotten.ask(visitor_of(request), form.value.email)
    return see_other(request, "/forgotten-password?asked=1")


@get("/forgotten-password/{token:str}", exception_handlers=REFUSALS, guards=EVERYBODY)
async def show_link(request: Browser, token: FromPath[str]) -> Response[Any]:
    """Where the new password is chosen."""
    return _link(request, token, await forgotten.look(visitor_of(request), token))


@post(
    "/forgotten-password/{token:str}",
    status_code=HTTP_200_OK,
    exception_handlers=REFUSALS,
    guards=EVERYBODY,
)
async def set_password(request: Browser, token: FromPath[str]) -> Response[Any]:
    """Set the password, end every session; one signs in with it."""
    visitor = visitor_of(request)
    form = await read_form(request, PasswordForm, _NEW)
    try:
        await forgotten.set_password(visitor, token, form.values.get("password", ""))
    except PasswordRefused as refused:
        form.refuse("password", refused.fault)
        return _link(request, token, await forgotten.find(visitor, token), form)
    return see_other(request, "/sign-in?news=password")


@get("/account/password", guards=IN_PERSON)
async def show_own(request: Browser) -> Response[Any]:
    """Where one changes one's own password."""
    return await _own(request)


@post("/account/password", status_code=HTTP_200_OK, exception_handlers=REFUSALS, guards=IN_PERSON)
async def change_own(request: Browser) -> Response[Any]:
    """Change one's own password; every other session ends."""
    actor = actor_of(request)
    form = await read_form(request, ChangeForm, _CHANGE)
    if form.value is None:
        return await _own(request, form)
    try:
        await own_password.change(
            actor, person_of(request).session_id, form.value.present, form.value.password
        )
    except own_password.WrongPassword:
        form.refuse("present", _WRONG)
    except PasswordRefused as refused:
        form.refuse("password", refused.fault)
    if form.errors:
        return await _own(request, form)
    return see_other(request, "/account?news=password")


def _forgotten(
    request: Browser, form: Form[AskForm] | None = None, *, asked: bool = False
) -> Response[Any]:
    status = HTTP_200_OK if form is None else HTTP_422_UNPROCESSABLE_ENTITY
    return page(request, "people/forgotten_password.html", status=status, form=form, asked=asked)


def _link(
    request: Browser,
    token: str,
    holder: forgotten.Holder,
    form: Form[PasswordForm] | None = None,
) -> Response[Any]:
    return page(
        request,
        "people/new_password.html",
        status=HTTP_200_OK if form is None else HTTP_422_UNPROCESSABLE_ENTITY,
        headers=PRIVATE,
        form=form,
        token=token,
        holder=holder,
    )


async def _own(request: Browser, form: Form[ChangeForm] | None = None) -> Response[Any]:
    return page(
        request,
        "people/own_password.html",
        status=HTTP_200_OK if form is None else HTTP_422_UNPROCESSABLE_ENTITY,
        form=form,
        email=await own_email(actor_of(request)),
    )


routes = [show_forgotten, ask, show_link, set_password, show_own, change_own]
