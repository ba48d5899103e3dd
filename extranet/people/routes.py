"""Signing in and out, one's own account."""

import math
from contextlib import suppress
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.params import FromPath
from litestar.status_codes import (
    HTTP_200_OK,
    HTTP_422_UNPROCESSABLE_ENTITY,
    HTTP_429_TOO_MANY_REQUESTS,
)
from pydantic import BaseModel, Field

from extranet.core.access import Permission
from extranet.core.database import unit_of_work
from extranet.core.doors import EVERYBODY, IN_PERSON, SIGNED_IN
from extranet.core.errors import NotFound
from extranet.core.forms import Form, read_form
from extranet.core.i18n import LOCALES, N_
from extranet.core.pages import page, see_other
from extranet.core.refusals import journal_refusal
from extranet.core.sessions import (
    actor_of,
    language_cookie_name,
    person_of,
    session_cookie,
    visit_of,
    visitor_of,
)
from extranet.core.settings import Settings, installed
from extranet.people import (
    routes_agencies,
    routes_authenticator,
    routes_directory,
    routes_email,
    routes_impersonation,
    routes_invitation_lists,
    routes_invitations,
    routes_passkeys,
    routes_passwords,
    routes_people,
    routes_person_changes,
    routes_second_step,
    routes_tablets,
    signing_in,
)
from extranet.people.account import account_of
from extranet.people.local_paths import local_path
from extranet.people.second_factor import relying_party
from extranet.people.second_factor.half_sessions import half_cookie
from extranet.people.throttle import TooManyTries

_A_YEAR = 31_536_000
_REFUSED = N_("Cette adresse e-mail et ce mot de passe ne vont pas ensemble.")
_SENTENCES = {
    "email": N_("Écrivez votre adresse e-mail."),
    "password": N_("Écrivez votre mot de passe."),
}

Browser = Request[Any, Any, Any]


class SignInForm(BaseModel):
    """Who is there, and where they were going."""

    email: Annotated[str, Field(min_length=1)]
    password: Annotated[str, Field(min_length=1)]
    next: str = "/"


class LanguageForm(BaseModel):
    """A language, and the page it was chosen on."""

    locale: str
    next: str = "/"


@get("/sign-in", guards=EVERYBODY)
async def show_sign_in(request: Browser) -> Response[Any]:
    """The door; whoever is inside already goes home."""
    if visit_of(request).actor is not None:
        return see_other(request, "/")
    return _door(request, local_path(request.query_params.get("next", "/")))


@post("/sign-in", status_code=HTTP_200_OK, guards=EVERYBODY)
async def sign_in(request: Browser) -> Response[Any]:
    """Open a session under a token of ours and go on to `next`, by the second step where somebody
    has a second factor."""
    form = await read_form(request, SignInForm, _SENTENCES)
    going_to = local_path(form.values.get("next", "/"))
    if form.value is None:
        return _door(request, going_to, form)
    present = visit_of(request).person
    try:
        opened = await signing_in.open_session(
            visitor_of(request),
            form.value.email,
            form.value.password,
            replaces=present.session_id if present else None,
        )
    except signing_in.SignInRefused:
        form.refuse("email", _REFUSED)
        return _door(request, going_to, form)
    except TooManyTries as refused:
        await journal_refusal(request, refused)
        return _wait(request, going_to, form, refused.wait.total_seconds())
    if opened.half:
        step = f"/sign-in/second-factor?next={quote(going_to)}"
        return see_other(request, step, [half_cookie(installed(), opened.token)])
    return see_other(request, going_to, [session_cookie(installed(), opened.token)])


@post("/sign-out", status_code=HTTP_200_OK, guards=EVERYBODY)
async def sign_out(request: Browser) -> Response[Any]:
    """End this session; asking twice is no fault, nor at once from two pages."""
    visit = visit_of(request)
    if visit.actor is not None and visit.person is not None:
        with suppress(NotFound):
            await signing_in.end_session(visit.actor, visit.person.session_id)
    return see_other(request, "/sign-in", [session_cookie(installed(), "")])


@post("/language", status_code=HTTP_200_OK, guards=EVERYBODY)
async def choose_language(request: Browser) -> Response[Any]:
    """Keep the language with the person, and with the browser for when nobody is signed in."""
    form = await read_form(request, LanguageForm, {})
    going_to = local_path(form.values.get("next", "/"))
    if form.value is None or form.value.locale not in LOCALES:
        return see_other(request, going_to)
    actor = visit_of(request).actor
    if actor is not None and actor.locale != form.value.locale:
        async with unit_of_work(actor) as work:
            await work.run(
                "UPDATE person SET locale = $2 WHERE id = $1", actor.person_id, form.value.locale
            )
            work.record(
                "person:choose_language",
                "person",
                actor.person_id,
                before={"locale": actor.locale},
                after={"locale": form.value.locale},
            )
    return see_other(request, going_to, [_language_cookie(installed(), form.value.locale)])


@get("/me.json", opt={"json": True}, guards=IN_PERSON)
async def show_me(request: Browser) -> Response[Any]:
    """Who is signed in, for a tablet that comes back online; 401 when nobody is.

    `known_as` is what the lock of a shared tablet calls them.
    """
    actor = actor_of(request)
    told = {"person": str(actor.person_id), "name": actor.name, "locale": actor.locale}
    return Response({**told, "known_as": person_of(request).known_as})


@get("/account", guards=SIGNED_IN)
async def show_account(request: Browser) -> Response[str]:
    """One's own sessions, with the way to end each, and one's own tablets."""
    actor = actor_of(request)
    account = await account_of(actor, person_of(request).session_id)
    sells = actor.may(Permission.SALE_SELL)
    news = request.query_params.get("news", "")
    return page(request, "people/account.html", account=account, sells=sells, news=news)


@post("/account/sessions/{session_id:uuid}/end", status_code=HTTP_200_OK, guards=SIGNED_IN)
async def end_session(request: Browser, session_id: FromPath[UUID]) -> Response[Any]:
    """End one of one's own sessions; the present one like signing out."""
    actor = actor_of(request)
    await signing_in.end_session(actor, session_id)
    here = visit_of(request).person
    if here is not None and here.session_id == session_id:
        return see_other(request, "/sign-in", [session_cookie(installed(), "")])
    return see_other(request, "/account")


@post("/account/sessions/end-others", status_code=HTTP_200_OK, guards=SIGNED_IN)
async def end_other_sessions(request: Browser) -> Response[Any]:
    """End every session but this one."""
    actor = actor_of(request)
    here = visit_of(request).person
    if here is not None:
        await signing_in.end_other_sessions(actor, here.session_id)
    return see_other(request, "/account")


def _door(request: Browser, going_to: str, form: Form[SignInForm] | None = None) -> Response[str]:
    status = HTTP_200_OK if form is None else HTTP_422_UNPROCESSABLE_ENTITY
    return page(
        request,
        "people/sign_in.html",
        status=status,
        form=form,
        next=going_to,
        wait_minutes=0,
        suspended=visit_of(request).suspended,
        host=relying_party.host(),
        news=request.query_params.get("news", ""),
    )


def _wait(request: Browser, going_to: str, form: Form[SignInForm], seconds: float) -> Response[str]:
    seconds = max(1, math.ceil(seconds))
    return page(
        request,
        "people/sign_in.html",
        status=HTTP_429_TOO_MANY_REQUESTS,
        headers={"Retry-After": str(seconds)},
        form=form,
        next=going_to,
        wait_minutes=math.ceil(seconds / 60),
        suspended=visit_of(request).suspended,
        host=relying_party.host(),
        news="",
    )


def _language_cookie(settings: Settings, locale: str) -> Cookie:
    return Cookie(
        key=language_cookie_name(settings),
        value=locale,
        max_age=_A_YEAR,
        httponly=True,
        secure=settings.secure_cookies,
        samesite="lax",
        path="/",
    )


routes = [
    show_sign_in,
    sign_in,
    sign_out,
    choose_language,
    show_me,
    show_account,
    end_session,
    end_other_sessions,
    *routes_agencies.routes,
    *routes_directory.routes,
    *routes_authenticator.routes,
    *routes_email.routes,
    *routes_impersonation.routes,
    *routes_invitation_lists.routes,
    *routes_invitations.routes,
    *routes_passkeys.routes,
    *routes_passwords.routes,
    *routes_people.routes,
    *routes_person_changes.routes,
    *routes_second_step.routes,
    *routes_tablets.routes,
]
