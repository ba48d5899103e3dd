"""What trying links costs and tells: the same work for dead ones, and no token anywhere."""

import asyncpg
import pytest
from structlog.testing import capture_logs

from extranet.core.access import Origin, visitor
from extranet.core.database import unit_of_work
from extranet.people import invited, links, passwords
from extranet.people.tests.conftest import GOOD
from extranet.people.tests.post import Post
from extranet.people.tests.test_invitations import EMAIL, invite, rows
from extranet.people.throttle import MOST_PER_ADDRESS, TooManyTries
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit


async def test_a_dead_link_costs_the_work_of_a_living_one(
    visit: Visit, cast: Cast, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked: list[str] = []
    real_verify, real_hash = passwords.verify, passwords.hash_password

    async def counting_verify(kept: str | None, password: str) -> bool:
        worked.append("argon2")
        return await real_verify(kept, password)

    async def counting_hash(password: str) -> str:
        worked.append("argon2")
        return await real_hash(password)

    monkeypatch.setattr(links, "verify", counting_verify)
    monkeypatch.setattr(invited, "hash_password", counting_hash)
    browser = await visit()
    for path in ("/invitations/" + "x" * 43, link, link):
        worked.clear()
        await browser.post(path, data={"password": GOOD})
        assert worked == ["argon2"], path


async def test_it_rejects_a_flood_of_dead_links_and_no_other_address(
    visit: Visit, cast: Cast, link: str
) -> None:
    guest = visitor(Origin("192.0.2.7", "tests"))
    for number in range(MOST_PER_ADDRESS):
        await links.refuse_dead(guest, f"{number}")
    with pytest.raises(TooManyTries):
        await invited.accept(guest, link.rsplit("/", 1)[1], GOOD, None)
    assert (await (await visit()).post(link, data={"password": GOOD})).status_code == 303


async def test_too_many_tries_say_how_long_to_wait(visit: Visit, link: str) -> None:
    browser = await visit()
    here = visitor(Origin("127.0.0.1", "tests"))
    for number in range(MOST_PER_ADDRESS):
        await links.refuse_dead(here, f"{number}")
    answer = await browser.post(link, data={"password": GOOD})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 900
    assert "Recommencez dans 15 minutes." in answer.text
    assert (await browser.get(link)).status_code == 200


async def test_the_token_is_kept_and_logged_nowhere(visit: Visit, cast: Cast) -> None:
    await invite(visit, cast.manager, cast.agencies.lyon)
    with capture_logs() as lines:
        link = await Post().link(EMAIL)
        browser = await visit()
        await browser.get(link)
        await browser.post(link, data={"password": "court"})
        await browser.get(link[:-1] + "~")
    token = link.rsplit("/", 1)[1]
    assert any(line.get("route") == "/invitations/{token}" for line in lines)
    assert token[:-1] not in repr(lines)
    assert EMAIL not in repr(lines)
    [row] = await rows()
    assert token.encode() not in row["token_digest"]
    async with unit_of_work(cast.back_office) as work:
        written = await work.all(
            "SELECT facts, content FROM entry JOIN entry_details ON id = entry_id"
        )
    assert token not in repr([tuple(one.values()) for one in written])


async def test_a_visitor_reads_no_invitation(link: str) -> None:
    for table in ("invitation", "password_link", "email_change"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with unit_of_work(visitor(Origin())) as work:
                await work.all(" ".join(("SELECT * FROM", table)))
