"""Nobody learns from an answer, its form or the work it costs whether somebody has an account.

Work is counted, and not timed: what the database is asked, and how many passwords are hashed.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest
from argon2 import PasswordHasher
from httpx import AsyncClient, Response

from extranet.core import database as ground
from extranet.core.settings import Settings
from extranet.people import passwords
from extranet.people.tests.conftest import EMAIL, PASSWORD, make_account
from extranet.people.tests.living import living_links
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit
from extranet.testing.round_trips import RoundTrips, counted

SUSPENDED = "suspendu@palier.example"
NOBODY = "personne@palier.example"
_VARIES = ("date", "content-length", "set-cookie")


class _Counting(PasswordHasher):
    """The hasher itself, which counts besides what it does."""

    def __init__(self) -> None:
        super().__init__(time_cost=2, memory_cost=19 * 1024, parallelism=1)
        self.work: list[str] = []

    def hash(self, *args: object, **more: object) -> str:
        self.work.append("hash")
        return super().hash(*args, **more)  # type: ignore[arg-type]

    def verify(self, *args: object) -> bool:  # type: ignore[override]
        self.work.append("verify")
        return super().verify(*args)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Cost:
    """What an answer took and how it looks, to whoever may measure both."""

    status: int
    headers: tuple[tuple[str, str], ...]
    text: str
    work: tuple[str, ...]
    trips: str


@dataclass
class Meter:
    """Measures what answers cost."""

    trips: RoundTrips
    hasher: _Counting

    async def of(self, browser: AsyncClient, path: str, secret: str, **form: str) -> Cost:
        """Post `form`, with `secret` left out of what is compared."""
        self.trips.trips.clear()
        self.hasher.work.clear()
        answer = await browser.post(path, data=form)
        return Cost(
            answer.status_code,
            tuple(sorted(_told(answer, secret))),
            answer.text.replace(secret, "…"),
            tuple(self.hasher.work),
            self.trips.told(),
        )


def _told(answer: Response, secret: str) -> list[tuple[str, str]]:
    return [
        (name, value.replace(secret, "…"))
        for name, value in answer.headers.items()
        if name not in _VARIES
    ]


@pytest.fixture
async def meter(
    database: str, cast: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Meter]:
    """A meter on the pool of the application and on the hasher of its passwords."""
    await make_account(cast)
    await make_account(cast, email=SUSPENDED, active=False)
    hasher = _Counting()
    monkeypatch.setattr(passwords, "_hasher", hasher)
    async with counted(database) as counter:
        await ground.disconnect()
        await ground.connect(replace(settings, database_url=counter.url))
        yield Meter(counter, hasher)
        await ground.disconnect()
    await ground.connect(settings)


async def test_signing_in_costs_and_says_the_same_whoever_has_an_account(
    visit: Visit, meter: Meter
) -> None:
    browser = await visit()
    form = {"password": "ce n’est pas le bon", "next": "/"}
    await meter.of(browser, "/sign-in", "", email="premier@palier.example", **form)
    costs = [
        await meter.of(browser, "/sign-in", email, email=email, **form)
        for email in (EMAIL, NOBODY, SUSPENDED, "alice.martin@palier.example")
    ]
    assert len(set(costs)) == 1, costs
    assert costs[0].work == ("verify",)
    # The right password of a suspended account looks like a wrong one, too.
    right = {**form, "password": PASSWORD}
    assert await meter.of(browser, "/sign-in", SUSPENDED, email=SUSPENDED, **right) == costs[0]


async def test_waiting_costs_and_says_the_same(visit: Visit, meter: Meter) -> None:
    browser, waits = await visit(), []
    form = {"password": "ce n’est pas le bon", "next": "/"}
    for email in (EMAIL, NOBODY, SUSPENDED):
        for _ in range(5):
            await browser.post("/sign-in", data={"email": email, **form})
        waits.append(await meter.of(browser, "/sign-in", email, email=email, **form))
    assert {wait.status for wait in waits} == {429}
    assert {wait.work for wait in waits} == {()}
    assert len({wait.text for wait in waits}) == 1
    assert len({wait.trips for wait in waits}) == 1


async def test_a_forgotten_password_costs_and_says_the_same(visit: Visit, meter: Meter) -> None:
    browser = await visit()
    await meter.of(browser, "/forgotten-password", "", email="premier@palier.example")
    costs = [
        await meter.of(browser, "/forgotten-password", email, email=email)
        for email in (EMAIL, NOBODY, SUSPENDED)
    ]
    assert len(set(costs)) == 1, costs
    assert costs[0].work == ()


async def test_a_dead_link_costs_a_password_as_a_living_one_does(
    visit: Visit, cast: Cast, database: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    links, hasher = await living_links(visit, cast), _Counting()
    monkeypatch.setattr(passwords, "_hasher", hasher)
    for kind in ("/invitations/", "/forgotten-password/"):
        browser, work = await visit(), []
        for path in (kind + "x" * 43, links[kind]):
            hasher.work.clear()
            await browser.post(path, data={"password": "girafe orage tasse vélo"})
            work.append(len(hasher.work))
        assert work == [1, 1], kind


async def test_looking_at_links_tells_unknown_from_used_by_nothing(
    visit: Visit, cast: Cast
) -> None:
    links, browser = await living_links(visit, cast), await visit()
    link = links["/invitations/"]
    await (await visit()).post(link, data={"password": "girafe orage tasse vélo"})
    used, unknown = await browser.get(link), await browser.get("/invitations/" + "x" * 43)
    assert used.status_code == unknown.status_code == 404
    assert used.text.replace(link, "") == unknown.text.replace("/invitations/" + "x" * 43, "")
    assert _told(used, "") == _told(unknown, "")


async def test_what_is_not_there_and_what_is_not_theirs_are_one_answer(
    visit: Visit, cast: Cast, theirs: dict[str, str]
) -> None:
    browser, nothing = await visit(cast.adviser), "01900000-0000-7000-8000-00000000dead"
    manager = await visit(cast.manager)
    for one, path in (
        (browser, "/sales/{}"),
        (browser, "/sales/{}/answers"),
        (browser, "/sales/{}/signature"),
        (manager, "/sales/{}"),
    ):
        answers = [await one.get(path.format(id_)) for id_ in (theirs["sale_id"], nothing)]
        texts = [answer.text.replace(theirs["sale_id"], nothing) for answer in answers]
        assert texts[0] == texts[1], path
        assert [answer.status_code for answer in answers] == [404, 404]
    people = [await manager.get(f"/people/{id_}") for id_ in (theirs["person_id"], nothing)]
    assert [answer.status_code for answer in people] == [404, 404]
    contracts = [await manager.get(f"/contracts/{id_}") for id_ in (theirs["contract_id"], nothing)]
    assert [answer.status_code for answer in contracts] == [404, 404]
