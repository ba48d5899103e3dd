"""What an adviser types on each leaf, by the dice, and what the server keeps of it."""

from collections.abc import Callable
from random import Random
from typing import Any

from playwright.sync_api import expect

from e2e.booklet import Booklet

_FIRST = ("Élodie", "Zoé", "Jean-Noël", "Inès", "Maëlle", "Loïc", "Anne-Sophie", "Gaël")
_LAST = ("Lefèvre", "Lefort", "Lefebvre d’Arc", "Lefèvre-Müller", "Lefranc", "Lefaÿ")
_STREETS = ("rue de l’Église", "allée des Lilas", "place du Marché", "impasse Haute")
_MOST_OF_ONE = 3

Kept = dict[str, Any]


def fill(booklet: Booklet, step: str, dice: Random) -> Kept:
    """Fill the open leaf of `step`, whatever stands there; return what the server will keep."""
    return _LEAVES[step](booklet, dice)


def _products(booklet: Booklet, dice: Random) -> Kept:
    product = booklet.product(exempt=True)
    quantity = product.locator("[data-quantity] input")
    before = int(quantity.input_value() or 0)
    more = before < _MOST_OF_ONE
    product.locator("[data-more]" if more else "[data-less]").click()
    wanted = before + (1 if more else -1)
    expect(quantity).to_have_value(str(wanted))
    return {"quantity": wanted}


def _customer(booklet: Booklet, dice: Random) -> Kept:
    day, month, year = dice.randint(1, 28), dice.randint(1, 12), dice.randint(1935, 2000)
    names = {"first_name": dice.choice(_FIRST), "last_name": dice.choice(_LAST)}
    for name, words in names.items():
        booklet.field(f"customer.{name}").fill(words)
    booklet.field("customer.birth_date").fill(f"{day}/{month}/{year}")
    return {**names, "birth_date": f"{year}-{month:02}-{day:02}"}


def _address(booklet: Booklet, dice: Random) -> Kept:
    line = f"{dice.randint(1, 9999)} {dice.choice(_STREETS)}"
    booklet.field("address.line1").fill(line)
    booklet.field("address.postcode").fill("75011")
    booklet.field("address.city").fill("Paris")
    return {"line1": line, "postcode": "75011"}


def _contact(booklet: Booklet, dice: Random) -> Kept:
    number = f"{dice.randint(0, 9_999_999):07}"
    booklet.choose("contact.phone_kind", "mobile")
    booklet.field("contact.phone").fill(f"061{number}")
    booklet.choose("contact.code_channel", "sms")
    return {"phone": f"+3361{number}", "code_channel": "sms"}


def _payment(booklet: Booklet, dice: Random) -> Kept:
    card = booklet.field("payment.method").and_(booklet.page.locator("[value=card]")).is_checked()
    method = "cheque" if card else "card"
    booklet.choose("payment.method", method)
    return {"method": method}


def _consents(booklet: Booklet, dice: Random) -> Kept:
    booklet.choose("consents.contract_medium", "electronic")
    _tick(booklet, "consents.privacy_read")
    return {"contract_medium": "electronic", "privacy_read": True}


def _information(booklet: Booklet, dice: Random) -> Kept:
    booklet.choose("information.channel", "sms")
    _tick(booklet, "information.received")
    return {"channel": "sms", "received": True}


def _review(booklet: Booklet, dice: Random) -> Kept:
    return {}


def _tick(booklet: Booklet, field: str) -> None:
    """Tick a box that a draft may have brought back ticked."""
    if not booklet.field(field).is_checked():
        booklet.tick(field)


_LEAVES: dict[str, Callable[[Booklet, Random], Kept]] = {
    "products": _products,
    "customer": _customer,
    "address": _address,
    "contact": _contact,
    "payment": _payment,
    "consents": _consents,
    "information": _information,
    "review": _review,
}
