"""What a `SaleRecord` is made of: who sold what for whom, what was given to read, and signed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from wizard.cart import Nature, Period


@dataclass(frozen=True, slots=True)
class Partner:
    """The company whose product is sold."""

    code: str
    name: str
    legal: str
    address: str
    siret: str


@dataclass(frozen=True, slots=True)
class Seller:
    """The distributor as a contract names it, with its creditor and its mediator, on the day of
    the terms of the sale."""

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


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the cart, at the price and on the terms it was sold on."""

    product: str
    label: dict[str, str]
    description: dict[str, str]
    partner: Partner
    quantity: int
    unit_price_cents: int
    total_cents: int
    period: Period
    nature: Nature
    exempt_39bis: bool
    commitment_months: int


@dataclass(frozen=True, slots=True)
class Adviser:
    """Who sold, as the customer may know them: on the day of the terms of the sale."""

    id: UUID
    first_name: str
    last_name: str
    card_number: str
    phone: str

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, slots=True)
class Handover:
    """The pre-contract sheet given to the customer."""

    document_id: UUID
    document_sha256: str
    channel: str
    masked_destination: str
    handed_at: datetime


@dataclass(frozen=True, slots=True)
class Signed:
    """What the customer signed, when, and on whose device (`adviser`, `customer`); `confirmed_at`
    is None until their code came back."""

    document_id: UUID
    document_sha256: str
    level: str
    manner: str
    device_of: str
    drawn_at: datetime
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class SentLink:
    """The link that has the customer sign on their own phone, and what they did with it (prints of
    what they said they read, empty before)."""

    channel: str
    masked_destination: str
    sent_at: datetime
    expires_at: datetime
    opened_at: datetime | None
    read_at: datetime | None
    sheet_seen: str
    contract_seen: str
