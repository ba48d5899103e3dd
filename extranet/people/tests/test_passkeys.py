"""Passkeys: made by who knows the password, enough by themselves to sign in, and never twice the
same."""

import html
import json
import re
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient, Response
from hypothesis import given
from hypothesis import strategies as st

from extranet.core.clock import now
from extranet.core.database import unit_of_work
from extranet.core.settings import Settings, install
from extranet.people.second_factor import ceremonies, challenges, relying_party
from extranet.people.second_factor.ceremonies import Known, NotShown
from extranet.people.second_factor.challenges import StaleChallenge, end_of, new_challenge
from extranet.people.suspending import suspend
from extranet.people.tests.conftest import EMAIL, PASSWORD, Knock, acts_of
from extranet.people.tests.factors import give_password, is_inside, somebody
from extranet.people.tests.post import Post
from extranet.people.tests.soft_passkey import SoftPasskey, data
from extranet.people.throttle import MOST_PER_ADDRESS
from extranet.testing.cast import Cast
from extranet.testing.plugin import Visit

NEW = "/account/passkeys/new"


@pytest.fixture
async def inside(visit: Visit, account: UUID, knock: Knock) -> AsyncClient:
    """The browser of Camille Morel, signed in with her password."""
    browser = await visit()
    await knock(browser)
    return browser


async def offered(browser: AsyncClient) -> dict[str, Any]:
    """What the page of a new passkey tells the browser."""
    found = re.search(r'data-options="([^"]+)"', (await browser.get(NEW)).text)
    assert found
    return dict(json.loads(html.unescape(found[1])))


async def add(browser: AsyncClient, passkey: SoftPasskey, **other: str) -> Response:
    """Make `passkey` and keep it."""
    form = {"name": "Tablette", "present": PASSWORD, "credential": ""} | other
    if not form["credential"]:
        form["credential"] = passkey.made(await offered(browser))
    return await browser.post("/account/passkeys", data=form)


async def wanted(browser: AsyncClient) -> dict[str, Any]:
    return dict((await browser.get("/sign-in/passkey.json")).json())


async def send(browser: AsyncClient, credential: str, going_to: str = "/") -> Response:
    form = {"credential": credential, "next": going_to}
    return await browser.post("/sign-in/passkey", data=form)


async def show(browser: AsyncClient, passkey: SoftPasskey) -> bool:
    """Show `passkey`; whether it opens."""
    answer = await send(browser, passkey.shown(await wanted(browser)))
    assert answer.status_code == 303
    opened = "news=passkey" not in answer.headers["location"]
    assert await is_inside(browser) is opened
    return opened


async def test_a_passkey_is_added_and_opens_alone(
    visit: Visit, inside: AsyncClient, cast: Cast
) -> None:
    passkey = SoftPasskey()
    options = await offered(inside)
    assert options["rp"]["id"] == "palier.test"
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["authenticatorSelection"]["residentKey"] == "required"
    answer = await add(inside, passkey, name=" Ma tablette ")
    assert answer.status_code == 201
    assert "codes de secours" in answer.text
    account = (await inside.get("/account")).text
    assert "Ma tablette" in account
    assert "Pas encore utilisée" in account
    [mail] = await Post().arrived(EMAIL)
    assert mail["subject"] == "Une clé d’accès a été ajoutée"
    browser = await visit()
    options = await wanted(browser)
    assert options["userVerification"] == "required"
    assert options["allowCredentials"] == []
    answer = await send(browser, passkey.shown(options), "/account")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert "Utilisée le" in (await browser.get("/account")).text
    assert '"manner": "passkey"' in (await acts_of(cast, "session:open"))[-1]
    # The password alone does not open any more, and the passkey is offered in its place.
    other = await visit()
    step = await other.get((await give_password(other)).headers["location"])
    assert "Montrez maintenant votre clé d’accès" in step.text
    assert await show(other, passkey)


async def test_it_rejects_what_was_shown_once(visit: Visit, inside: AsyncClient) -> None:
    passkey = SoftPasskey(counts=False)
    await add(inside, passkey)
    browser, thief = await visit(), await visit()
    credential = passkey.shown(await wanted(browser))
    assert (await send(browser, credential)).headers["location"] == "/"
    assert "news=passkey" in (await send(thief, credential)).headers["location"]
    assert not await is_inside(thief)
    assert await show(thief, passkey), "the same passkey, with another challenge"


async def test_it_rejects_a_copy_that_counts_behind(visit: Visit, inside: AsyncClient) -> None:
    passkey = SoftPasskey()
    await add(inside, passkey)
    copy = replace(passkey)
    browser = await visit()
    for _ in range(2):
        assert await show(browser, passkey)
    assert not await show(await visit(), copy)


@pytest.mark.parametrize(
    "wrong",
    [
        {"verified": False},
        {"origin": "https://palier.test.elsewhere.example"},
        {"origin": "https://palier.test"},
        {"host": "elsewhere.example"},
        {"key": SoftPasskey().key},
        {"id": SoftPasskey().id},
        {"owner": b"somebody else"},
    ],
    ids=[
        "unverified",
        "another origin",
        "another scheme",
        "another host",
        "another key",
        "unknown",
        "another owner",
    ],
)
async def test_it_rejects_a_passkey_that_is_not_shown_as_it_should(
    visit: Visit, inside: AsyncClient, wrong: dict[str, Any], cast: Cast
) -> None:
    passkey = SoftPasskey()
    await add(inside, passkey)
    browser = await visit()
    assert not await show(browser, replace(passkey, **wrong))
    assert len(await acts_of(cast, "passkey:refuse")) == 1
    page = await browser.get("/sign-in?news=passkey")
    assert "n’ouvre pas de compte" in page.text
    assert await show(browser, passkey)


@pytest.mark.parametrize("wrong", [{"verified": False}, {"origin": "https://elsewhere.example"}])
async def test_it_rejects_a_passkey_that_is_not_made_as_it_should(
    inside: AsyncClient, wrong: dict[str, Any]
) -> None:
    answer = await add(inside, replace(SoftPasskey(), **wrong))
    assert answer.status_code == 422
    assert "n’a pas été créée" in answer.text


async def test_it_rejects_a_wrong_password_and_keeps_what_was_made(inside: AsyncClient) -> None:
    passkey = SoftPasskey()
    answer = await add(inside, passkey, present="autre chose")
    assert answer.status_code == 422
    kept = re.search(r'name="credential"[^>]* value="([^"]+)"', answer.text)
    assert kept
    again = await add(inside, passkey, credential=html.unescape(kept[1]))
    assert again.status_code == 201
    answer = await add(inside, passkey, credential=html.unescape(kept[1]))
    assert answer.status_code == 422
    assert "déjà la vôtre" in answer.text


async def test_it_rejects_a_passkey_made_for_somebody_else(
    visit: Visit, inside: AsyncClient, cast: Cast
) -> None:
    options = await offered(await visit(cast.colleague))
    answer = await add(inside, SoftPasskey(), credential=SoftPasskey().made(options))
    assert answer.status_code == 422


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
async def test_it_rejects_a_passkey_without_a_name(inside: AsyncClient, name: str) -> None:
    answer = await add(inside, SoftPasskey(), name=name)
    assert answer.status_code == 422
    assert "Donnez un nom" in answer.text


async def test_a_name_is_no_markup(inside: AsyncClient) -> None:
    await add(inside, SoftPasskey(), name="<b>clé</b>")
    assert "<b>clé</b>" not in (await inside.get("/account")).text


async def test_a_passkey_is_removed_by_who_knows_the_password_and_opens_no_more(
    visit: Visit, inside: AsyncClient, account: UUID, cast: Cast
) -> None:
    first, second = SoftPasskey(), SoftPasskey()
    await add(inside, first)
    known = await offered(inside)
    await add(inside, second)
    assert [data(one["id"]) for one in known["excludeCredentials"]] == [first.id]
    async with unit_of_work(somebody(account)) as work:
        ids = await work.all("SELECT id FROM passkey ORDER BY id")
    paths = [f"/account/passkeys/{row['id']}/remove" for row in ids]
    assert "Tablette" in (await inside.get(paths[0])).text
    stranger = await visit(cast.colleague)
    assert (await stranger.get(paths[0])).status_code == 404
    assert (await inside.post(paths[0], data={"present": "autre"})).status_code == 422
    assert (await inside.post(paths[0], data={"present": PASSWORD})).status_code == 303
    assert not await show(await visit(), first)
    assert await show(await visit(), second)
    assert (await inside.post(paths[1], data={"present": PASSWORD})).status_code == 303
    removed = await acts_of(cast, "passkey:remove")
    assert ['"last": false' in removed[0], '"last": true' in removed[1]] == [True, True]
    assert (await give_password(await visit())).headers["location"] == "/"


async def test_it_rejects_the_passkey_of_a_suspended_account(
    visit: Visit, inside: AsyncClient, account: UUID, cast: Cast
) -> None:
    passkey = SoftPasskey()
    await add(inside, passkey)
    await suspend(cast.manager, account)
    assert not await show(await visit(), passkey)


async def test_too_many_passkeys_from_one_address_wait(visit: Visit, inside: AsyncClient) -> None:
    passkey = SoftPasskey()
    await add(inside, passkey)
    browser = await visit()
    for _ in range(MOST_PER_ADDRESS):
        await send(browser, "{}")
    answer = await send(browser, passkey.shown(await wanted(browser)))
    assert answer.status_code == 429
    # Signing in with a password counts apart.
    assert (await give_password(browser)).status_code == 303


_NAMES = (
    *("id", "rawId", "type", "response"),
    *("clientDataJSON", "authenticatorData", "signature", "attestationObject"),
)
_JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=20) | st.just("public-key"),
    lambda inner: st.dictionaries(st.sampled_from(_NAMES), inner, max_size=8),
)


@given(written=st.text(max_size=200) | _JSON.map(json.dumps))
def test_what_strangers_send_is_taken_apart_without_a_fault(
    settings: Settings, written: str
) -> None:
    install(settings)
    known = Known(UUID(int=1), b"key", 0)
    for check in (
        lambda: ceremonies.credential_id_in(written),
        lambda: ceremonies.check_shown(written, known),
        lambda: ceremonies.check_made(UUID(int=1), written),
    ):
        with suppress(NotShown):
            check()


@given(flipped=st.integers(0, 55), bit=st.integers(0, 7))
def test_a_challenge_is_ours_whole_or_not_at_all(
    settings: Settings, flipped: int, bit: int
) -> None:
    install(settings)
    challenge = bytearray(new_challenge("sign-in"))
    assert end_of("sign-in", bytes(challenge)) > now()
    with pytest.raises(StaleChallenge):
        end_of("made for somebody", bytes(challenge))
    challenge[flipped] ^= 1 << bit
    with pytest.raises(StaleChallenge):
        end_of("sign-in", bytes(challenge))


def test_a_challenge_ends(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    install(settings)
    challenge = new_challenge("sign-in")
    later = now() + challenges.LIFETIME + timedelta(seconds=1)
    monkeypatch.setattr(challenges, "now", lambda: later)
    with pytest.raises(StaleChallenge):
        end_of("sign-in", challenge)


@pytest.mark.parametrize(
    ("address", "host", "origin"),
    [
        ("https://extranet.palier.example", "extranet.palier.example", None),
        ("https://palier.example:8443", "palier.example", None),
        ("http://127.0.0.1:8000", "localhost", "http://localhost:8000"),
    ],
)
def test_passkeys_are_made_for_the_host_of_the_installation(
    settings: Settings, address: str, host: str, origin: str | None
) -> None:
    install(replace(settings, public_url=address))
    assert relying_party.host() == host
    assert relying_party.origin() == (origin or address)
