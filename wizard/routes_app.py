"""The installable app: its manifest, its service worker, the blank pages that one keeps."""

import json
from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.params import FromPath, QueryParameter

from extranet.core.access import Permission
from extranet.core.assets import asset
from extranet.core.doors import EVERYBODY, needs
from extranet.core.errors import NotFound
from extranet.core.headers import LANGUAGE
from extranet.core.i18n import french_typography
from extranet.core.sessions import actor_of, visit_of
from wizard.presence import sign_presence
from wizard.published import offers
from wizard.shell import shell

_FRESH = {"Cache-Control": "no-cache"}
_HTML = "text/html; charset=utf-8"
Challenge = Annotated[str, QueryParameter(pattern=r"^[\w-]{16,64}$")]


@get("/service-worker.js", sync_to_thread=False, guards=EVERYBODY)
def worker() -> Response[bytes]:
    """The service worker; a browser asks for it at every visit, and compares it byte by byte."""
    return Response(
        shell().worker, media_type="text/javascript; charset=utf-8", headers=dict(_FRESH)
    )


@get("/manifest.webmanifest", sync_to_thread=False, guards=EVERYBODY)
def manifest() -> Response[bytes]:
    """What the app is called and looks like on the tablet's own home screen."""
    body = json.dumps(_manifest(), ensure_ascii=False).encode()
    return Response(body, media_type="application/manifest+json", headers=dict(_FRESH))


@get("/app/{locale:str}/home", guards=needs(Permission.SALE_SELL, suspended_too=True))
async def home(request: Request[Any, Any, Any], locale: FromPath[str]) -> Response[bytes]:
    """The home a tablet opens without a network."""
    return _kept(request, f"/app/{locale}/home")


@get(
    "/app/{locale:str}/booklets/{journey:str}/{version:int}",
    guards=needs(Permission.SALE_SELL, suspended_too=True),
)
async def booklet(
    request: Request[Any, Any, Any],
    locale: FromPath[str],
    journey: FromPath[str],
    version: FromPath[int],
) -> Response[bytes]:
    """A booklet as a tablet keeps it."""
    return _kept(request, f"/app/{locale}/booklets/{journey}/{version}")


@get("/presence", opt={"json": True}, sync_to_thread=False, guards=EVERYBODY)
def presence(challenge: Challenge) -> dict[str, str]:
    """The challenge, signed: what nobody else on the way can answer."""
    return {"challenge": challenge, "signature": sign_presence(challenge)}


def _kept(request: Request[Any, Any, Any], address: str) -> Response[bytes]:
    """A page of the shell, for those who sell; what is kept lies with the worker, nowhere else.

    It is blank, so it opens for somebody suspended, too: on it they find what their tablet keeps.
    """
    suspended = visit_of(request).suspended
    headers = {} if suspended else {LANGUAGE: actor_of(request).locale}
    body = shell().pages.get(address)
    if body is None:
        raise NotFound
    return Response(body, media_type=_HTML, headers=headers)


def _manifest() -> dict[str, Any]:
    """Browsers ask for it without a session: it speaks French."""
    return {
        "id": "/",
        "name": "Palier",
        "short_name": "Palier",
        "description": french_typography("La vente à domicile, du palier au contrat."),
        "lang": "fr",
        "dir": "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f5f4f0",
        "theme_color": "#0a2547",
        "categories": ["business"],
        "icons": [
            _icon("brand/icon-192.png", "192x192", "any"),
            _icon("brand/icon-512.png", "512x512", "any"),
            _icon("brand/icon-maskable-512.png", "512x512", "maskable"),
        ],
        "shortcuts": [
            {"name": "Nouvelle vente", "description": offer["title"], "url": offer["url"]}
            for offer in offers("fr")
        ],
    }


def _icon(path: str, sizes: str, purpose: str) -> dict[str, str]:
    return {"src": asset(path), "sizes": sizes, "type": "image/png", "purpose": purpose}


routes = [worker, manifest, home, booklet, presence]
