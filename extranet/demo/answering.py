"""What invented customers answer, step by step, as the journey asks it."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from extranet.demo.company import COMPANY
from extranet.demo.customers import Customer
from wizard.cart import Catalogue
from wizard.facts import Facts, facts
from wizard.terms import TERMS

Answers = dict[str, dict[str, Any]]

_UNFINISHED = ("open", "stalled", "dropped")
_WEIGHTS = [article.weight for article in COMPANY.articles]


Terms = tuple[Any, ...]
"""What a line keeps of a product, in the order of `wizard.terms.TERMS`."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A product that can be sold, as the database knows it."""

    id: UUID
    code: str
    price_cents: int
    terms: Terms

    @property
    def partner_name(self) -> str:
        """The company behind it."""
        return str(dict(zip(TERMS, self.terms, strict=True))["partner_name"])


class Answering:
    """Answers for customers who are shown `offers` at the prices of `catalogue`."""

    def __init__(
        self, dice: random.Random, offers: Mapping[str, Offer], catalogue: Catalogue, version: str
    ) -> None:
        self._dice = dice
        self._offers = offers
        self._catalogue = catalogue
        self._version = version

    def all(self, customer: Customer) -> dict[str, dict[str, Any]]:
        """What a customer who goes all the way answers, in the order of the journey."""
        lines = self._cart()
        channel = {"mobile": "sms"}.get(customer.phone_kind, "email" if customer.email else "paper")
        answers: dict[str, dict[str, Any]] = {
            "products": {"lines": lines, "catalogue": self._version},
            "customer": {
                "civility": customer.civility,
                "first_name": customer.first_name,
                "last_name": customer.last_name,
                "birth_date": customer.birth_date.isoformat(),
                "doubt": False,
            },
            "address": {
                "line1": customer.line1,
                "line2": customer.line2,
                "postcode": customer.postcode,
                "city": customer.city,
            },
            "contact": {"phone_kind": customer.phone_kind, "code_channel": channel},
        }
        if customer.phone:
            answers["contact"]["phone"] = customer.phone
        if customer.email:
            answers["contact"]["email"] = customer.email
        answers["payment"] = self._payment(customer, facts(answers, self._catalogue))
        answers["consents"] = {
            "contract_medium": "paper" if channel == "paper" else "electronic",
            "privacy_read": True,
            "phone_marketing": self._dice.random() < 0.3,
            "email_marketing": bool(customer.email) and self._dice.random() < 0.3,
            "partner_offers": self._dice.random() < 0.15,
        }
        answers["information"] = {"channel": channel, "received": True}
        answers["review"] = {}
        return answers

    def _cart(self) -> list[dict[str, Any]]:
        count = self._dice.choices((1, 2, 3), (70, 24, 6))[0]
        chosen = {
            article.code for article in self._dice.choices(COMPANY.articles, _WEIGHTS, k=count)
        }
        return [
            {
                "product": code,
                "quantity": 1,
                "unit_price_cents": self._offers[code].price_cents,
            }
            for code in sorted(chosen)
        ]

    def _payment(self, customer: Customer, truth: Facts) -> dict[str, Any]:
        method = self._dice.choices(("direct_debit", "card", "cheque"), (78, 17, 5))[0]
        if truth["mandate_allowed"] and method == "direct_debit":
            return {"method": method, "account_holder": customer.name, "iban": customer.iban}
        return {"method": method}

    def until(self, state: str, answers: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
        steps = list(answers)
        if state == "to_print":
            answers["contact"]["code_channel"] = "paper"
            answers["consents"]["contract_medium"] = "paper"
            answers["information"]["channel"] = "paper"
        if state in _UNFINISHED:
            steps = steps[: self._dice.randint(1, len(steps) - 1)]
        return {step: answers[step] for step in steps}
