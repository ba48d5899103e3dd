"""Who is asking: the session cookie, looked up once per request.

The cookie holds 32 random bytes; the database holds their SHA-256. A session is born at
sign-in (never taken over from the client), lives seven days at most and twelve hours unused,
and ends at once when its row says so.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from litestar import Request
from litestar.datastructures import Cookie
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from extranet.core.access import (
    NEED_SECOND_FACTOR,
    ROLES,
    Actor,
    Behind,
    Origin,
    Person,
    Role,
    visitor,
)
from extranet.core.database import Row, pool
from extranet.core.errors import SignInRequired
from extranet.core.settings import Settings, installed
from extranet.core.tokens import digest

LIFETIME = timedelta(days=7)

# One query: whether somebody of a role that needs a second factor has one is asked along. Whoever
# looks in another's name has shown their own.
_LOOKUP = """
    SELECT p.*, CASE WHEN p.behind_id IS NULL AND p.role = ANY($2)
        THEN NOT has_second_factor(p.person_id) ELSE false END AS lacks_second_factor
    FROM session_person($1) p
"""
_SUSPENDED = "SELECT session_suspended($1)"
_KEY = "palier.visit"
_SECURE_LANGUAGE, _LANGUAGE = "__Host-palier-locale", "palier_locale"
_UNSIGNED_PATHS = ("/static/", "/health/", "/favicon.ico")


def cookie_name(settings: Settings) -> str:
    """The `__Host-` prefix binds the cookie to the host; browsers grant it only over TLS."""
    return "__Host-palier" if settings.secure_cookies else "palier_session"


def language_cookie_name(settings: Settings) -> str:
    """The cookie of the language a browser was set to, named like the session's."""
    return _SECURE_LANGUAGE if settings.secure_cookies else _LANGUAGE


def chosen(request: Request[Any, Any, Any], *names: str) -> str:
    """What a browser was set to: the first of these cookies it brings, nothing where it has none.

    A choice has two names, one with the prefix and one for where there is no TLS.
    """
    return next((request.cookies[name] for name in names if name in request.cookies), "")


def session_cookie(settings: Settings, token: str) -> Cookie:
    """The cookie that carries `token`; an empty token removes it."""
    return token_cookie(settings, cookie_name(settings), token, LIFETIME)


def token_cookie(settings: Settings, name: str, token: str, lifetime: timedelta) -> Cookie:
    """A cookie that no script reads and no other site sends along; an empty token removes it."""
    return Cookie(
        key=name,
        value=token,
        max_age=int(lifetime.total_seconds()) if token else 0,
        httponly=True,
        secure=settings.secure_cookies,
        samesite="lax",
        path="/",
    )


@dataclass(frozen=True, slots=True)
class Impersonation:
    """Somebody of the back office, the `agent`, looks in the name of the person `seen_id`.

    `lapsed`: the time is over, or that person may not be seen as any more. The agent is themselves
    again, and has not left yet.
    """

    agent: Actor
    seen_id: UUID
    reason: str
    until: datetime
    lapsed: bool


@dataclass(frozen=True, slots=True)
class Visit:
    """What is known of the sender of a request.

    `suspended` is told to the holder of a token alone: their session ended with their account.
    `person` and `actor` are those somebody looks in the name of, while they do.
    `lacks_second_factor` is somebody who has to set one up before they go on.
    """

    origin: Origin
    person: Person | None = None
    actor: Actor | None = None
    suspended: bool = False
    impersonation: Impersonation | None = None
    lacks_second_factor: bool = False


class SessionMiddleware(ASGIMiddleware):
    """Puts the `Visit` of a request into its scope; one round trip, none without a cookie, two for
    a token that opens nothing."""

    scopes = (ScopeType.HTTP,)

    def __init__(self, settings: Settings) -> None:
        self._cookie = cookie_name(settings)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Look the session up unless the path never asks who is there."""
        if not scope["path"].startswith(_UNSIGNED_PATHS):
            request: Request[Any, Any, Any] = Request(scope)
            token = request.cookies.get(self._cookie, "")
            # In the scope itself, which is the request's own; servers may share its "state".
            cast(dict[str, Any], scope)[_KEY] = await _visit(_origin(request), token)
        await next_app(scope, receive, send)


async def _visit(origin: Origin, token: str) -> Visit:
    if not token:
        return Visit(origin)
    row = await pool().fetchrow(_LOOKUP, digest(token), _roles_that_need_two())
    if row is None:
        suspended = await pool().fetchval(_SUSPENDED, digest(token))
        return Visit(origin, suspended=bool(suspended))
    role = Role(row["role"])
    person = Person(
        id=row["person_id"],
        session_id=row["session_id"],
        first_name=row["first_name"],
        last_name=row["last_name"],
        role=role,
        agency_name=row["agency_name"],
        tablet_id=row["tablet_id"],
    )
    actor = Actor(
        kind=ROLES[role].kind,
        name=f"{person.first_name} {person.last_name}",
        person_id=person.id,
        role=role,
        agency_id=row["agency_id"],
        agencies=tuple(row["agencies"]),
        locale=row["locale"],
        origin=origin,
        behind=None if row["behind_id"] is None else Behind(row["behind_id"], row["behind_name"]),
    )
    return Visit(
        origin,
        person,
        actor,
        lacks_second_factor=row["lacks_second_factor"],
        impersonation=_impersonation(row, actor),
    )


def _impersonation(row: Row, actor: Actor) -> Impersonation | None:
    if row["seen_id"] is None:
        return None
    agent = actor
    if actor.behind is not None:
        role = Role(row["behind_role"])
        agent = Actor(
            kind=ROLES[role].kind,
            name=actor.behind.name,
            person_id=actor.behind.person_id,
            role=role,
            agency_id=row["behind_agency"],
            locale=actor.locale,
            origin=actor.origin,
        )
    lapsed = actor.behind is None
    return Impersonation(agent, row["seen_id"], row["seen_why"], row["seen_until"], lapsed)


def _roles_that_need_two() -> list[str]:
    required = installed().second_factor_required
    return [role.value for role in NEED_SECOND_FACTOR] if required else []


def _origin(request: Request[Any, Any, Any]) -> Origin:
    client = request.client
    return Origin(
        address=client.host if client else "", device=request.headers.get("user-agent", "")
    )


def visit_of(request: Request[Any, Any, Any]) -> Visit:
    """The visit the middleware found; a bare one where it did not look."""
    visit = request.scope.get(_KEY)
    return visit if isinstance(visit, Visit) else Visit(Origin())


def actor_of(request: Request[Any, Any, Any]) -> Actor:
    """The signed-in actor; raises `SignInRequired` when nobody is."""
    actor = visit_of(request).actor
    if actor is None:
        raise SignInRequired
    return actor


def person_of(request: Request[Any, Any, Any]) -> Person:
    """Who is signed in, as pages show them; raises `SignInRequired` when nobody is."""
    person = visit_of(request).person
    if person is None:
        raise SignInRequired
    return person


def visitor_of(request: Request[Any, Any, Any]) -> Actor:
    """The identity of somebody not signed in, in the language they read."""
    return replace(visitor(visit_of(request).origin), locale=locale_of(request))


def locale_of(request: Request[Any, Any, Any]) -> str:
    """The language to answer in: the person's, else the browser's first of French and English."""
    actor = visit_of(request).actor
    if actor is not None:
        return actor.locale
    if (wanted := chosen(request, _SECURE_LANGUAGE, _LANGUAGE)) in ("fr", "en"):
        return wanted
    wanted = request.headers.get("accept-language", "fr").lower()
    return "en" if wanted.startswith("en") else "fr"
