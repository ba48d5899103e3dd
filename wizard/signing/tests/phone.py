"""The customer of the tests, on their own phone: a browser that never signed in, and a link."""

import json
import re
from dataclasses import dataclass

from httpx import AsyncClient, Response

from wizard.jobs import send_signing_link
from wizard.phone_choice import ON_PHONE
from wizard.signing.tests.customer import STROKES, Customer, carried

DEVICE = "Mozilla/5.0 (Linux; Android 15) Firefox/145.0"


@dataclass
class Phone:
    """A customer with the link they got, and nothing else."""

    customer: Customer
    browser: AsyncClient
    url: str

    async def page(self, path: str = "") -> Response:
        """A page behind the link."""
        return await self.browser.get(self.url + path)

    async def read(self, *kinds: str) -> None:
        """Read documents to their end; both unless told otherwise."""
        for kind in kinds or ("sheet", "contract"):
            shown = await self.page(f"/read/{kind}")
            assert shown.status_code == 200, shown.text
            done = await self.browser.post(f"{self.url}/read/{kind}", data=carried(shown.text))
            assert done.headers["location"] == self.url

    async def sign(self, **other: str) -> Response:
        """Sign what the page shows."""
        shown = await self.page()
        form = {"mark": json.dumps(STROKES), "read": "true", **carried(shown.text)}
        return await self.browser.post(self.url, data=form | other)

    async def give(self, code: str) -> Response:
        """Type a code in."""
        return await self.browser.post(f"{self.url}/code", data={"code": code})

    async def sign_and_confirm(self) -> None:
        """Open the link, read, sign, confirm."""
        await self.page()
        await self.read()
        signed = await self.sign()
        assert signed.headers.get("location") == f"{self.url}/code", signed.text
        done = await self.give(await self.customer.code())
        assert done.headers.get("location") == self.url, done.text


async def choose_phone(customer: Customer) -> None:
    """The adviser's choice reaches the server, and the worker does what it asks for."""
    receipt = await customer.tablet.submit("signature", ON_PHONE)
    assert receipt["outcome"] == "stored", receipt
    await send_signing_link(str(customer.sale))


async def newest_link(customer: Customer) -> str:
    """The path of the newest signing link, as the customer got it."""
    found = re.search(r"https?://[^/\s]+(/s/[\w-]{43})", await customer.message("signing"))
    assert found
    return found.group(1)


async def on_the_phone(customer: Customer) -> Phone:
    """The customer's phone, with the newest link."""
    browser = await customer.door.visit()
    browser.headers["user-agent"] = DEVICE
    return Phone(customer, browser, await newest_link(customer))
