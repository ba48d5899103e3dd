"""The second step of signing in, and signing in with a passkey alone."""

import math
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.status_codes import (
    HTTP_200_OK,
    HTTP_422_UNPROCESSABLE_ENTITY,
    HTTP_429_TOO_MANY_REQUESTS,
)
from pydantic import AfterValidator, BaseModel, Field

from extranet.core.doors import EVERYBODY
from extranet.core.forms import Form, read_form
from extranet.core.i18n import N_
from extranet.core.pages import page, see_other
from extranet.core.refusals import journal_refusal
from extranet.core.sessions import session_cookie, visit_of, visitor_of
from extranet.core.settings import installed
from extranet.people.links import REFUSALS
from extranet.people.local_paths import local_path
from extranet.people.second_factor import ceremonies, passkeys, relying_party, second_step
from extranet.people.second_factor.authenticator import WrongCode
from extranet.people.second_factor.ceremonies import NotShown
from extranet.people.second_factor.codes import figures_of
from extranet.people.second_factor.half_sessions import half_cookie, half_token
from extranet.people.second_factor.second_step import Awaited, NotBegun
from extranet.people.throttle import TooManyTries

_SENTENCES = {
    "code": N_(
        "Écrivez les six chiffres de votre application, ou un code de secours de seize chiffres."
    )
}
_WRONG = N_("Ce code n’est pas le bon, ou il a déjà servi. Écrivez celui qui s’affiche à présent.")

Browser = Request[Any, Any, Any]


class CodeForm(BaseModel):
    """A code of the application or of the sheet of paper, and where one was going."""

    code: Annotated[str, AfterValidator(figures_of)]
    next: str = "/"


class PasskeyForm(BaseModel):
    """What the browser says of the passkey it was shown, and where one was going."""

    credential: Annotated[str, Field(min_length=1)]
    next: str = "/"


@get("/sign-in/second-factor", guards=EVERYBODY)
async def show_second_step(request: Browser) -> Response[Any]:
    """Where the second factor is asked for; without a right password before it, the door."""
    going_to = local_path(request.query_params.get("next", "/"))
    try:
        awaited = await second_step.look(visitor_of(request), half_token(request, installed()))
    except NotBegun:
        return _begin_again(request, going_to)
    return _step(request, awaited, going_to)


@post("/sign-in/second-factor", status_code=HTTP_200_OK, guards=EVERYBODY)
async def take_second_step(request: Browser) -> Response[Any]:
    """Open the session wholly, under another token, and go on to `next`."""
    visitor, half = visitor_of(request), half_token(request, installed())
    form = await read_form(request, CodeForm, _SENTENCES)
    going_to = local_path(form.values.get("next", "/"))
    try:
        awaited = await second_step.look(visitor, half)
        if form.value is None:
            return _step(request, awaited, going_to, form)
        token = await second_step.open_with_code(
            visitor, half, form.value.code, _present_session(request)
        )
    except NotBegun:
        return _begin_again(request, going_to)
    except WrongCode:
        form.refuse("code", _WRONG)
        return _step(request, awaited, going_to, form)
    except TooManyTries as refused:
        await journal_refusal(request, refused)
        return _step(request, awaited, going_to, form, refused.wait.total_seconds())
    return _enter(request, going_to, token)


@get("/sign-in/passkey.json", opt={"json": True}, guards=EVERYBODY)
async def ask_for_passkey(request: Browser) -> Response[Any]:
    """What a browser needs to be shown a passkey; asked for when somebody wants to show one."""
    return Response(ceremonies.request_options())


@post("/sign-in/passkey", status_code=HTTP_200_OK, exception_handlers=REFUSALS, guards=EVERYBODY)
async def sign_in_with_passkey(request: Browser) -> Response[Any]:
    """Open the session of whoever shows a passkey and go on to `next`."""
    form = await read_form(request, PasskeyForm, {})
    going_to = local_path(form.values.get("next", "/"))
    credential = form.values.get("credential", "")
    try:
        token = await passkeys.open_session(
            visitor_of(request), credential, _present_session(request)
        )
    except NotShown:
        return see_other(request, f"/sign-in?news=passkey&next={quote(going_to)}")
    return _enter(request, going_to, token)


def _step(
    request: Browser,
    awaited: Awaited,
    going_to: str,
    form: Form[CodeForm] | None = None,
    seconds: float = 0,
) -> Response[Any]:
    status = HTTP_200_OK if form is None else HTTP_422_UNPROCESSABLE_ENTITY
    waits = {"Retry-After": str(max(1, math.ceil(seconds)))} if seconds else {}
    return page(
        request,
        "people/second_factor/step.html",
        status=HTTP_429_TOO_MANY_REQUESTS if seconds else status,
        headers=waits,
        form=form,
        awaited=awaited,
        next=going_to,
        host=relying_party.host(),
        wait_minutes=math.ceil(seconds / 60),
    )


def _begin_again(request: Browser, going_to: str) -> Response[Any]:
    return see_other(request, f"/sign-in?news=again&next={quote(going_to)}")


def _enter(request: Browser, going_to: str, token: str) -> Response[Any]:
    settings = installed()
    cookies = [session_cookie(settings, token), half_cookie(settings, "")]
    return see_other(request, going_to, cookies)


def _present_session(request: Browser) -> UUID | None:
    person = visit_of(request).person
    return person.session_id if person else None


routes = [show_second_step, take_second_step, ask_for_passkey, sign_in_with_passkey]
