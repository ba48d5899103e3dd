"""Linking an application, its recovery codes, and taking it away: by who knows the password, told
by mail."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pyotp
import pytest
from httpx import AsyncClient
from hypothesis import given
from hypothesis import strategies as st

from extranet.core.database import unit_of_work
from extranet.core.vault import SealBroken, vault
from extranet.people.second_factor.authenticator import DRIFT, SECONDS, matching_step
from extranet.people.second_factor.codes import figures_of
from extranet.people.tests.conftest import EMAIL, PASSWORD, Knock, acts_of, make_account
from extranet.people.tests.factors import (
    Application,
    give_code,
    give_password,
    is_inside,
    link_application,
    somebody,
)
from extranet.people.tests.post import Post
from extranet.people.throttle import MOST_PER_ACCOUNT
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit

CODE = re.compile(r'class="codes__code">([0-9 ]{19})<')
SECRET = "JBSWY3DPEHPK3PXP" * 2


@pytest.fixture
async def inside(visit: Visit, account: UUID, knock: Knock) -> AsyncClient:
    """The browser of Camille Morel, signed in with her password."""
    browser = await visit()
    await knock(browser)
    return browser


async def begin(browser: AsyncClient, present: str = PASSWORD) -> int:
    answer = await browser.post("/account/authenticator", data={"present": present})
    return answer.status_code


async def shown(browser: AsyncClient) -> Application:
    """What the page of the QR code tells a telephone."""
    page = await browser.get("/account/authenticator/code")
    assert page.status_code == 200
    found = re.search(r"otpauth://totp/[^?]+\?secret=([A-Z2-7]{32})&amp;issuer=Palier", page.text)
    assert found
    assert "<svg" in page.text
    return Application(found[1])


async def confirm(browser: AsyncClient, code: str) -> tuple[int, list[str]]:
    answer = await browser.post("/account/authenticator/code", data={"code": code})
    return answer.status_code, CODE.findall(answer.text)


async def test_an_application_is_linked_and_asked_for_from_then_on(
    visit: Visit, inside: AsyncClient, knock: Knock, cast: Cast
) -> None:
    elsewhere, stranger = await visit(), await visit(cast.colleague)
    await knock(elsewhere)
    assert "Mot de passe seul" in (await inside.get("/account")).text
    assert await begin(inside) == 303
    application = await shown(inside)
    used = application.code()
    status, codes = await confirm(inside, used)
    assert (status, len(set(codes))) == (201, 10)
    # Whoever came in without it is asked again; the one who linked it stays.
    assert await is_inside(inside)
    assert not await is_inside(elsewhere)
    assert await is_inside(stranger)
    account = (await inside.get("/account")).text
    assert "Deux étapes" in account
    assert "Il en reste 10" in account
    assert codes[0] not in account
    [mail] = await Post().arrived(EMAIL)
    assert mail["subject"] == "Une application d’authentification a été reliée"
    await give_password(elsewhere)
    assert (await give_code(elsewhere, used)).status_code == 422, "it was used to link"
    assert (await give_code(elsewhere, codes[0])).status_code == 303
    [facts] = await acts_of(cast, "authenticator:add")
    assert '"sessions": 1' in facts
    for act in ("authenticator:begin", "authenticator:show", "authenticator:add", "recovery:make"):
        assert application.secret not in "".join(await acts_of(cast, act))


async def test_it_rejects_a_wrong_password_and_counts_it(
    visit: Visit, inside: AsyncClient, account: UUID
) -> None:
    await link_application(somebody(account))
    assert await begin(inside, "") == 422
    for number in range(MOST_PER_ACCOUNT):
        path = (
            "/account/authenticator",
            "/account/recovery-codes",
            "/account/authenticator/remove",
        )
        answer = await inside.post(path[number % 3], data={"present": "autre chose"})
        assert answer.status_code == 422
    assert await begin(inside) == 429
    # The owner signs in elsewhere all the same.
    assert (await give_password(await visit())).status_code == 303


async def test_it_rejects_a_wrong_code_and_keeps_what_was_begun(inside: AsyncClient) -> None:
    await begin(inside)
    application = await shown(inside)
    for code in ("", "12", "abc", application.code(-3), application.code(4)):
        assert await confirm(inside, code) == (422, [])
    assert await shown(inside) == application
    assert (await confirm(inside, application.code()))[0] == 201
    assert (await confirm(inside, application.code(1)))[0] == 303, "nothing waits any more"


async def test_what_was_begun_is_shown_once_begun_and_no_longer_than_it_waits(
    inside: AsyncClient, account: UUID
) -> None:
    answer = await inside.get("/account/authenticator/code")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account/authenticator")
    await begin(inside)
    first = await shown(inside)
    await begin(inside)
    assert await shown(inside) != first
    assert (await confirm(inside, first.code()))[0] == 422


async def test_a_secret_is_shown_in_the_session_that_began_it_alone(
    visit: Visit, inside: AsyncClient, knock: Knock
) -> None:
    stolen = await visit()
    await knock(stolen)
    await begin(inside)
    application = await shown(inside)
    assert (await stolen.get("/account/authenticator/code")).status_code == 303
    assert (await confirm(stolen, application.code()))[0] == 303
    assert (await confirm(inside, application.code()))[0] == 201


async def test_another_application_takes_the_place_of_the_first(
    visit: Visit, inside: AsyncClient, account: UUID
) -> None:
    first = await link_application(somebody(account))
    await begin(inside)
    second = await shown(inside)
    assert await confirm(inside, second.code(-1)) == (303, []), "no codes with a further factor"
    browser = await visit()
    await give_password(browser)
    assert (await give_code(browser, first.code())).status_code == 422
    assert (await give_code(browser, second.code())).status_code == 303


async def test_new_recovery_codes_are_shown_once_and_told(
    inside: AsyncClient, account: UUID, cast: Cast
) -> None:
    await link_application(somebody(account))
    answer = await inside.post("/account/recovery-codes", data={"present": PASSWORD})
    assert answer.status_code == 201
    assert answer.headers["cache-control"] == "no-store"
    assert len(CODE.findall(answer.text)) == 10
    assert not CODE.findall((await inside.get("/account/recovery-codes")).text)
    [mail] = await Post().arrived(EMAIL)
    assert mail["subject"] == "De nouveaux codes de secours"
    async with unit_of_work(somebody(account)) as work:
        kept = await work.all("SELECT digest FROM recovery_code")
    plain = {code.replace(" ", "").encode() for code in CODE.findall(answer.text)}
    assert not plain & {row["digest"] for row in kept}


async def test_recovery_codes_are_for_whoever_has_a_second_factor(inside: AsyncClient) -> None:
    answer = await inside.post("/account/recovery-codes", data={"present": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, "/account/second-factor")


async def test_the_last_factor_goes_with_its_codes_and_is_told(
    visit: Visit, inside: AsyncClient, account: UUID, cast: Cast
) -> None:
    await link_application(somebody(account))
    await inside.post("/account/recovery-codes", data={"present": PASSWORD})
    remove = "/account/authenticator/remove"
    assert (await inside.post(remove, data={"present": "autre"})).status_code == 422
    assert (await inside.post(remove, data={"present": PASSWORD})).status_code == 303
    assert (await inside.post(remove, data={"present": PASSWORD})).status_code == 404
    *_, mail = await Post().arrived(EMAIL)
    assert mail["subject"] == "L’application d’authentification a été retirée"
    [facts] = await acts_of(cast, "authenticator:remove")
    assert '"last": true' in facts
    async with unit_of_work(somebody(account)) as work:
        assert await work.value("SELECT count(*) FROM recovery_code") == 0
    browser = await visit()
    assert (await give_password(browser)).headers["location"] == "/"
    assert await is_inside(browser)


async def test_a_secret_opens_for_its_person_alone(
    inside: AsyncClient, account: UUID, cast: Cast
) -> None:
    await link_application(somebody(account))
    other = await make_account(cast, email="autre@palier.example")
    async with unit_of_work(somebody(account)) as work:
        sealed = await work.value("SELECT secret FROM authenticator")
    with pytest.raises(SealBroken):
        vault().open(sealed, f"authenticator:{other}")


@given(
    at=st.integers(1_790_000_000, 4_000_000_000).map(lambda at: datetime.fromtimestamp(at, UTC)),
    off=st.integers(-4, 4),
    after=st.integers(-4, 4),
)
def test_a_code_is_taken_within_the_drift_and_after_the_last(
    at: datetime, off: int, after: int
) -> None:
    present = int(at.timestamp()) // SECONDS
    then = at + timedelta(seconds=off * SECONDS)
    code = _at(then)
    # Another step of the few that are tried may have the same code, once in a million.
    nearby = {_at(at + timedelta(seconds=step * SECONDS)) for step in range(-4, 5) if step != off}
    expected = present + off if abs(off) <= DRIFT and off > after else None
    if code not in nearby:
        assert matching_step(SECRET, code, at, after=present + after) == expected


def _at(moment: datetime) -> str:
    return pyotp.TOTP(SECRET).at(moment)


@given(st.text(max_size=40))
def test_a_code_is_six_or_sixteen_figures_whatever_was_typed(text: str) -> None:
    try:
        figures = figures_of(text)
    except ValueError:
        return
    assert re.fullmatch(r"[0-9]{6}|[0-9]{16}", figures)


@pytest.mark.parametrize("text", ["123 456", "123-456", " 123\u00a0456\n", "123\u202f456"])
def test_a_code_is_read_with_what_parts_it(text: str) -> None:
    assert figures_of(text) == "123456"
