"""Selling without a browser: an adviser's requests, as the tablet sends them."""

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

import asyncpg
import httpx

from e2e.installation import Installation
from extranet.core.ids import new_id
from extranet.demo.company import PASSWORD
from extranet.testing.plugin import run_apart

Answers = dict[str, Any]


# Six digits that are no part of a sale's number.
_CODE = r"""
SELECT substring(body FROM '(?<![\w-])(\d{6})(?![\w-])') FROM inbox_item
WHERE body ~ '(?<![\w-])\d{6}(?![\w-])'
    AND received_at > (SELECT max(sent_at) FROM confirmation_code WHERE sale_id = $1)
"""
_LINK = r"""
SELECT substring(body FROM '/documents/([\w-]{43})') FROM inbox_item
WHERE body ~ '/documents/[\w-]{43}'
    AND received_at > (SELECT confirmed_at FROM signature WHERE sale_id = $1)
"""
_SIGNING_LINK = r"""
SELECT substring(i.body FROM '/s/([\w-]{43})') FROM inbox_item i, sale s
WHERE s.id = $1 AND i.body ~ '/s/[\w-]{43}' AND i.body LIKE '%' || s.number || '%'
"""
_PATIENCE = 30


class Seller:
    """An adviser with a tablet."""

    def __init__(self, installation: Installation, email: str) -> None:
        self._installation = installation
        self.http = visitor(installation, email)
        self.catalogue: dict[str, Any] = self.http.get("/catalogue.json").json()

    def sell(
        self,
        until: str = "review",
        *,
        exempt: bool = True,
        changed: dict[str, Answers] | None = None,
    ) -> str:
        """Send a sale's steps up to `until`, with other answers where given; returns its id."""
        sale = str(new_id())
        steps = {**self.answers(exempt=exempt), **(changed or {})}
        names = list(steps)[: list(steps).index(until) + 1]
        receipts = self.send(sale, {name: steps[name] for name in names})
        refused = [one for one in receipts if one["outcome"] != "stored"]
        assert not refused, refused
        return sale

    def send(self, sale: str, steps: dict[str, Answers]) -> list[dict[str, Any]]:
        """Send steps of a sale and return the receipts."""
        moment = datetime.now(UTC)
        submissions = [
            {
                "id": str(new_id()),
                "sale": sale,
                "journey": "home_sale",
                "version": 2,
                "step": step,
                "seq": rank,
                "answers": answers,
                "captured_at": moment.isoformat(),
            }
            for rank, (step, answers) in enumerate(steps.items(), start=1)
        ]
        reply = self.http.post("/outbox", json={"submissions": submissions})
        assert reply.status_code == 200, reply.text
        return list(reply.json()["receipts"])

    def sign(self, sale: str) -> None:
        """Sign with the customer's typed name: the code is on its way."""
        page = self.http.get(f"/sales/{sale}/signature").text
        seen = page.split('name="seen" value="')[1].split('"')[0]
        form = {"read": "true", "seen": seen, "mark": "", "mark_typed": "Élodie Lefèvre"}
        reply = self.http.post(f"/sales/{sale}/signature", data=form)
        assert reply.headers["location"] == f"/sales/{sale}/code", reply.text

    def conclude(self, sale: str) -> None:
        """Type in the code the customer got."""
        code = newest_code(self._installation, sale)
        reply = self.http.post(f"/sales/{sale}/code", data={"code": code})
        assert reply.headers["location"] == f"/sales/{sale}/done", reply.text

    def link(self, sale: str) -> str:
        """The token of the link the customer got once the sale was concluded."""
        return run_apart(_awaited(self._installation.owner_url, _LINK, sale))

    def signing_token(self, sale: str) -> str:
        """Have the customer sign on their own phone: the token of the link they got."""
        reply = self.http.post(f"/sales/{sale}/signing-link")
        assert reply.headers["location"] == f"/sales/{sale}", reply.text
        return run_apart(_awaited(self._installation.owner_url, _SIGNING_LINK, sale))

    def answers(self, *, exempt: bool = True) -> dict[str, Answers]:
        """What the customer says, step by step; one product, that may be paid today or not."""
        product = next(one for one in self.catalogue["products"] if one["exempt_39bis"] is exempt)
        line = {
            "product": product["code"],
            "quantity": 1,
            "unit_price_cents": product["price_cents"],
        }
        return {
            "products": {"lines": [line], "catalogue": self.catalogue["version"]},
            "customer": {
                "first_name": "Élodie",
                "last_name": "Lefèvre",
                "birth_date": "1968-03-27",
            },
            "address": {"line1": "12 rue de l’Église", "postcode": "75011", "city": "Paris"},
            "contact": {"phone_kind": "mobile", "phone": "06 12 34 56 78", "code_channel": "sms"},
            "payment": {"method": "cheque"},
            "consents": {"contract_medium": "electronic", "privacy_read": True},
            "information": {"channel": "sms", "received": True},
            "review": {},
        }


def read_by_phone(customer: httpx.Client, token: str) -> None:
    """Read both documents behind a signing link to their end."""
    for kind in ("sheet", "contract"):
        page = customer.get(f"/s/{token}/read/{kind}").text
        seen = page.split('name="seen" value="')[1].split('"')[0]
        reply = customer.post(f"/s/{token}/read/{kind}", data={"seen": seen})
        assert reply.headers["location"] == f"/s/{token}", reply.text


def sign_by_phone(customer: httpx.Client, token: str, name: str) -> None:
    """Sign behind a signing link with the customer's typed name: the code is on its way."""
    seen = customer.get(f"/s/{token}").text.split('name="seen" value="')[1].split('"')[0]
    form = {"read": "true", "seen": seen, "mark": "", "mark_typed": name}
    reply = customer.post(f"/s/{token}", data=form)
    assert reply.headers["location"] == f"/s/{token}/code", reply.text


def newest_code(installation: Installation, sale: str) -> str:
    """The code of a sale, as it arrives on the customer's phone or in their mailbox."""
    return run_apart(_awaited(installation.owner_url, _CODE, sale))


def visitor(installation: Installation, email: str = "") -> httpx.Client:
    """A client on the pages of the installation; signed in under `email` unless it is empty."""
    client = httpx.Client(
        base_url=installation.url,
        headers={"Origin": installation.url, "Accept-Language": "fr"},
        timeout=60,
    )
    if email:
        reply = client.post("/sign-in", data={"email": email, "password": PASSWORD})
        assert reply.status_code == 303, reply.text
    return client


def rows(installation: Installation, query: str, *values: object) -> list[dict[str, Any]]:
    """What the database holds, every row of everybody."""
    return run_apart(_rows(installation.owner_url, query, *values))


async def _rows(url: str, query: str, *values: object) -> list[dict[str, Any]]:
    connection = await asyncpg.connect(url)
    await connection.set_type_codec(
        "jsonb", schema="pg_catalog", encoder=json.dumps, decoder=json.loads
    )
    try:
        return [dict(row) for row in await connection.fetch(query, *values)]
    finally:
        await connection.close()


async def _awaited(url: str, query: str, sale: str) -> str:
    """What `query` finds in the inbox of the sale's customer, once the worker has sent it."""
    connection = await asyncpg.connect(url)
    try:
        async with asyncio.timeout(_PATIENCE):
            while not (found := await connection.fetchval(query, sale)):
                continue
        return str(found)
    finally:
        await connection.close()
