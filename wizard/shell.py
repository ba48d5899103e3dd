"""What a tablet keeps of the app to open it without a network: blank pages, and every file of them.

None of it is about a person. The service worker fetches all of it when it is installed and
believes nothing that has not the digest named here, so that the page of a captive portal, or of
another release, is never kept for ours.
"""

import base64
import hashlib
import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from extranet.core.assets import STATIC, tree_hash
from extranet.core.i18n import translate
from extranet.core.served_files import files_of
from extranet.core.settings import installed
from extranet.core.templates import render_text
from wizard.booklet import blank_booklet
from wizard.journey import Journey, Locale
from wizard.presence import presence_key
from wizard.published import journeys, offers

LOCALES: tuple[Locale, ...] = ("fr", "en")
WORKER = "service-worker.js"
"""Under `static/`; served at the root, which is what it may then control."""


@dataclass(frozen=True, slots=True)
class Shell:
    """The pages by their address, and the script of the worker that keeps them."""

    pages: dict[str, bytes]
    worker: bytes


@cache
def shell() -> Shell:
    """The shell of this release, made once. Two processes of a release make the very same."""
    pages: dict[str, bytes] = {}
    for locale in LOCALES:
        pages[f"/app/{locale}/home"] = _home(locale)
        for journey in journeys():
            address = f"/app/{locale}/booklets/{journey.name}/{journey.version}"
            pages[address] = _blank(
                "wizard/booklet.html", locale, **booklet_values(journey, locale)
            )
    return Shell(pages, _worker(pages))


def _worker(pages: dict[str, bytes]) -> bytes:
    """The worker's source behind the list of what to keep; it changes whenever any of that does."""
    source = (STATIC / WORKER).read_text(encoding="utf-8")
    paths = sorted(set().union(*(files_of(body.decode()) for body in pages.values())))
    named = {
        "pages": {address: _integrity(body) for address, body in pages.items()},
        "files": {
            f"/static/{tree_hash()}/{path}": _integrity((STATIC / path).read_bytes())
            for path in paths
        },
    }
    all_of_it = json.dumps(named, sort_keys=True) + source
    build = hashlib.sha256(all_of_it.encode()).hexdigest()[:12]
    return f"self.PALIER = {json.dumps({'build': build, **named})};\n{source}".encode()


def _home(locale: Locale) -> bytes:
    """The adviser's home, to be filled in from the tablet's store."""
    nav = [
        {"url": "/", "label": translate(locale, "Accueil"), "icon": "house", "current": True},
        {
            "url": "/sales",
            "label": translate(locale, "Ventes"),
            "icon": "shopping-basket",
            "current": False,
        },
    ]
    return _blank(
        "wizard/offline_home.html",
        locale,
        nav=nav,
        journeys=offers(locale),
        presence_key=presence_key(),
    )


def booklet_values(journey: Journey, locale: Locale) -> dict[str, Any]:
    """What `wizard/booklet.html` is made of, for a tablet to keep or to be looked at once."""
    return {
        "booklet": blank_booklet(journey, locale),
        "journey": journey.as_dict(),
        "completes_addresses": bool(installed().address_url),
    }


def _blank(template: str, locale: Locale, **context: object) -> bytes:
    """A page as nobody in particular sees it."""
    nobody: dict[str, object] = {
        "theme": "",
        "person": None,
        "nav": [],
        "role_label": "",
        "here": "/",
    }
    return render_text(template, locale, **{**nobody, **context}).encode()


def _integrity(body: bytes) -> str:
    """The digest of a body, as browsers check it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(body).digest()).decode()
