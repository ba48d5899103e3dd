"""The application's ground: health, origin, headers, what is not there."""

from extranet.core.assets import asset
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit


async def test_ready_answers_once_the_database_is_migrated(visit: Visit) -> None:
    browser = await visit()
    assert (await browser.get("/health/ready")).status_code == 200


async def test_the_figures_are_not_there_for_who_comes_by_the_proxy(visit: Visit) -> None:
    browser = await visit()
    inside = await browser.get("/health/metrics")
    assert inside.status_code == 200
    assert "python_info" in inside.text
    outside = await browser.get("/health/metrics", headers={"X-Forwarded-For": "203.0.113.7"})
    assert outside.status_code == 404
    assert "python_info" not in outside.text


async def test_every_answer_carries_the_content_policy(visit: Visit) -> None:
    browser = await visit()
    for path in ("/health/live", "/health/nothing"):
        answer = await browser.get(path)
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store"


async def test_it_refuses_a_change_asked_by_another_site(visit: Visit, cast: Cast) -> None:
    browser = await visit(cast.adviser)
    for headers in (
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"origin": "", "sec-fetch-site": "cross-site"},
    ):
        answer = await browser.post("/sign-out", headers=headers)
        assert answer.status_code == 403


async def test_a_static_file_is_kept_for_ever_and_carries_little(visit: Visit) -> None:
    browser = await visit()
    answer = await browser.get(asset("css/base.css"))
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "content-security-policy" not in answer.headers
