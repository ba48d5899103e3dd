"""What a document says, before anyone decides how it looks.

A `Paper` is complete and frozen: the same paper always gives the same PDF. It refuses, when it is
made, what the law refuses: see `refusals`. Money is integer cents, time is UTC.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal

from extranet.core.clock import PARIS
from extranet.documents.refusals import refuse_malformed, refuse_unlawful

Locale = Literal["fr", "en"]


class Period(StrEnum):
    ONCE = "once"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Nature(StrEnum):
    """What is delivered: it decides when the withdrawal period starts (L221-18)."""

    SERVICE = "service"
    GOODS = "goods"
    REGULAR_DELIVERY = "regular_delivery"


class Circumstance(StrEnum):
    """Where the sale is made: at the customer's door, or at a distance."""

    OFF_PREMISES = "off_premises"
    DISTANCE = "distance"


class Method(StrEnum):
    DIRECT_DEBIT = "direct_debit"
    CARD = "card"
    TRANSFER = "transfer"
    CHEQUE = "cheque"


@dataclass(frozen=True, slots=True)
class Address:
    lines: tuple[str, ...]
    postcode: str
    city: str

    def as_lines(self) -> tuple[str, ...]:
        return (*(line for line in self.lines if line), f"{self.postcode} {self.city}".strip())

    def in_one_line(self) -> str:
        return ", ".join(self.as_lines())


@dataclass(frozen=True, slots=True)
class Seller:
    """The distributor: the trader the customer contracts with."""

    name: str
    legal_form: str
    capital: str
    address: Address
    registration: str
    siret: str
    vat_number: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class Adviser:
    name: str
    card_number: str


@dataclass(frozen=True, slots=True)
class Partner:
    """The publisher or operator behind a line."""

    name: str
    address: Address
    siret: str


@dataclass(frozen=True, slots=True)
class Mediator:
    name: str
    address: Address
    site: str


@dataclass(frozen=True, slots=True)
class Customer:
    civility: str
    first_name: str
    last_name: str
    address: Address
    phone: str
    email: str = ""
    birth_date: date | None = None

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.civility, self.first_name, self.last_name) if part)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing ordered: `description` its main characteristics, `delivery` when it comes,
    `note` a discount already counted in `total_cents`."""

    label: str
    partner: str
    quantity: int
    unit_price_cents: int
    total_cents: int
    period: Period
    nature: Nature
    commitment_months: int = 0
    exempt_39bis: bool = False
    description: str = ""
    delivery: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Mandate:
    """SEPA direct-debit mandate. The account is the masked one of the payment."""

    rum: str
    ics: str
    creditor: str
    creditor_address: Address
    recurrent: bool = True


@dataclass(frozen=True, slots=True)
class Payment:
    method: Method
    due_today_cents: int = 0
    iban_masked: str = ""
    mandate: Mandate | None = None


@dataclass(frozen=True, slots=True)
class Consent:
    """One question put to the customer, its exact wording, and the answer."""

    code: str
    wording: str
    version: str
    given: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Handover:
    """The pre-contract sheet given to the customer, before signing (L221-5)."""

    at: datetime
    channel: Literal["sms", "email", "paper"]
    destination_masked: str


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Where a withdrawal is sent, and who pays for returning goods."""

    email: str
    address: Address
    seller_pays_return: bool = True
    starts_at_once: bool = False
    """The customer expressly asked that the service begin during that period (L221-25)."""


@dataclass(frozen=True, slots=True)
class Links:
    """Public pages, reached without an account."""

    documents: str
    withdrawal: str
    termination: str


@dataclass(frozen=True, slots=True)
class Signature:
    """A drawing (SVG path data inside `width` × `height`) or a typed name; never both.

    `code_channel` is how the code that confirms it travels, None where no code is known.
    """

    signed_at: datetime
    strokes: str = ""
    width: int = 0
    height: int = 0
    typed_name: str = ""
    level: str = "SES"
    code_channel: Literal["sms", "email"] | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    reference: str
    made_at: datetime
    place: str
    circumstance: Circumstance
    seller: Seller
    adviser: Adviser
    partners: tuple[Partner, ...]
    mediator: Mediator
    customer: Customer
    lines: tuple[Line, ...]
    payment: Payment
    withdrawal: Withdrawal
    links: Links
    notice_days: int = 30
    """Days between asking for termination and its effect, at most."""
    consents: tuple[Consent, ...] = ()
    handover: Handover | None = None
    signature: Signature | None = None
    copy_medium: Literal["electronic", "paper"] = "paper"
    locale: Locale = "fr"

    def __post_init__(self) -> None:
        refuse_malformed(self)
        refuse_unlawful(self)

    @property
    def totals(self) -> dict[Period, int]:
        """Cents per period, from once to year; a period without a line is absent."""
        return {
            period: sum(line.total_cents for line in self.lines if line.period is period)
            for period in Period
            if any(line.period is period for line in self.lines)
        }

    @property
    def payment_allowed_now(self) -> bool:
        """May money, or a direct-debit authorisation, be taken at signing?"""
        return payment_allowed_now(self.circumstance, self.lines)

    @property
    def first_payment_day(self) -> date:
        """The first day, in Paris, on which an off-premises seller may ask for money."""
        return self.made_at.astimezone(PARIS).date() + timedelta(days=8)

    @property
    def natures(self) -> tuple[Nature, ...]:
        return tuple(
            nature for nature in Nature if any(line.nature is nature for line in self.lines)
        )


def payment_allowed_now(circumstance: Circumstance, lines: tuple[Line, ...]) -> bool:
    """False while L221-10 suspends payment: an off-premises sale with a line that is not an exempt
    publication (CGI 39 bis)."""
    return circumstance is Circumstance.DISTANCE or all(line.exempt_39bis for line in lines)
