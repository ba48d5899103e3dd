"""What follows from the answers: the same facts on both sides (static/js/tablet/facts.js).

Facts read the steps by their usual names: `products`, `customer`, `contact`, `consents`. A journey
without one of them simply has no such fact.
"""

from collections.abc import Mapping
from typing import Any, Literal, TypedDict

from wizard.cart import Cart, Catalogue, Period, price
from wizard.journey import CART

Channel = Literal["sms", "email", "paper"]


class Facts(TypedDict):
    """See each line; `when` conditions and the sale itself look at these."""

    totals: dict[Period, int]
    """Cents per period, at the catalogue's prices."""
    cart_first_cents: int
    """First period of every line: the price the customer commits to first."""
    cart_total_today_cents: int
    """What the customer lets be taken today: nothing unless a mandate is allowed and chosen
    (C. conso. L221-10)."""
    mandate_allowed: bool
    """Every line is exempt (CGI 39 bis), and there is at least one."""
    has_service: bool
    has_goods: bool
    has_regular_delivery: bool
    doubt: bool
    """The adviser doubts that the customer understands: a person takes over (L121-8)."""
    has_email: bool
    phone_kind: str | None
    """mobile, landline, none, or nothing said yet."""
    reachable_online: bool
    """A mobile or an e-mail address can receive a link."""
    code_channel: Channel | None
    contract_on_paper: bool
    """No channel for the code, or no agreement to an electronic copy (L221-9)."""


FACTS = frozenset(Facts.__annotations__)


class Deriving:
    """Derives the facts of one sale while its answers grow; a cart met again is not priced again.

    The lines of a cart are told apart by identity: whoever hands them in leaves them as they are.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._lines: Any = None
        self._cart: Cart | None = None

    def cart(self, lines: Any) -> Cart:
        """The priced cart, as `wizard.cart.price` gives it."""
        if self._cart is None or lines is not self._lines:
            self._lines, self._cart = lines, price(lines, self._catalogue)
        return self._cart

    def facts(self, answers: Mapping[str, Any]) -> Facts:
        """The facts of answers as far as they go; fails towards the stricter reading."""
        return _facts(answers, self.cart(_values(answers, CART).get("lines", [])))


def facts(answers: Mapping[str, Any], catalogue: Catalogue) -> Facts:
    """Derive the facts from answers once, with nothing to remember."""
    return Deriving(catalogue).facts(answers)


def _facts(answers: Mapping[str, Any], cart: Cart) -> Facts:
    contact = _values(answers, "contact")
    natures = {line.product["nature"] for line in cart.lines}
    trusted = all(problem.code == "price_changed" for problem in cart.problems)
    exempt = all(line.product["exempt_39bis"] for line in cart.lines)
    allowed = bool(cart.lines) and trusted and exempt
    has_email = isinstance(contact.get("email"), str) and contact["email"] != ""
    phone_kind = contact.get("phone_kind")
    channel = contact.get("code_channel")
    on_paper = _values(answers, "consents").get("contract_medium") == "paper"
    doubt = _values(answers, "customer").get("doubt") is True
    # A cheque by post and a card by link come later: only a mandate is given at the door.
    by_mandate = _values(answers, "payment").get("method") in (None, "direct_debit")
    return {
        "totals": cart.totals,
        "cart_first_cents": cart.first_cents,
        "cart_total_today_cents": cart.first_cents if allowed and by_mandate and not doubt else 0,
        "mandate_allowed": allowed,
        "has_service": "service" in natures,
        "has_goods": "goods" in natures,
        "has_regular_delivery": "regular_delivery" in natures,
        "doubt": doubt,
        "has_email": has_email,
        "phone_kind": phone_kind if phone_kind in ("mobile", "landline", "none") else None,
        "reachable_online": has_email or phone_kind == "mobile",
        "code_channel": channel if channel in ("sms", "email", "paper") else None,
        "contract_on_paper": on_paper or channel == "paper",
    }


def _values(answers: Mapping[str, Any], step: str) -> Mapping[str, Any]:
    values = answers.get(step)
    return values if isinstance(values, Mapping) else {}
