"""Pages: templates, whole or one block of them for htmx, in the reader's language."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import jinja2
from jinja2_fragments import render_block
from litestar import Request, Response
from litestar.datastructures import Cookie
from litestar.enums import MediaType
from litestar.response import Redirect
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER

from extranet.core.access import Permission, Role
from extranet.core.clock import now
from extranet.core.headers import LANGUAGE
from extranet.core.i18n import N_, Words, words
from extranet.core.sessions import Visit, chosen, locale_of, visit_of
from extranet.core.templates import environment_of

Context = Mapping[str, Any]

ROLE_LABELS = {
    Role.ADVISER: N_("Conseiller"),
    Role.REFERENT: N_("Conseiller référent"),
    Role.MANAGER: N_("Responsable d’agence"),
    Role.BACK_OFFICE: N_("Back-office"),
    Role.BACK_OFFICE_LEAD: N_("Responsable back-office"),
    Role.ADMINISTRATOR: N_("Administrateur"),
    Role.AUDITOR: N_("Auditeur"),
}


@dataclass(frozen=True, slots=True)
class NavEntry:
    """An entry of the menu, shown to those who carry `permission`."""

    url: str
    label: str
    icon: str
    permission: Permission


_navigation: list[NavEntry] = []


def set_navigation(entries: list[NavEntry]) -> None:
    """Say what the menu holds, in its order; called once, where rooms are plugged together."""
    _navigation[:] = entries


def page(
    request: Request[Any, Any, Any],
    template: str,
    *,
    status: int = HTTP_200_OK,
    cookies: list[Cookie] | None = None,
    headers: dict[str, str] | None = None,
    **context: Any,
) -> Response[str]:
    """Answer with `template`.

    An htmx request whose target's id is the name of a block of the template gets that block
    alone. 422 is the status of a form with errors.
    """
    locale = locale_of(request)
    environment = environment_of(locale)
    context |= _shared(request, words(locale))
    block = _wanted_block(request, environment, template)
    if block:
        body = render_block(environment, template, block, **context)
    else:
        body = environment.get_template(template).render(**context)
    always = {"Vary": "HX-Request-Type, HX-Target, Cookie", LANGUAGE: locale}
    return Response(
        body,
        media_type=MediaType.HTML,
        status_code=status,
        cookies=cookies,
        headers={**always, **(headers or {})},
    )


def see_other(
    request: Request[Any, Any, Any], url: str, cookies: list[Cookie] | None = None
) -> Response[Any]:
    """Answer a done act with the page to go to (303)."""
    return Redirect(url, status_code=HTTP_303_SEE_OTHER, cookies=cookies)


def chosen_theme(request: Request[Any, Any, Any]) -> str:
    """The theme a reader chose in place of the device's: `light`, `dark`, or nothing."""
    theme = chosen(request, "__Host-palier-theme", "palier_theme")
    return theme if theme in ("light", "dark") else ""


def _shared(request: Request[Any, Any, Any], speech: Words) -> dict[str, Any]:
    visit = visit_of(request)
    nav = []
    # Whoever has to set up a second factor first is led nowhere else.
    if visit.actor is not None and not visit.lacks_second_factor:
        nav = [
            {
                "url": entry.url,
                "label": speech.gettext(entry.label),
                "icon": entry.icon,
                "current": _is_current(request.url.path, entry.url),
            }
            for entry in _navigation
            if visit.actor.may(entry.permission)
        ]
    # Plain values alone: a template may leave its context to the collector, and a request in it
    # would keep what carried it, megabytes, until then.
    return {
        "theme": chosen_theme(request),
        "here": request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        "person": visit.person,
        "behind": _behind(visit, speech),
        "role_label": speech.gettext(ROLE_LABELS[visit.person.role]) if visit.person else "",
        "nav": nav,
    }


def _behind(visit: Visit, speech: Words) -> dict[str, Any] | None:
    """What the banner says of somebody who looks in another's name."""
    impersonation = visit.impersonation
    if impersonation is None or visit.person is None:
        return None
    left = max(1, math.ceil((impersonation.until - now()).total_seconds() / 60))
    return {
        "agent": impersonation.agent.name,
        "name": f"{visit.person.first_name} {visit.person.last_name}",
        "role": speech.gettext(ROLE_LABELS[visit.person.role]),
        "reason": impersonation.reason,
        "minutes": left,
        "lapsed": impersonation.lapsed,
    }


def _is_current(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url + "/"))


def _wanted_block(
    request: Request[Any, Any, Any], environment: jinja2.Environment, template: str
) -> str | None:
    """The block an htmx request asks for: the id in `HX-Target: tag#id`, if there is such one."""
    if request.headers.get("hx-request-type") != "partial":
        return None
    name = request.headers.get("hx-target", "").partition("#")[2].replace("-", "_")
    blocks: Mapping[str, Callable[..., Any]] = environment.get_template(template).blocks
    return name if name in blocks else None
