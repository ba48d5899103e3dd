"""Who may come in by a route: every route says so where it is declared, or the app does not start.

The doors are hung as Litestar guards, so nothing of a handler runs for whom they keep out. What is
kept out of a handler's reach row by row is the database's job (`extranet.core.row_security`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from litestar import Litestar, Request
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.types import Guard

from extranet.core.access import NEVER_BEHIND, Actor, Permission
from extranet.core.errors import Forbidden, OnlyLooking, SecondFactorRequired, SignInRequired
from extranet.core.sessions import Visit, visit_of

_WITHOUT_HANDLER = frozenset({"OPTIONS"})
_LOOKS = frozenset({"GET", "HEAD"})


class Doorless(Exception):
    """A route does not say who may come in: a fault of the code, found when the app starts."""


@dataclass(frozen=True, slots=True)
class Door:
    """Lets in whoever carries one of `permissions`; without any, whoever is signed in.

    `everybody` comes in without a session: what such a route shows is public, or opened by what
    its caller holds, as a link's token. `suspended_too` lets in somebody whose account is
    suspended, whom a session no longer names. `setting_up` lets in somebody who has to have a
    second factor and has none yet; every other door sends them to where they set one up.

    Whoever looks in another's name comes in to look, and neither where everybody may come in as
    themselves nor `in_person`, where somebody's own secrets are; `leaves` is their way out.
    """

    permissions: frozenset[Permission] = frozenset()
    everybody: bool = False
    suspended_too: bool = False
    in_person: bool = False
    leaves: bool = False
    setting_up: bool = False

    async def __call__(
        self, connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler
    ) -> None:
        """Raise `SignInRequired`, `SecondFactorRequired`, `OnlyLooking` or `Forbidden` to whom it
        keeps out; all but the first are journalled (`extranet.core.refusals`)."""
        request = cast(Request[Any, Any, Any], connection)
        visit = visit_of(request)
        if visit.actor is not None and not self._is_looked_through(request.method, visit):
            raise OnlyLooking
        if self.everybody:
            return
        if self.suspended_too and visit.suspended:
            return
        if visit.actor is None:
            raise SignInRequired
        if visit.lacks_second_factor and not self.setting_up:
            raise SecondFactorRequired
        if self.permissions and not any(visit.actor.may(one) for one in self.permissions):
            raise OnlyLooking if self._asks_for_oneself(visit.actor) else Forbidden

    def _is_looked_through(self, method: str, visit: Visit) -> bool:
        """Whether it lets in whoever looks in another's name, if that is what they do. Once that is
        over they come in as themselves, but nothing of what a page from before holds is done in
        their own name."""
        if visit.impersonation is None or self.leaves:
            return True
        if visit.impersonation.lapsed:
            return self.everybody or method in _LOOKS
        return method in _LOOKS and not self.everybody and not self.in_person

    def _asks_for_oneself(self, actor: Actor) -> bool:
        return actor.behind is not None and bool(self.permissions & NEVER_BEHIND)


def needs(*permissions: Permission, suspended_too: bool = False) -> list[Guard]:
    """The `guards` of a route for those who carry one of `permissions`."""
    return [Door(frozenset(permissions), suspended_too=suspended_too)]


SIGNED_IN: list[Guard] = [Door()]
"""The `guards` of a route for whoever is signed in."""

IN_PERSON: list[Guard] = [Door(in_person=True)]
"""The `guards` of a route for whoever is signed in, and for nobody in their name."""

LEAVING: list[Guard] = [Door(leaves=True)]
"""The `guards` of the way out of another's name."""

SETTING_UP: list[Guard] = [Door(setting_up=True, in_person=True)]
"""The `guards` of a route for whoever is signed in, in person, also while they lack the second
factor they need."""

EVERYBODY: list[Guard] = [Door(everybody=True)]
"""The `guards` of a route that asks for no session."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way in: a method on a path, and its door."""

    method: str
    path: str
    door: Door


def ways_in(app: Litestar) -> Iterator[Way]:
    """Every way into `app`; raises `Doorless` for one that has not exactly one door."""
    for route in app.routes:
        for handler in getattr(route, "route_handlers", ()):
            if not isinstance(handler, HTTPRouteHandler):
                continue
            doors = [one for one in handler.resolve_guards() if isinstance(one, Door)]
            for method in sorted(handler.http_methods - _WITHOUT_HANDLER):
                if len(doors) != 1:
                    raise Doorless(f"{method} {route.path} has {len(doors)} doors")
                yield Way(method, route.path, doors[0])


def refuse_doorless(app: Litestar) -> None:
    """Raise `Doorless` when a way into `app` does not say who may come in."""
    for _ in ways_in(app):
        pass
