"""What tablets send: the steps of sales of the demo company's own products."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from bench.visitors import Visitor
from extranet.core.ids import new_id

STORED = '"stored"'
"""What the answer to each of them says."""


def submissions(adviser: Visitor) -> Iterator[str]:
    """Raw requests, without an end: every step of one sale after another, in order."""
    catalogue = adviser.json("/catalogue.json")
    while True:
        for one in sale(catalogue):
            yield adviser.raw_json("/outbox", json.dumps({"submissions": [one]}))


def sale(catalogue: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every step of a new sale, in order, as the tablet writes them into its outbox."""
    identity = str(new_id())
    for seq, (step, given) in enumerate(answers(catalogue).items(), start=1):
        yield {
            "id": str(new_id()),
            "sale": identity,
            "journey": "home_sale",
            "version": 1,
            "step": step,
            "seq": seq,
            "answers": given,
            "captured_at": datetime.now(UTC).isoformat(),
        }


def answers(catalogue: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """A whole sale by mobile phone, paid by cheque later."""
    product = next(one for one in catalogue["products"] if one["active"])
    line = {
        "product": product["code"],
        "quantity": 1,
        "unit_price_cents": product["price_cents"],
    }
    return {
        "products": {"lines": [line], "catalogue": catalogue["version"]},
        "customer": {
            "first_name": "Élodie",
            "last_name": "Lefèvre",
            "birth_date": "1968-03-27",
        },
        "address": {"line1": "12 bis rue de l’Église", "postcode": "75011", "city": "Paris"},
        "contact": {"phone_kind": "mobile", "phone": "06 12 34 56 78", "code_channel": "sms"},
        "payment": {"method": "cheque"},
        "consents": {"contract_medium": "electronic", "privacy_read": True},
        "information": {"channel": "sms", "received": True},
        "review": {},
    }
