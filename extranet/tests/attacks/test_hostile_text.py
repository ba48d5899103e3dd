"""Any text in any place of a request: no way in ever fails for it, and none leads out."""

import re
from typing import Any
from urllib.parse import quote, urlencode

from httpx import AsyncClient
from litestar import Litestar
from pydantic import BaseModel

from extranet.core.doors import Way, ways_in
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit
from extranet.tests.test_doors import NOBODYS, PARAMETER

NASTY = (
    "a\0b",
    "\ud800",
    "\r\nSet-Cookie: palier_session=x",
    "../../../../etc/passwd%00%2e%2e%2f%c0%af",
    "' OR 1=1; DROP TABLE sale; -- {{ 7 * 7 }}${7*7}<script>alert(1)</script>",
    "\u202e\ufeff\uffff\U0001f642e\u0301٣",
    "9" * 400,
    "x" * 20_000,
)
_QUERY = {"next", "news", "state", "sort", "after", "before", "search", "from", "to", "postcode"}
_QUERY |= {"person", "subject", "object", "asked", "challenge", "q", "page", "agency", "partner"}
_HEADERS = ("user-agent", "accept-language", "hx-target", "palier-clock", "palier-tablet")
_ASIDE = ("/sign-out", "/service-worker.js")  # would end the attack; takes nothing
_PEOPLE = ("adviser", "administrator", "auditor")


def _fields() -> set[str]:
    """The name of every field of every form: each is a pydantic model."""
    models, names = list(BaseModel.__subclasses__()), set()
    for model in models:
        models += model.__subclasses__()
        if model.__module__.split(".")[0] in ("extranet", "wizard", "audit", "challenges"):
            names |= set(model.model_fields)
    return names


def _encoded(fields: dict[str, str]) -> str:
    return urlencode(fields, errors="surrogatepass")


def _path(way: Way, text: str) -> str:
    """The path with `text` wherever it takes any text, and an id of nothing for an id."""
    nothing = "01900000-0000-7000-8000-00000000dead"

    def fill(found: re.Match[str]) -> str:
        if found[0].endswith(":uuid}"):
            return nothing
        return quote(text[:5000], safe="", errors="surrogatepass") or NOBODYS[found[1]]

    return PARAMETER.sub(fill, way.path)


def _requests(way: Way, text: str) -> list[dict[str, Any]]:
    """One way in, asked with `text` in its path and query, in a form, in JSON, and as bytes."""
    path, query = _path(way, text), dict.fromkeys(sorted(_QUERY), text[:2000])
    asked: list[dict[str, Any]] = [{"url": f"{path}?{_encoded(query)}"}]
    if way.method in ("GET", "HEAD"):
        return asked
    form = _encoded(dict.fromkeys(sorted(_fields() | _QUERY), text))
    kinds = {"application/x-www-form-urlencoded": form.encode()}
    if text in NASTY[:2]:
        kinds |= _unreadable(text.encode("utf-8", "surrogatepass"))
    for kind, content in kinds.items():
        asked.append({"url": path, "content": content, "headers": {"content-type": kind}})
    return asked


def _unreadable(raw: bytes) -> dict[str, bytes]:
    """Bodies that are not what they say, by what they say they are."""
    return {
        "application/json": raw,
        "multipart/form-data; boundary=x": b'--x\r\ncontent-disposition: form-data; name="file"; '
        b'filename="../x"\r\n\r\n' + raw + b"\r\n--x--",
        "text/plain; charset=nonsense": raw,
        "nonsense": raw,
    }


async def _faults(browser: AsyncClient, way: Way, text: str) -> list[str]:
    found = []
    for asked in _requests(way, text):
        answer = await browser.request(way.method, **asked)
        if answer.status_code >= 500 or "elsewhere" in answer.headers.get("location", ""):
            kind = asked.get("headers", {}).get("content-type", "address")
            found.append(f"{answer.status_code} {way.method} {way.path} {kind} {text[:30]!r}")
    return found


async def test_no_way_in_fails_for_what_is_written_there(
    app: Litestar, visit: Visit, cast: Cast
) -> None:
    browsers = {name: await visit(getattr(cast, name)) for name in _PEOPLE}
    found = []
    for way in ways_in(app):
        if way.path in _ASIDE or way.path.endswith("/events"):
            continue
        browser = browsers[_somebody_for(way, cast)]
        for text in NASTY:
            found += await _faults(browser, way, text)
    assert not found, "\n".join(found)


def _somebody_for(way: Way, cast: Cast) -> str:
    """Who comes in there, so that it is the handler that is tried and not its door."""
    wanted = way.door.permissions
    return next(name for name in _PEOPLE if not wanted or any(map(getattr(cast, name).may, wanted)))


async def test_headers_of_any_kind_open_nothing_and_break_nothing(visit: Visit, cast: Cast) -> None:
    browser = await visit(cast.adviser)
    for text in ("\x80é".encode("latin-1"), b"x" * 8000, b"\xff\xfe", b"'\"<>\\", b"{}", b"9" * 99):
        for header in _HEADERS:
            answer = await browser.get("/account", headers=[(header.encode(), text)])
            assert answer.status_code == 200, (header, text)
        stranger = await visit()
        cookies = [(b"cookie", b"palier_session=" + text), (b"user-agent", text)]
        assert (await stranger.get("/me.json", headers=cookies)).status_code == 401
        form = {"email": "x@exemple.fr", "password": "x"}
        assert (await stranger.post("/sign-in", data=form, headers=cookies)).status_code in (
            422,
            429,
        )
