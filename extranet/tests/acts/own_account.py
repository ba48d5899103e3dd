"""What somebody does with their own account, and what a visitor does at its door."""

from httpx import AsyncClient

from extranet.people.tests.conftest import EMAIL, GOOD, PASSWORD, make_account
from extranet.people.tests.factors import (
    give_code,
    give_password,
    link_application,
    make_codes,
    somebody,
)
from extranet.people.tests.soft_passkey import SoftPasskey
from extranet.people.tests.test_authenticator import begin, confirm, shown
from extranet.people.tests.test_passkeys import add, send, wanted
from extranet.people.throttle import MOST_PER_ACCOUNT, MOST_PER_ADDRESS
from extranet.tests.acts.stage import Stage

DEAD = "x" * 43
ELSEWHERE = "camille@nouvelle.example"
SIGN_IN = {"email": EMAIL, "password": PASSWORD}


async def sign_in_and_out(stage: Stage) -> None:
    """Refused, made to wait, let in; in another language; out, one session after the other."""
    person = await make_account(stage.cast)
    stranger, browser = await stage.visit(), await stage.visit()
    for _ in range(MOST_PER_ACCOUNT + 1):
        await stranger.post("/sign-in", data=SIGN_IN | {"email": "nobody@palier.example"})
    assert (await browser.post("/sign-in", data=SIGN_IN)).status_code == 303
    await browser.post("/language", data={"locale": "en"})
    for ending in ("{session}/end", "end-others"):
        elsewhere = await stage.visit()
        await elsewhere.post("/sign-in", data=SIGN_IN)
        session = await stage.truth.fetchval(
            "SELECT id FROM session WHERE person_id = $1 ORDER BY created_at DESC LIMIT 1", person
        )
        await browser.post(f"/account/sessions/{ending.format(session=session)}")
    await browser.post("/sign-out")


async def change_password_and_address(stage: Stage) -> None:
    """One's own password and address, changed, given up, forgotten; links that open nothing."""
    await make_account(stage.cast)
    browser, stranger = await stage.visit(), await stage.visit()
    await browser.post("/sign-in", data=SIGN_IN)
    change = {"present": PASSWORD, "password": GOOD}
    assert (await browser.post("/account/password", data=change)).status_code == 303
    for _ in range(2):
        wish = {"email": ELSEWHERE, "present": GOOD}
        assert (await browser.post("/account/email", data=wish)).status_code == 303
        link = await stage.post.link(ELSEWHERE)
        await browser.post("/account/email/give-up")
    await browser.post("/account/email", data=wish)
    link = await stage.post.link(ELSEWHERE)
    assert (await browser.post(link)).status_code == 303
    await stranger.post("/forgotten-password", data={"email": ELSEWHERE})
    link = await stage.post.link(ELSEWHERE)
    assert (await stranger.post(link, data={"password": PASSWORD})).status_code == 303
    for dead in ("email-changes", "forgotten-password", "invitations"):
        await stranger.post(f"/{dead}/{DEAD}", data={"password": GOOD})
    await _guess_own_password(browser, stage)


async def _guess_own_password(browser: AsyncClient, stage: Stage) -> None:
    await browser.post("/sign-in", data={"email": ELSEWHERE, "password": PASSWORD})
    for _ in range(MOST_PER_ACCOUNT + 1):
        await browser.post("/account/password", data={"present": "faux", "password": GOOD})
    await stage.post.deliver()


async def set_up_second_factors(stage: Stage) -> None:
    """An application, its codes and a passkey: linked, used, removed."""
    await make_account(stage.cast)
    browser, door = await stage.visit(), await stage.visit()
    await browser.post("/sign-in", data=SIGN_IN)
    assert await begin(browser) == 303
    code = (await shown(browser)).code()
    assert (await confirm(browser, code))[0] == 201
    codes = await browser.post("/account/recovery-codes", data={"present": PASSWORD})
    assert codes.status_code == 201
    passkey = SoftPasskey()
    assert (await add(browser, passkey)).status_code == 303
    await send(door, passkey.shown(await wanted(door)))
    found = await stage.truth.fetchval("SELECT id FROM passkey")
    present = {"present": PASSWORD}
    for removed in ("authenticator", f"passkeys/{found}"):
        answer = await browser.post(f"/account/{removed}/remove", data=present)
        assert answer.status_code == 303
    await stage.post.deliver()


async def give_second_factors(stage: Stage) -> None:
    """Codes right and wrong, on paper or not, and passkeys that open nothing, until one waits."""
    me = somebody(await make_account(stage.cast))
    application, codes = await link_application(me), await make_codes(me)
    browser = await stage.visit()
    for code in (codes[0], application.code(), *["000000"] * (MOST_PER_ACCOUNT + 1)):
        assert (await give_password(browser)).status_code == 303
        await give_code(browser, code)
    for _ in range(MOST_PER_ADDRESS + 1):
        await send(browser, SoftPasskey().shown(await wanted(browser)))
    await stage.post.deliver()
