"""Canonical JSON against RFC 8785."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.seal.canonical import canonical, parsed

# RFC 8785, appendix B, and the exact numbers JavaScript cannot hold.
NUMBERS = {
    "0": "0",
    "-0.0": "0",
    "5e-324": "5e-324",
    "-1.7976931348623157e+308": "-1.7976931348623157e+308",
    "9007199254740992": "9007199254740992",
    "295147905179352830000": "295147905179352830000",
    "9.999999999999997e22": "9.999999999999997e+22",
    "1e21": "1e+21",
    "1000000000000000000000": "1e+21",
    "999999999999999700000": "999999999999999700000",
    "1e-6": "0.000001",
    "0.0000001": "1e-7",
    "4.50": "4.5",
    "2e-3": "0.002",
    "333333333.33333329": "333333333.33333329",
    "-12": "-12",
    "9007199254740993": "9007199254740993",
    "0.1000000000000000055": "0.1000000000000000055",
}

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(("written", "expected"), NUMBERS.items())
def test_numbers(written: str, expected: str) -> None:
    assert canonical(parsed(written)) == expected


def test_names_are_sorted_by_their_utf_16_units() -> None:
    # RFC 8785, 3.2.3
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]
    text = canonical(dict.fromkeys(names, 1))
    assert list(json.loads(text)) == [
        "\r",
        "1",
        "\u0080",
        "\u00f6",
        "\u20ac",
        "\U0001f600",
        "\ufb33",
    ]


def test_strings() -> None:
    # RFC 8785, 3.2.2.2
    assert canonical('€$\u000f\nA\'B"\\"/') == '"€$\\u000f\\nA\'B\\"\\\\\\"/"'


@given(values)
def test_one_text_that_means_the_same(value: Any) -> None:
    text = canonical(value)
    assert parsed(text) == value
    assert canonical(parsed(json.dumps(value, indent=2))) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_floats_come_back(number: float) -> None:
    assert float(canonical(parsed(json.dumps(number)))) == number


@given(st.decimals(allow_nan=False, allow_infinity=False, places=12), st.data())
def test_numbers_that_differ_have_texts_that_differ(number: Any, data: st.DataObject) -> None:
    other = data.draw(st.decimals(allow_nan=False, allow_infinity=False, places=12))
    assert (canonical(number) == canonical(other)) == (number == other)


def test_what_is_not_json_is_refused() -> None:
    with pytest.raises(TypeError, match="float"):
        canonical(1.5)
