"""Canonical JSON: one text per value, the same everywhere (RFC 8785, JCS).

Numbers are kept exact, whatever their length. Those that JavaScript reads as they are, all that
the product writes, come out as the RFC has them.
"""

import json
from decimal import Decimal
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any

_PLAIN_DIGITS = 21
"""Numbers below 10^21 are written without an exponent (ECMA-262, Number::toString)."""
_PLAIN_ZEROS = -6
_DECODER = json.JSONDecoder(parse_float=Decimal)


def parsed(text: str) -> Any:
    """The value of a JSON text, its numbers exact."""
    return _DECODER.decode(text)


def canonical(value: Any) -> str:
    """The canonical text of a value that `parsed` gave, or of plain Python ones without floats."""
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, dict):
        names = sorted(value, key=_utf_16)
        return "{" + ",".join(f"{encode_basestring(n)}:{canonical(value[n])}" for n in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return _number(value)
    raise TypeError(f"no JSON for a {type(value).__name__}")


@lru_cache(maxsize=1_000)
def _utf_16(name: str) -> bytes:
    # The RFC sorts by UTF-16 units (3.2.3), which part from code points beyond U+FFFF.
    return name.encode("utf-16-be")


def _number(value: int | Decimal) -> str:
    if isinstance(value, int) and abs(value) < 10**_PLAIN_DIGITS:
        return str(value)
    sign, digit_tuple, exponent = Decimal(value).as_tuple()
    digits = "".join(map(str, digit_tuple)).lstrip("0")
    if not digits or not isinstance(exponent, int):
        return "0"
    point = len(digits) + exponent
    digits = digits.rstrip("0")
    return "-" * sign + _laid_out(digits, point)


def _laid_out(digits: str, point: int) -> str:
    """The number 0.`digits` × 10^`point`, as ECMA-262 lays numbers out."""
    if len(digits) <= point <= _PLAIN_DIGITS:
        return digits + "0" * (point - len(digits))
    if 0 < point <= _PLAIN_DIGITS:
        return f"{digits[:point]}.{digits[point:]}"
    if _PLAIN_ZEROS < point <= 0:
        return "0." + "0" * -point + digits
    rest = f".{digits[1:]}" if digits[1:] else ""
    return f"{digits[0]}{rest}e{point - 1:+d}"
