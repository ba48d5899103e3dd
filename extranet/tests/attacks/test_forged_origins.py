"""Nothing is changed by a request that none of our pages sent, whoever's cookie comes along."""

import asyncpg
import pytest
from litestar import Litestar

from extranet.core.doors import ways_in
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit
from extranet.tests.attacks.stock import differences, stock
from extranet.tests.test_doors import knock

SAFE = ("GET", "HEAD")
ELSEWHERE = "https://elsewhere.example"
FORGED = [
    {},
    {"origin": ELSEWHERE},
    {"origin": ELSEWHERE, "sec-fetch-site": "cross-site"},
    {"origin": ELSEWHERE, "sec-fetch-site": "same-origin"},
    {"origin": "null"},
    {"origin": "null", "sec-fetch-site": "cross-site"},
    {"origin": ""},
    {"origin": "http://palier.test.elsewhere.example"},
    {"origin": "http://elsewhere.example/palier.test"},
    {"origin": "http://palier.test@elsewhere.example"},
    {"origin": "http://palier.test:8080"},
    {"origin": "http://[palier.test"},
    {"origin": "http://palier.test", "sec-fetch-site": "cross-site"},
    {"origin": "http://palier.test", "sec-fetch-site": "same-site"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "none"},
    {"referer": "http://palier.test/"},
    {"x-http-method-override": "GET"},
    {"host": "elsewhere.example", "x-forwarded-host": "palier.test"},
]


async def test_it_refuses_every_change_that_none_of_our_pages_asked_for(
    app: Litestar,
    visit: Visit,
    cast: Cast,
    theirs: dict[str, str],
    truth: asyncpg.Connection,
) -> None:
    browser = await visit(cast.outsider)
    browser.headers.pop("origin")
    before, let_in = await stock(truth), []
    for way in ways_in(app):
        if way.method in SAFE:
            continue
        for forged in FORGED:
            got = await knock(browser, way, theirs, forged)
            if got != 403:
                let_in.append(f"{way.method} {way.path} {forged}: {got}")
    assert let_in == []
    assert differences(before, await stock(truth)) == {}


@pytest.mark.parametrize(
    "ours",
    [
        {"origin": "http://palier.test"},
        {"origin": "http://palier.test", "sec-fetch-site": "same-origin"},
        {"origin": "null", "sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "same-origin"},
    ],
    ids=str,
)
async def test_our_own_pages_are_heard(visit: Visit, cast: Cast, ours: dict[str, str]) -> None:
    browser = await visit(cast.adviser)
    browser.headers.pop("origin")
    assert (await browser.post("/sign-out", headers=ours)).status_code == 303


async def test_looking_changes_nothing(
    app: Litestar, visit: Visit, cast: Cast, theirs: dict[str, str], truth: asyncpg.Connection
) -> None:
    for actor in (cast.outsider, cast.back_office):
        browser = await visit(actor)
        before = await stock(truth)
        for way in ways_in(app):
            if way.method in SAFE and not way.path.endswith("/events"):
                await knock(browser, way, theirs)
        assert differences(before, await stock(truth)) == {}


async def test_every_way_is_tried(app: Litestar) -> None:
    changing = [way for way in ways_in(app) if way.method not in SAFE]
    assert len(changing) > 30
    assert {way.method for way in changing} <= {"POST", "PUT", "PATCH", "DELETE"}
