"""A sale as its papers, its contract and its signature need it: everything, in one query.

Read-only. What an actor may not see of a sale does not exist for them: row security decides.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from extranet.core.database import Row, UnitOfWork
from wizard.cart import Product
from wizard.facts import Facts
from wizard.journey import Journey
from wizard.path import Path, walk
from wizard.published import journeys
from wizard.record_parts import Adviser, Handover, Line, Partner, Seller, SentLink, Signed
from wizard.record_query import RECORD
from wizard.secrets import is_secret, open_secret
from wizard.states import SaleState


@dataclass(frozen=True)
class SaleRecord:
    """One sale, whole.

    `steps` holds the answers as they lie in the database; `answers` those that count. Secrets
    stay sealed in both: `{"sealed": …, "masked": …}`.
    """

    id: UUID
    number: str
    state: SaleState
    journey: Journey
    locale: str
    customer_name: str
    today_cents: int
    month_cents: int
    opened_at: datetime
    changed_at: datetime
    signed_at: datetime | None
    erased_at: datetime | None
    """When its customer was erased: there are no answers any more, and no papers."""
    adviser_id: UUID
    agency_id: UUID
    agency_name: str
    adviser: Adviser
    seller: Seller | None
    lines: tuple[Line, ...]
    steps: dict[str, dict[str, Any]]
    handover: Handover | None
    signature: Signed | None
    link: SentLink | None
    address_refused: bool
    stopped: bool
    day: date

    @cached_property
    def _path(self) -> Path:
        return walk(self.journey, self.steps, self.catalogue, self.day)

    @cached_property
    def answers(self) -> dict[str, dict[str, Any]]:
        """The answers that count, step by step: without hidden steps and hidden fields."""
        counting = {}
        for name, values in self._path.answers.items():
            step = self.journey.step(name)
            counting[name] = {
                field: self.steps[name][field] if step and is_secret(step, field) else value
                for field, value in values.items()
            }
        return counting

    @property
    def facts(self) -> Facts:
        """What follows from the answers, at the prices of this sale's own lines."""
        return self._path.facts

    @property
    def catalogue(self) -> list[Product]:
        """The products of this sale as the rules read them, frozen at its terms."""
        return [
            {
                "code": line.product,
                "label": line.label,
                "partner": line.partner.code,
                "price_cents": line.unit_price_cents,
                "period": line.period,
                "nature": line.nature,
                "exempt_39bis": line.exempt_39bis,
                "max_quantity": line.quantity,
                "active": True,
            }
            for line in self.lines
        ]

    @property
    def partners(self) -> tuple[Partner, ...]:
        """The partners whose products are sold, each once, in the order of the lines."""
        return tuple(dict.fromkeys(line.partner for line in self.lines))

    @property
    def masked_iban(self) -> str:
        """The account as it may be shown, empty when none was given."""
        kept = self.answers.get("payment", {}).get("iban")
        return str(kept["masked"]) if kept else ""

    def open_iban(self) -> str:
        """The account in clear, empty when none was given. The caller journals the reveal."""
        kept = self.answers.get("payment", {}).get("iban")
        return open_secret(self.id, "payment", "iban", kept) if kept else ""


async def load_record(
    work: UnitOfWork, sale_id: UUID, *, entry: str | None = None, query: str = RECORD
) -> SaleRecord:
    """Read a sale whole; raise `NotFound` when the actor sees no such sale.

    `entry` is `work.view(…)`: a page that shows the record journals its view in the same query,
    which is one of `record_query`.
    """
    row = await work.one_or_404(query, sale_id, entry)
    return read_record(row)


def read_record(row: Row) -> SaleRecord:
    """The sale in a row of `record_query`."""
    seller = json.loads(row["seller"]) if row["seller"] else None
    return SaleRecord(
        id=row["id"],
        number=row["number"],
        state=SaleState(row["state"]),
        journey=journeys().get(row["journey"], row["journey_version"]),
        locale=row["locale"],
        customer_name=row["customer_name"],
        today_cents=row["today_cents"],
        month_cents=row["month_cents"],
        opened_at=row["opened_at"],
        changed_at=row["changed_at"],
        signed_at=row["signed_at"],
        erased_at=row["erased_at"],
        adviser_id=row["adviser_id"],
        agency_id=row["agency_id"],
        agency_name=row["agency_name"] or "",
        adviser=Adviser(id=row["adviser_id"], **json.loads(row["adviser"])),
        seller=Seller(**seller) if seller else None,
        lines=tuple(_line(one) for one in json.loads(row["lines"])),
        steps=json.loads(row["steps"]),
        handover=_handover(row),
        signature=_signature(row),
        link=_link(row),
        address_refused=row["address_refused"],
        stopped=row["stopped"],
        day=row["day"],
    )


def _line(one: dict[str, Any]) -> Line:
    return Line(**{**one, "partner": Partner(**one["partner"])})


def _handover(row: Row) -> Handover | None:
    if row["handed_at"] is None:
        return None
    return Handover(
        document_id=row["handover_document"],
        document_sha256=row["handover_sha256"],
        channel=row["handover_channel"],
        masked_destination=row["handover_destination"],
        handed_at=row["handed_at"],
    )


def _signature(row: Row) -> Signed | None:
    if row["drawn_at"] is None:
        return None
    return Signed(
        document_id=row["signature_document"],
        document_sha256=row["signature_sha256"],
        level=row["signature_level"],
        manner=row["signature_manner"],
        device_of=row["signature_device_of"],
        drawn_at=row["drawn_at"],
        confirmed_at=row["confirmed_at"],
    )


def _link(row: Row) -> SentLink | None:
    if row["link_sent_at"] is None:
        return None
    return SentLink(
        channel=row["link_channel"],
        masked_destination=row["link_destination"],
        sent_at=row["link_sent_at"],
        expires_at=row["link_expires_at"],
        opened_at=row["link_opened_at"],
        read_at=row["link_read_at"],
        sheet_seen=row["sheet_seen"],
        contract_seen=row["contract_seen"],
    )
