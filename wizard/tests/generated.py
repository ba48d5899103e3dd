"""What Hypothesis throws at both engines: good answers, good answers spoilt, and hostile ones."""

import json
from typing import Any

from hypothesis import strategies as st

from wizard.checks import check_digits
from wizard.reference import REFERENCE
from wizard.tests.vectors import CATALOGUE, of_fields, read

SALE: dict[str, Any] = read("submissions")["answers"]
PERSON = ["Claire", "D’Artagnan", "Éloïse", "محمد", "משה", "Nguyễn", "x" * 61, "😀", "<script>"]

# Characters this Python has no name for may have gained a meaning in the tablet's newer Unicode.
texts = st.text(st.characters(exclude_categories=["Cn"]), max_size=30)
typed = st.sampled_from(
    [
        case["typed"]
        for name in of_fields()
        for case in read(name)["cases"]
        if isinstance(case["typed"], str)
    ]
)
digits = st.text("0123456789", min_size=1, max_size=10)


@st.composite
def spoilt(draw: st.DrawFn, good: str) -> str:
    """A good answer with one place changed."""
    place = draw(st.integers(0, len(good)))
    length = draw(st.integers(0, 2))
    return good[:place] + draw(st.text(max_size=2)) + good[place + length :]


@st.composite
def ibans(draw: st.DrawFn) -> str:
    """An IBAN of a SEPA country with the right check digits, now and then spoilt."""
    country, length = draw(st.sampled_from(sorted(REFERENCE["ibans"].items())))
    account = draw(st.text("0123456789ABCXYZ", min_size=length - 4, max_size=length - 4))
    iban = f"{country}{check_digits(f'{country}00{account}')}{account}"
    return draw(st.one_of(st.just(iban), st.just(iban.lower()), spoilt(iban)))


phones = st.builds(
    "{}{}".format,
    st.sampled_from(["0", "06", "01", "0262", "0692", "+33", "+33 (0)6", "0033", "+590", "+49"]),
    st.text("0123456789 .-", min_size=6, max_size=12),
)
dates = st.one_of(
    st.dates().map(str),
    st.builds("{}/{}/{}".format, st.integers(0, 33), st.integers(0, 14), st.integers(0, 2100)),
    st.builds(
        "{:04}-{:02}-{:02}".format, st.integers(0, 2100), st.integers(0, 13), st.integers(0, 32)
    ),
)
emails = st.one_of(st.emails(), st.emails().flatmap(spoilt))
junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=2),
    max_leaves=4,
)
photos = st.lists(
    st.fixed_dictionaries(
        {
            "sha256": st.sampled_from(["a" * 64, "b" * 64, "c" * 64, "A" * 64]) | texts,
            "bytes": st.integers(0, 4_000_001) | st.floats(0, 9) | junk,
            "type": st.just("image/jpeg") | texts,
        }
    )
    | junk,
    max_size=4,
)
words = st.one_of(texts, typed, ibans(), phones, dates, emails, digits, st.sampled_from(PERSON))
answers = words | junk | photos


def as_sent(value: Any) -> Any:
    """A value as it looks after its journey through JSON."""
    return json.loads(json.dumps(value))


@st.composite
def lines(draw: st.DrawFn) -> Any:
    """A line of a cart, more or less."""
    product = draw(st.sampled_from(CATALOGUE))
    line = {
        "product": product["code"],
        "quantity": draw(st.integers(1, product["max_quantity"]) | st.integers(-2, 20)),
        "unit_price_cents": product["price_cents"],
    }
    if draw(st.integers(0, 3)) == 0:
        line[draw(st.sampled_from(sorted(line)))] = draw(junk)
    return line


carts = st.fixed_dictionaries(
    {"lines": st.lists(lines(), max_size=4) | junk, "catalogue": st.just("v1") | junk}
)


@st.composite
def steps(draw: st.DrawFn, name: str) -> dict[str, Any]:
    """Answers to one step: good ones, with up to three of them replaced, dropped or added."""
    if name == "products":
        cart: dict[str, Any] = draw(carts)
        return cart
    values = dict(SALE[name])
    for _ in range(draw(st.integers(0, 3))):
        key = draw(st.sampled_from([*FIELDS[name], "more"]) | texts)
        if draw(st.booleans()):
            values.pop(key, None)
        else:
            values[key] = draw(st.sampled_from(VALUES) | answers)
    return values


FIELDS: dict[str, list[str]] = {
    "customer": ["civility", "first_name", "last_name", "birth_date", "doubt"],
    "address": ["line1", "line2", "postcode", "city", "letterbox"],
    "contact": ["phone_kind", "phone", "email", "code_channel"],
    "payment": ["method", "account_holder", "iban", "identity_paper"],
    "consents": ["contract_medium", "privacy_read", "early_start", "phone_marketing"],
    "information": ["channel", "received"],
    "review": ["ok"],
    "signature": ["ok"],
    "code": ["ok"],
}
VALUES = [True, False, "mobile", "landline", "none", "sms", "email", "paper", "electronic", "card"]


@st.composite
def sales(draw: st.DrawFn) -> dict[str, Any]:
    """The answers of a sale: most of them good, some steps missing, some spoilt."""
    chosen: dict[str, Any] = {}
    for name in SALE:
        fate = draw(st.integers(0, 9))
        if fate:
            chosen[name] = SALE[name] if fate > 2 else draw(steps(name))
    return chosen
