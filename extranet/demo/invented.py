"""One invented sale, and what the intake would have kept of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from extranet.demo.customers import Customer
from extranet.demo.founding import Adviser
from extranet.messages.masking import mask_email, mask_phone
from wizard.amounts import month_cents
from wizard.facts import Facts
from wizard.problems import Problem
from wizard.submissions import read_submission


def digest(
    born: UUID, sale: UUID, step: str, seq: int, values: dict[str, Any], moment: datetime
) -> bytes:
    """What the intake would have kept of this submission."""
    said = {
        "id": str(born), "sale": str(sale), "journey": "home_sale", "version": 1, "step": step,
        "seq": seq, "answers": values, "captured_at": moment.isoformat(),
    }  # fmt: skip
    read = read_submission(said)
    if isinstance(read, Problem):
        raise TypeError(f"the demo invented an unreadable submission: {read}")
    return read.digest


@dataclass(frozen=True, slots=True)
class InventedSale:
    """A sale being invented."""

    id: UUID
    number: str
    state: str
    adviser: Adviser
    customer: Customer
    answers: dict[str, dict[str, Any]]
    truth: Facts
    moments: dict[str, datetime]

    @property
    def opened(self) -> datetime:
        return next(iter(self.moments.values()))

    @property
    def today_cents(self) -> int:
        return self.truth["cart_total_today_cents"]

    @property
    def month_cents(self) -> int:
        return month_cents(self.truth["totals"])

    @property
    def last(self) -> datetime:
        return list(self.moments.values())[-1]

    @property
    def signed_at(self) -> datetime:
        """Four minutes after the last step; only signed sales are asked."""
        return self.last + timedelta(minutes=4)

    @property
    def owner(self) -> tuple[UUID, UUID]:
        """Adviser and agency, as every owned row repeats them."""
        return self.adviser.id, self.adviser.agency_id

    @property
    def destination(self) -> str:
        """Where the pre-contract sheet was sent, masked; empty when it was given on paper."""
        channel = self.answers["information"]["channel"]
        if channel == "sms":
            return mask_phone(self.customer.phone)
        return mask_email(self.customer.email) if channel == "email" else ""
