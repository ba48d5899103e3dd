"""The cart: lines and totals in integer cents, priced by the catalogue and never by the request.

Pure. The same on the tablet: static/js/tablet/cart.js.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypedDict

from wizard.normalise import line as one_line
from wizard.problems import Problem

Period = Literal["once", "month", "quarter", "year"]
Nature = Literal["service", "goods", "regular_delivery"]
PERIODS: tuple[Period, ...] = ("once", "month", "quarter", "year")
MAX_LINES = 50
LONGEST_VERSION = 100
SAFE_INTEGER = 2**53 - 1
"""Beyond this a tablet cannot count exactly."""


class Product(TypedDict):
    """A product as the catalogue shows it to both sides."""

    code: str
    label: dict[str, str]
    partner: str
    price_cents: int
    period: Period
    nature: Nature
    exempt_39bis: bool
    max_quantity: int
    active: bool


Catalogue = Sequence[Product]


@dataclass(frozen=True)
class CartLine:
    """One product of the cart at the catalogue's price."""

    product: Product
    quantity: int
    total_cents: int


@dataclass(frozen=True)
class Cart:
    """A priced cart. Lines the catalogue does not know are left out, and said in `problems`."""

    lines: tuple[CartLine, ...]
    totals: dict[Period, int]
    problems: tuple[Problem, ...] = ()

    @property
    def first_cents(self) -> int:
        """What the customer owes for the first period of every line."""
        return sum(self.totals.values())


def price(lines: Any, catalogue: Catalogue) -> Cart:
    """Price lines `{product, quantity, unit_price_cents}` again; anything may be handed in.

    Problems: empty_cart, too_many_lines, format, unknown_product, inactive_product,
    duplicate_product, quantity_out_of_range (max), price_changed (shown, now).
    """
    totals: dict[Period, int] = dict.fromkeys(PERIODS, 0)
    if not isinstance(lines, list):
        return Cart((), totals, (Problem("lines", "format"),))
    if not lines:
        return Cart((), totals, (Problem("lines", "empty_cart"),))
    if len(lines) > MAX_LINES:
        return Cart((), totals, (Problem("lines", "too_many_lines", {"max": MAX_LINES}),))
    products = {product["code"]: product for product in catalogue}
    priced: list[CartLine] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    for index, raw in enumerate(lines):
        where = f"lines.{index}"
        line = _clean_line(raw)
        if line is None:
            problems.append(Problem(where, "format"))
            continue
        code, quantity, shown = line["product"], line["quantity"], line["unit_price_cents"]
        product = products.get(code)
        problem = _line_problem(where, product, code in seen, quantity)
        seen.add(code)
        if problem or product is None:
            problems.append(problem or Problem(f"{where}.product", "unknown_product"))
            continue
        now = product["price_cents"]
        if shown != now:
            params = {"shown": shown, "now": now}
            problems.append(Problem(f"{where}.unit_price_cents", "price_changed", params))
        priced.append(CartLine(product, quantity, now * quantity))
        totals[product["period"]] += now * quantity
    return Cart(tuple(priced), totals, tuple(problems))


def clean(values: Mapping[str, Any]) -> dict[str, Any]:
    """The cart step's answers without anything a cart does not hold; None where unreadable."""
    lines = values.get("lines", [])
    kept = lines[: MAX_LINES + 1] if isinstance(lines, list) else None
    return {
        "lines": kept if kept is None else [_clean_line(one) for one in kept],
        "catalogue": _clean_text(values.get("catalogue")),
    }


class _Line(TypedDict):
    product: str
    quantity: int
    unit_price_cents: int


def _clean_line(raw: Any) -> _Line | None:
    if not isinstance(raw, dict):
        return None
    product = _clean_text(raw.get("product"))
    quantity, cents = _clean_number(raw.get("quantity")), _clean_number(raw.get("unit_price_cents"))
    if product is None or quantity is None or cents is None:
        return None
    return {"product": product, "quantity": quantity, "unit_price_cents": cents}


def _clean_text(raw: Any) -> str | None:
    return one_line(raw) if isinstance(raw, str) else None


def _clean_number(raw: Any) -> int | None:
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)  # 1.0 and 1 are the same number on a tablet
    return raw if type(raw) is int and abs(raw) <= SAFE_INTEGER else None


def _line_problem(
    where: str, product: Product | None, twice: bool, quantity: int
) -> Problem | None:
    if product is None:
        return Problem(f"{where}.product", "unknown_product")
    if not product["active"]:
        return Problem(f"{where}.product", "inactive_product")
    if twice:
        return Problem(f"{where}.product", "duplicate_product")
    if not 1 <= quantity <= product["max_quantity"]:
        params = {"max": product["max_quantity"]}
        return Problem(f"{where}.quantity", "quantity_out_of_range", params)
    return None
