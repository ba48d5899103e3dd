"""What every answer says to the browser, errors and refusals included, and what none ever says."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from httpx import ASGITransport, AsyncClient, Response
from litestar import Litestar

from extranet.app import create_app
from extranet.core import database as ground
from extranet.core.assets import asset
from extranet.core.doors import ways_in
from extranet.core.settings import Settings
from extranet.people.tests.conftest import EMAIL, PASSWORD, make_account
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit
from extranet.tests.test_doors import address

STATIC = "/static/"
SECURE = "https://palier.test"
OUTSIDE_SITES = ("access-control-allow-origin", "access-control-allow-credentials")
TELLING = ("server", "x-powered-by", "via", "x-litestar", *OUTSIDE_SITES)
_KEPT = {"/service-worker.js", "/manifest.webmanifest", "/catalogue.json", "/favicon.ico"}
_SAME_FOR_ALL = ("/booklets/", "/app/", STATIC)
"""What may be kept, for nothing in it is anybody's; tests of those pages hold them to it."""


def _wrong(answer: Response) -> list[str]:
    """What is wrong with the headers of an answer that is no static file."""
    headers = answer.headers
    policy = headers.get("content-security-policy", "")
    wanted = ("default-src 'none'", "frame-ancestors 'none'")
    found = [f"no {directive}" for directive in wanted if directive not in policy]
    if "script-src 'unsafe" in policy or "'unsafe-eval'" in policy:
        found.append("scripts of anybody")
    if headers.get("x-content-type-options") != "nosniff":
        found.append("sniffed")
    if headers.get("referrer-policy") not in ("same-origin", "no-referrer"):
        found.append("tells others where it is")
    if headers.get("cross-origin-resource-policy") != "same-origin":
        found.append("shown elsewhere")
    found += [f"tells {name}" for name in TELLING if name in headers]
    if answer.content and "content-type" not in headers:
        found.append("of no type")
    if (
        headers.get("content-type", "").startswith("text/")
        and "charset=utf-8" not in headers["content-type"]
    ):
        found.append("of no character set")
    return found


@pytest.mark.parametrize("name", ["adviser", "administrator", ""])
async def test_every_answer_carries_them(
    app: Litestar, visit: Visit, cast: Cast, theirs: dict[str, str], name: str
) -> None:
    browser = await visit(getattr(cast, name) if name else None)
    wrong = []
    for way in ways_in(app):
        if way.path.startswith((STATIC, "/sign-out")) or way.path.endswith("/events"):
            continue
        # Looking is nobody's secret to ask for; what it answers is not for other sites to read.
        sender = {"origin": "https://elsewhere.example"} if way.method == "GET" else {}
        answer = await browser.request(way.method, address(way, theirs), headers=sender)
        found = _wrong(answer)
        kept = way.path in _KEPT or way.path.startswith(_SAME_FOR_ALL)
        if "no-store" not in answer.headers.get("cache-control", "") and not kept:
            found.append(f"kept: {answer.headers.get('cache-control')}")
        if found:
            wrong.append(f"{way.method} {way.path} {answer.status_code}: {', '.join(found)}")
    assert not wrong, "\n".join(wrong)


async def test_errors_carry_them_and_tell_nothing_of_the_inside(visit: Visit, cast: Cast) -> None:
    browser = await visit(cast.adviser)
    for method, path in (
        ("GET", "/nothing"),
        ("GET", "/sales/no-uuid"),
        ("DELETE", "/sales"),
        ("TRACE", "/sales"),
        ("CONNECT", "/sales"),
        ("PROPFIND", "/"),
        ("GET", "/static/nothing"),
        ("GET", "/.git/config"),
        ("GET", "/.env"),
        ("GET", "/schema/openapi.json"),
    ):
        answer = await browser.request(method, path)
        assert answer.status_code in (404, 405), (method, path)
        if not path.startswith(STATIC):
            assert _wrong(answer) == [], (method, path)
        for inside in ("Traceback", "litestar", "asyncpg", ".py", "SELECT"):
            assert inside not in answer.text, (method, path)


async def test_no_header_changes_the_method_of_a_request(visit: Visit, cast: Cast) -> None:
    browser = await visit(cast.adviser)
    for name in ("x-http-method-override", "x-http-method", "x-method-override"):
        answer = await browser.get("/sign-out", headers={name: "POST"}, params={"_method": "POST"})
        assert answer.status_code == 405
    assert (await browser.get("/me.json")).status_code == 200


async def test_asking_what_is_allowed_opens_nothing_to_other_sites(
    app: Litestar, visit: Visit, cast: Cast, theirs: dict[str, str]
) -> None:
    browser = await visit(cast.adviser)
    asking = {"origin": "https://elsewhere.example", "access-control-request-method": "POST"}
    for path in {address(way, theirs) for way in ways_in(app)}:
        answer = await browser.options(path, headers=asking)
        assert not set(OUTSIDE_SITES) & set(answer.headers), path


async def test_the_host_a_request_names_is_never_repeated(visit: Visit, database: str) -> None:
    browser = await visit()
    named = {"host": "elsewhere.example", "x-forwarded-host": "elsewhere.example"}
    for path in (
        "/sign-in",
        "/account",
        "/nothing",
        "/forgotten-password",
        "/manifest.webmanifest",
    ):
        answer = await browser.get(path, headers=named)
        assert "elsewhere.example" not in answer.text, path
        assert not answer.headers.get("location", "/").startswith("http"), path


@pytest.mark.parametrize(
    "path",
    [
        "../pyproject.toml",
        "..%2fpyproject.toml",
        "%2e%2e/%2e%2e/etc/passwd",
        "..%5cpyproject.toml",
        "css/%2e%2e/%2e%2e/pyproject.toml",
        "%2fetc%2fpasswd",
        "css/base.css%00.png",
        "",
        "css",
        "css/",
    ],
)
async def test_static_files_are_those_of_their_folder_and_no_list(
    visit: Visit, database: str, path: str
) -> None:
    browser = await visit()
    root = asset("css/base.css").removesuffix("css/base.css")
    answer = await browser.request(
        "GET", browser.base_url.join(root).copy_with(raw_path=f"{root}{path}".encode())
    )
    assert answer.status_code in (404, 405), answer.text[:200]


@pytest.fixture
async def secure(settings: Settings, database: str) -> AsyncIterator[AsyncClient]:
    """A browser at an installation behind TLS."""
    behind = replace(settings, public_url=SECURE)
    await ground.disconnect()
    await ground.connect(behind)
    transport = ASGITransport(create_app(behind), raise_app_exceptions=False)  # type: ignore[arg-type]
    async with AsyncClient(
        transport=transport, base_url=SECURE, headers={"origin": SECURE}
    ) as browser:
        yield browser
    await ground.disconnect()
    await ground.connect(settings)


async def test_behind_tls_cookies_are_the_host_s_own_and_no_script_s(
    secure: AsyncClient, cast: Cast
) -> None:
    await make_account(cast)
    opened = await secure.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
    language = await secure.post("/language", data={"locale": "en"})
    for answer in (opened, language):
        [cookie] = answer.headers.get_list("set-cookie")
        assert cookie.startswith("__Host-"), cookie
        told = cookie.lower()
        for attribute in ("secure", "httponly", "samesite=lax", "path=/"):
            assert attribute in told, attribute
        assert "domain=" not in told
        assert len(cookie) < 4096
    assert (await secure.get("/me.json")).status_code == 200
    assert 'lang="en"' in (await secure.get("/account")).text
    for path in ("/account", "/nothing", asset("css/base.css")):
        told = (await secure.get(path)).headers["strict-transport-security"]
        assert told == "max-age=31536000; includeSubDomains"


async def test_behind_tls_a_page_without_it_asks_for_nothing(
    secure: AsyncClient, cast: Cast
) -> None:
    for origin in ("http://palier.test", "https://elsewhere.example"):
        answer = await secure.post("/sign-in", data={}, headers={"origin": origin})
        assert answer.status_code == 403, origin
