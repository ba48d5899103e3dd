"""Any text in any place of a request: no way in ever fails for it, and none leads out."""

import re
from collections import Counter
from typing import Any
from urllib.parse import quote, urlencode

import asyncpg
from httpx import AsyncClient
from litestar import Litestar
from pydantic import BaseModel

from extranet.core.access import Actor
from extranet.core.doors import Way, ways_in
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit
from extranet.tests.test_doors import KNOW_THEM, NOBODYS, PARAMETER

NASTY = (
    "a\0b",
    "\ud800",
    "\r\nSet-Cookie: palier_session=x\r\n../../../../etc/passwd%00%2e%2e%2f%c0%af",
    "' OR 1=1; DROP TABLE sale; -- {{ 7 * 7 }}${7*7}<script>alert(1)</script>\u202e\uffff٣",
    "9" * 400,
    "x" * 20_000,
)
_QUERY = {"next", "news", "state", "sort", "after", "before", "search", "from", "to", "postcode"}
_QUERY |= {"person", "subject", "object", "asked", "challenge", "q", "page", "agency", "partner"}
_AWAKE = "UPDATE person SET active = true, suspended_at = NULL, suspended_by = NULL"
_HEADERS = ("user-agent", "accept-language", "hx-target", "palier-clock", "palier-tablet")
_ASIDE = ("/sign-out", "/service-worker.js")  # would end the attack; takes nothing


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


def _path(way: Way, text: str, ids: dict[str, str]) -> str:
    """The path with `text` wherever it takes any text, and an id of something for an id."""

    def fill(found: re.Match[str]) -> str:
        if found[0].endswith(":uuid}"):
            return (NOBODYS | ids)[found[1]]
        return quote(text[:5000], safe="", errors="surrogatepass") or NOBODYS[found[1]]

    return PARAMETER.sub(fill, way.path)


def _requests(way: Way, text: str, ids: dict[str, str]) -> list[dict[str, Any]]:
    """One way in, asked with `text` in its path and query, in a form, in JSON, and as bytes."""
    path, query = _path(way, text, ids), dict.fromkeys(sorted(_QUERY), text[:2000])
    asked: list[dict[str, Any]] = [{"url": f"{path}?{_encoded(query)}"}]
    if way.method in ("GET", "HEAD"):
        return asked
    form = _encoded(dict.fromkeys(sorted(_fields() | _QUERY), text))
    kinds = {"application/x-www-form-urlencoded": form.encode()}
    if text == NASTY[0]:
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


async def _faults(browser: AsyncClient, way: Way, text: str, ids: dict[str, str]) -> list[str]:
    found = []
    for asked in _requests(way, text, ids):
        answer = await browser.request(way.method, **asked)
        if answer.status_code >= 500 or "elsewhere" in answer.headers.get("location", ""):
            kind = asked.get("headers", {}).get("content-type", "address")
            found.append(f"{answer.status_code} {way.method} {way.path} {kind} {text[:30]!r}")
    return found


async def test_no_way_in_fails_for_what_is_written_there(
    app: Litestar, visit: Visit, cast: Cast, theirs: dict[str, str], truth: asyncpg.Connection
) -> None:
    found = []
    for way in ways_in(app):
        if way.path in _ASIDE or way.path.endswith("/events"):
            continue
        # Whatever the way before did to whoever comes in next.
        await truth.execute(_AWAKE)
        browser = await visit(_somebody_for(way, cast))
        for text in NASTY:
            found += await _faults(browser, way, text, theirs)
    assert not found, "\n".join(found)


def _somebody_for(way: Way, cast: Cast) -> Actor:
    """Who comes in there and sees what is asked for, so that the handler is tried, not its door."""
    wanted = way.door.permissions
    known: list[Actor] = [getattr(cast, name) for name in KNOW_THEM]
    return next(
        one for one in (*known, *cast.everyone()) if not wanted or any(map(one.may, wanted))
    )


async def test_a_body_that_is_too_large_is_refused_by_every_way_in(
    app: Litestar, visit: Visit, cast: Cast, theirs: dict[str, str]
) -> None:
    """Forty-one megabytes, more than any way takes: nobody begins to read them."""
    kind = "application/x-www-form-urlencoded"
    told, statuses = {"content-length": "41000000", "content-type": kind}, Counter[int]()
    for way in ways_in(app):
        if way.method in ("GET", "HEAD") or way.path in _ASIDE:
            continue
        browser, path = await visit(_somebody_for(way, cast)), _path(way, "x", theirs)
        answer = await browser.request(way.method, path, content=b"x", headers=told)
        assert answer.status_code < 500, way
        statuses[answer.status_code] += 1
    assert statuses[413] > 10


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
