"""What a reader sees when a request fails: what happened, and what to do."""

from typing import Any
from urllib.parse import quote

import asyncpg
from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect
from litestar.status_codes import (
    HTTP_303_SEE_OTHER,
    HTTP_400_BAD_REQUEST,
    HTTP_401_UNAUTHORIZED,
    HTTP_403_FORBIDDEN,
    HTTP_404_NOT_FOUND,
    HTTP_409_CONFLICT,
    HTTP_500_INTERNAL_SERVER_ERROR,
)
from litestar.types import ExceptionHandlersMap

from extranet.core.errors import (
    Conflict,
    Forbidden,
    NotFound,
    OnlyLooking,
    SecondFactorRequired,
    SignInRequired,
)
from extranet.core.headers import REFUSAL
from extranet.core.i18n import N_
from extranet.core.logs import log
from extranet.core.pages import page
from extranet.core.sessions import visit_of


def _wants_json(request: Request[Any, Any, Any]) -> bool:
    """Scripts: they say so, or ask a route that speaks nothing but JSON (`opt={"json": True}`)."""
    route = request.scope.get("route_handler")
    speaks_json = route is not None and route.opt.get("json") is True
    return speaks_json or "application/json" in request.headers.get("accept", "")


def _answer(request: Request[Any, Any, Any], status: int, title: str, text: str) -> Response[Any]:
    if _wants_json(request):
        return Response({"error": title}, status_code=status)
    return page(request, "errors/error.html", status=status, title=title, text=text, code=status)


def sign_in_required(request: Request[Any, Any, Any], _: Exception) -> Response[Any]:
    """A page sends to sign-in and comes back; a script gets 401 and keeps what it holds.

    Whoever holds the token of a session that ended with its account is that person, and is told
    that it is suspended: `inactive`. Nobody else learns anything of an account.
    """
    if _wants_json(request):
        why = "inactive" if visit_of(request).suspended else "sign_in_required"
        headers = {REFUSAL: why}
        return Response({"error": why}, status_code=HTTP_401_UNAUTHORIZED, headers=headers)
    back = request.url.path if request.method == "GET" else "/"
    target = "/sign-in" if back == "/" else f"/sign-in?next={quote(back)}"
    if request.headers.get("hx-request") == "true":
        return Response(b"", status_code=HTTP_401_UNAUTHORIZED, headers={"HX-Redirect": target})
    return Redirect(target, status_code=HTTP_303_SEE_OTHER)


def second_factor_required(request: Request[Any, Any, Any], _: Exception) -> Response[Any]:
    """A page sends to where a second factor is set up; a script gets 403 and the reason."""
    if _wants_json(request):
        why = "second_factor_required"
        return Response({"error": why}, status_code=HTTP_403_FORBIDDEN, headers={REFUSAL: why})
    target = "/account/second-factor"
    if request.headers.get("hx-request") == "true":
        return Response(b"", status_code=HTTP_403_FORBIDDEN, headers={"HX-Redirect": target})
    return Redirect(target, status_code=HTTP_303_SEE_OTHER)


def not_found(request: Request[Any, Any, Any], _: Exception) -> Response[Any]:
    """What is not there and what is somebody else's get the same answer."""
    return _answer(
        request,
        HTTP_404_NOT_FOUND,
        N_("Cette page n’existe pas"),
        N_("L’adresse a changé, ou ce dossier n’est pas dans votre périmètre."),
    )


def forbidden(request: Request[Any, Any, Any], _: Exception) -> Response[Any]:
    """The role does not carry this."""
    return _answer(
        request,
        HTTP_403_FORBIDDEN,
        N_("Votre rôle ne permet pas cette action"),
        N_("Demandez à votre responsable si vous en avez besoin."),
    )


def only_looking(request: Request[Any, Any, Any], _: Exception) -> Response[Any]:
    """In another's name one only looks."""
    if _wants_json(request):
        why = "only_looking"
        return Response({"error": why}, status_code=HTTP_403_FORBIDDEN, headers={REFUSAL: why})
    return _answer(
        request,
        HTTP_403_FORBIDDEN,
        N_("Au nom de quelqu’un d’autre, on ne fait que regarder"),
        N_(
            "Rien ne se change, rien ne se signe et aucun secret ne s’affiche. Quittez d’abord ce "
            "compte, par le bandeau en haut de la page."
        ),
    )


def conflict(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """The thing has moved on; the error says to what."""
    return _answer(request, HTTP_409_CONFLICT, N_("Ce dossier a changé entre-temps"), str(error))


def http_error(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """What Litestar refuses by itself: unknown paths, wrong methods, malformed bodies."""
    if error.status_code == HTTP_404_NOT_FOUND:
        return not_found(request, error)
    return _unreadable(request, error.status_code)


def impossible_text(request: Request[Any, Any, Any], _: Exception) -> Response[Any]:
    """Text that PostgreSQL cannot hold, a null character: nobody can type it."""
    return _unreadable(request, HTTP_400_BAD_REQUEST)


def _unreadable(request: Request[Any, Any, Any], status: int) -> Response[Any]:
    return _answer(
        request,
        status,
        N_("La demande n’a pas pu être lue"),
        N_("Revenez à la page précédente et recommencez ; ce que vous avez saisi y est encore."),
    )


def fault(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """A fault of ours: logged with the id of the request, nothing was half done."""
    log.error("fault", error=type(error).__name__, exc_info=error)
    return _answer(
        request,
        HTTP_500_INTERNAL_SERVER_ERROR,
        N_("Quelque chose s’est mal passé de notre côté"),
        N_("Rien n’a été enregistré à moitié. Recommencez dans un instant."),
    )


HANDLERS: ExceptionHandlersMap = {
    SignInRequired: sign_in_required,
    SecondFactorRequired: second_factor_required,
    NotFound: not_found,
    Forbidden: forbidden,
    OnlyLooking: only_looking,
    Conflict: conflict,
    HTTPException: http_error,
    asyncpg.CharacterNotInRepertoireError: impossible_text,
    asyncpg.UntranslatableCharacterError: impossible_text,
    Exception: fault,
}
