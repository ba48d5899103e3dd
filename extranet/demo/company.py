"""Who the demo company is, read from `company.toml`."""

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

PASSWORD = "palier-demo"  # noqa: S105 (the demo's own, printed at its start)


class _Plain(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Seller(_Plain):
    """The distributor as contracts name it."""

    name: str
    legal: str
    address: str
    siret: str
    vat_number: str
    phone: str
    email: str
    creditor_name: str
    creditor_id: str
    mediator_name: str
    mediator_address: str
    mediator_site: str


class Partner(_Plain):
    """A company whose products are sold."""

    code: str
    name: str
    legal: str
    address: str
    siret: str


class Article(_Plain):
    """A product; `price_cents` for one `period`, `weight` says how often it is sold."""

    code: str
    partner: str
    label_fr: str
    label_en: str
    description_fr: str
    description_en: str
    price_cents: int
    period: Literal["once", "month", "quarter", "year"]
    nature: Literal["service", "goods", "regular_delivery"]
    exempt_39bis: bool
    commitment_months: int
    weight: int


class Place(_Plain):
    """Somewhere an agency sells."""

    postcode: str
    city: str


class Agency(_Plain):
    """An agency with its teams and the places it sells in."""

    name: str
    teams: list[str]
    places: list[Place]


class Account(_Plain):
    """Somebody the demo prints the account of; `follows` is the team whose advisers they follow."""

    email: str
    first_name: str
    last_name: str
    role: str
    agency: str
    follows: str = ""


class Company(_Plain):
    """The whole file."""

    seller: Seller
    partners: list[Partner]
    articles: list[Article]
    agencies: list[Agency]
    accounts: list[Account]


COMPANY = Company.model_validate(
    tomllib.loads((Path(__file__).parent / "company.toml").read_text(encoding="utf-8"))
)


PLACES = {agency.name: agency.places for agency in COMPANY.agencies}
