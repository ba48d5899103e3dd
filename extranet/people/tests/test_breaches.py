"""Passwords seen in breaches, against a stand-in of the service that knows them."""

import json
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha1

import pytest

from extranet.core.settings import Settings, install
from extranet.messages.tests.stand_ins import HttpStandIn, http_stand_in
from extranet.people import breaches
from extranet.people.password_rules import PasswordRefused, refuse_weak
from extranet.people.tests.conftest import PASSWORD as KNOWN
from extranet.people.tests.conftest import Knock
from extranet.testing.plugin import Visit

PASSWORD = "girafe orage tasse velours"
DIGEST = sha1(PASSWORD.encode(), usedforsecurity=False).hexdigest().upper()
OTHER = "0018A45C4D1DEF81644B54AB7F969B88D65"


@pytest.fixture
def service() -> Iterator[HttpStandIn]:
    with http_stand_in() as standing:
        yield standing


@pytest.fixture
def asking(settings: Settings, service: HttpStandIn) -> Settings:
    """Those of an installation that asks the service."""
    return replace(settings, breaches_url=f"{service.url}/range")


@pytest.fixture
def installed_asking(asking: Settings, settings: Settings) -> Iterator[None]:
    """This process is that installation."""
    install(asking)
    yield
    install(settings)


def answer(*seen: tuple[str, int]) -> str:
    """What the service answers: rests of digests, and how often each was seen."""
    return "\r\n".join(f"{rest}:{times}" for rest, times in seen)


async def test_it_knows_a_password_by_the_rest_of_its_digest(
    asking: Settings, service: HttpStandIn
) -> None:
    service.body = answer((OTHER, 3), (DIGEST[5:], 12))
    assert await breaches.known(asking, PASSWORD)
    service.body = answer((OTHER, 3))
    assert not await breaches.known(asking, PASSWORD)


async def test_padding_is_no_password(asking: Settings, service: HttpStandIn) -> None:
    service.body = answer((DIGEST[5:], 0))
    assert not await breaches.known(asking, PASSWORD)


async def test_five_digits_leave_the_house_and_nothing_else(
    asking: Settings, service: HttpStandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    service.body = answer((OTHER, 3))
    await breaches.known(asking, PASSWORD)
    [asked] = service.asked
    assert asked["path"] == f"/range/{DIGEST[:5]}"
    assert asked["headers"]["add-padding"] == "true"
    sent = json.dumps(asked).upper()
    assert DIGEST[5:] not in sent and DIGEST[:6] not in sent and PASSWORD.upper() not in sent
    assert DIGEST[:5] not in "".join(capsys.readouterr())


async def test_without_a_service_nothing_is_asked(settings: Settings, service: HttpStandIn) -> None:
    assert not await breaches.known(settings, PASSWORD)
    assert service.asked == []


@pytest.mark.parametrize("status", [404, 429, 500])
async def test_a_service_that_fails_keeps_nobody_out(
    asking: Settings, service: HttpStandIn, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    service.status, service.body = status, answer((DIGEST[5:], 12))
    assert not await breaches.known(asking, PASSWORD)
    logged = "".join(capsys.readouterr())
    assert "breaches not asked" in logged and DIGEST[:5] not in logged


async def test_a_service_that_is_not_there_keeps_nobody_out(settings: Settings) -> None:
    with http_stand_in() as service:
        gone = replace(settings, breaches_url=service.url)
    assert not await breaches.known(gone, PASSWORD)


@pytest.mark.usefixtures("installed_asking")
async def test_what_is_refused_anyway_is_not_asked(service: HttpStandIn) -> None:
    with pytest.raises(PasswordRefused) as refused:
        await refuse_weak("court", ())
    assert "douze caractères" in refused.value.fault
    assert service.asked == []


@pytest.mark.usefixtures("account")
async def test_changing_to_a_breached_one_is_refused_with_what_to_do(
    visit: Visit, knock: Knock, service: HttpStandIn, request: pytest.FixtureRequest
) -> None:
    browser = await visit()
    await knock(browser)
    request.getfixturevalue("installed_asking")
    service.body = answer((DIGEST[5:], 12))
    form = {"present": KNOWN, "password": PASSWORD}
    answered = await browser.post("/account/password", data=form)
    assert answered.status_code == 422
    assert "listes de mots de passe volés" in answered.text
    service.body = answer((OTHER, 1))
    assert (await browser.post("/account/password", data=form)).status_code == 303
