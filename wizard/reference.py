"""Tables the checks need, taken from the libraries that keep them current.

Both sides use the same tables: a tablet receives them inside the journey (`Journey.as_dict`), so
what it accepts offline is what the server accepts later. JSON-ready.
"""

from itertools import product
from string import ascii_uppercase
from typing import TypedDict

from phonenumbers import PhoneMetadata
from schwifty import registry
from schwifty.exceptions import InvalidCountryCode

# Mainland first: a number dialled with a leading 0 is looked for in this order.
REGIONS = ("FR", "RE", "YT", "GP", "BL", "MF", "MQ", "GF", "PM", "NC", "PF", "WF")

# In the European Payments Council's list of SEPA countries, not yet in schwifty's.
JOINED_SEPA_LATELY = ("AL", "MD", "ME", "MK", "RS")


class NumberPlan(TypedDict):
    """The numbers behind one country code; `trunk` is true where people dial a 0 before them."""

    prefix: str
    trunk: bool
    mobile: str
    landline: str


class Reference(TypedDict):
    """`phones` in the order of REGIONS; `ibans` maps each SEPA country to its IBAN's length."""

    phones: list[NumberPlan]
    ibans: dict[str, int]


def _phones() -> list[NumberPlan]:
    plans: dict[str, dict[str, list[str]]] = {}
    trunks: dict[str, bool] = {}
    for region in REGIONS:
        metadata = PhoneMetadata.metadata_for_region(region)
        if metadata is None:
            raise LookupError(f"phonenumbers knows no region {region}")
        prefix = str(metadata.country_code)
        trunks[prefix] = metadata.national_prefix == "0"
        plan = plans.setdefault(prefix, {"mobile": [], "landline": []})
        for kind, kinds in (("mobile", ["mobile"]), ("landline", ["fixed_line", "voip"])):
            described = [getattr(metadata, one) for one in kinds]
            patterns = [one.national_number_pattern for one in described if one]
            plan[kind].extend(pattern for pattern in patterns if pattern not in plan[kind])
    return [
        {
            "prefix": prefix,
            "trunk": trunks[prefix],
            "mobile": "|".join(plan["mobile"]).replace(r"\d", "[0-9]"),
            "landline": "|".join(plan["landline"]).replace(r"\d", "[0-9]"),
        }
        for prefix, plan in plans.items()
    ]


def _ibans() -> dict[str, int]:
    lengths: dict[str, int] = {}
    for first, second in product(ascii_uppercase, repeat=2):
        try:
            spec = registry.get_iban_spec(first + second)
        except InvalidCountryCode:
            continue
        if spec.in_sepa_zone or spec.country in JOINED_SEPA_LATELY:
            lengths[first + second] = spec.iban_length
    return lengths


REFERENCE: Reference = {"phones": _phones(), "ibans": _ibans()}
