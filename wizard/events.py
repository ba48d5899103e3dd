"""News of the sale."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from extranet.core.events import Event


@dataclass(frozen=True, slots=True)
class SaleSigned(Event):
    """The customer confirmed their signature; the sealed papers are stored."""

    sale_id: UUID
    adviser_id: UUID
    agency_id: UUID
    signed_at: datetime
