"""Selling in tests: a small shop, and a tablet that submits steps as the real one does."""

from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from extranet.core.access import Actor, worker
from extranet.core.clock import now
from extranet.core.database import unit_of_work
from extranet.core.ids import new_id
from extranet.testing.cast import Cast
from wizard.outbox import receive

IBAN = "FR7630006000011234567890189"

PRODUCTS: dict[str, dict[str, Any]] = {
    "daily": {"price_cents": 2990, "period": "month", "nature": "regular_delivery", "exempt": True},
    "weekend": {
        "price_cents": 9900,
        "period": "year",
        "nature": "regular_delivery",
        "exempt": True,
    },
    "magazine": {"price_cents": 2500, "period": "quarter", "nature": "regular_delivery"},
    "filter": {"price_cents": 1990, "period": "month", "nature": "service"},
    "box": {"price_cents": 4900, "period": "once", "nature": "goods"},
}


async def stock_up(cast: Cast) -> None:
    """Put a seller, a partner and its products into the database."""
    partner = new_id()
    async with unit_of_work(worker("shop")) as work:
        await work.run(
            "INSERT INTO seller SELECT $1, $2, 'Porte à Porte', 'SAS', '1 rue Haute, Lyon', '1', "
            "'FR1', '+33400000000', 'contact@seller.example', 'Porte à Porte', 'FR00ZZZ1', "
            "'Médiation', 'Paris', 'https://mediator.example'",
            new_id(),
            cast.agencies.distributor,
        )
        await work.run(
            "INSERT INTO partner VALUES ($1, 'presse', 'La Presse', 'SA', 'Paris', '2')", partner
        )
        for code, product in PRODUCTS.items():
            await work.run(
                "INSERT INTO product (id, code, partner_id, label_fr, label_en, description_fr, "
                "description_en, price_cents, period, nature, exempt_39bis) "
                "VALUES ($1, $2, $3, $2, $2, '', '', $4, $5, $6, $7)",
                new_id(),
                code,
                partner,
                product["price_cents"],
                product["period"],
                product["nature"],
                product.get("exempt", False),
            )
        work.record("catalogue:load", "product", None)


async def change_product(cast: Cast, code: str, column: str, value: object) -> None:
    """Change one column of a product, as the back office does."""
    async with unit_of_work(cast.back_office) as work:
        await work.run(
            f"UPDATE product SET {column} = $2, changed_at = now() WHERE code = $1",  # noqa: S608 (our own names)
            code,
            value,
        )
        work.record("product:change", "product", None)


def cart(**quantities: int) -> dict[str, Any]:
    """The answers of the first step, at the prices of the shop."""
    lines = [
        {
            "product": code,
            "quantity": quantity,
            "unit_price_cents": PRODUCTS[code]["price_cents"],
        }
        for code, quantity in quantities.items()
    ]
    return {"lines": lines, "catalogue": "v1"}


def answers() -> dict[str, dict[str, Any]]:
    """A whole sale of one daily paper, step by step, with an IBAN."""
    return {
        "products": cart(daily=1),
        "customer": {
            "first_name": "Jeanne",
            "last_name": "Moreau",
            "birth_date": "1950-01-23",
        },
        "address": {"line1": "3 rue des Lilas", "postcode": "69003", "city": "Lyon"},
        "contact": {"phone_kind": "mobile", "phone": "06 12 34 56 78", "code_channel": "sms"},
        "payment": {"method": "direct_debit", "account_holder": "Jeanne Moreau", "iban": IBAN},
        "consents": {"contract_medium": "electronic", "privacy_read": True},
        "information": {"channel": "sms", "received": True},
        "review": {},
    }


@dataclass
class Tablet:
    """A tablet in one adviser's hands, on one sale; `seq` counts as the real one does."""

    actor: Actor
    sale: UUID = field(default_factory=new_id)
    seq: int = 0

    def write(self, step: str, values: Any, **other: Any) -> dict[str, Any]:
        """A submission of `step`, as it goes over the wire."""
        self.seq += 1
        return {
            "id": str(new_id()),
            "sale": str(self.sale),
            "journey": "home_sale",
            "version": 1,
            "step": step,
            "seq": self.seq,
            "answers": values,
            "captured_at": now().isoformat(),
            **other,
        }

    async def send(self, *submissions: dict[str, Any]) -> list[dict[str, Any]]:
        """Hand submissions over and return their receipts."""
        return [one.as_json() for one in await receive(self.actor, list(submissions))]

    async def submit(self, step: str, values: Any) -> dict[str, Any]:
        """Write and send one step; return its receipt."""
        return (await self.send(self.write(step, values)))[0]

    async def sell(self, until: str = "review", **changed: dict[str, Any]) -> list[dict[str, Any]]:
        """Submit every step up to `until`, some with other answers than `answers()`."""
        steps = answers() | changed
        names = list(steps)[: list(steps).index(until) + 1]
        return await self.send(*(self.write(name, steps[name]) for name in names))


def in_english(actor: Actor) -> Actor:
    """The same person, reading English."""
    return replace(actor, locale="en")
