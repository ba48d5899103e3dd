"""The file of one contract, whole: the contract, its sale, its papers and all that happened."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from audit.describe import Told
from audit.timelines import ACTS, read_acts, with_acts
from extranet.contracts.states import ContractState, may_move
from extranet.core.clock import today
from extranet.core.database import UnitOfWork
from extranet.documents.photos import PHOTOS, SalePhoto, read_photos
from extranet.messages.undelivered import UNDELIVERED, LostMessage, lost_messages
from wizard.record_query import RECORDS
from wizard.records import SaleRecord, read_record
from wizard.withdrawal import Running, Withdrawal, withdrawal_since

Facts = dict[str, Any]

_ABOUT = f"""
SELECT journal_record($2::jsonb) AS journalled, record.*,
    c.id AS contract_id, c.number AS contract_number, c.state AS contract_state, c.version,
    c.customer_name AS listed_name, c.adviser_name, c.agency_name AS sold_by, c.partner_names,
    c.signature_level AS level, c.first_delivery_at, c.signed_at AS concluded_at,
    (SELECT coalesce(json_agg(json_build_object('from', m.from_state, 'to', m.to_state,
            'by', m.by_name, 'reason', m.reason, 'at', m.at) ORDER BY m.at, m.id), '[]')
        FROM contract_move m WHERE m.contract_id = c.id) AS moves,
    (SELECT coalesce(json_agg(json_build_object('id', d.id, 'kind', d.kind, 'sha256', d.sha256,
            'size', d.size, 'pages', d.page_count, 'at', d.created_at) ORDER BY d.created_at), '[]')
        FROM document d WHERE d.sale_id = c.sale_id) AS papers,
    (SELECT coalesce(json_agg(json_build_object('channel', k.channel, 'to', k.masked_destination,
            'attempts', k.attempts, 'at', k.sent_at, 'confirmed_at', k.confirmed_at)
            ORDER BY k.sent_at), '[]')
        FROM confirmation_code k WHERE k.sale_id = c.sale_id) AS codes,
    {PHOTOS.format(sale="c.sale_id")} AS photos,
    {UNDELIVERED.format(sale="c.sale_id")} AS undelivered,
    {ACTS} AS acts,
    (SELECT coalesce(json_agg(json_build_object('step', u.step, 'at', u.received_at)
            ORDER BY u.seq), '[]')
        FROM submission u WHERE u.sale_id = c.sale_id) AS received
FROM contract c CROSS JOIN LATERAL (
"""  # noqa: S608 (our own constants)
_WHOSE = "WHERE s.id = c.sale_id) record WHERE c.id = $1"
_DOSSIER = "\n".join((_ABOUT, RECORDS, _WHOSE))


@dataclass(frozen=True, slots=True)
class Dossier:
    """A contract and what is known of it. Instants of `moves`, `papers`, `codes` and `received`
    are aware datetimes."""

    id: UUID
    number: str
    state: ContractState
    version: int
    customer_name: str
    adviser_name: str
    agency_name: str
    partner_names: str
    signature_level: str
    concluded_at: datetime
    first_delivery_at: datetime | None
    sale: SaleRecord
    moves: list[Facts]
    papers: list[Facts]
    codes: list[Facts]
    received: list[Facts]
    photos: list[SalePhoto]
    lost: list[LostMessage]
    acts: list[Told]
    """The newest in the journal, the sale's among them; none for whoever does not read it."""

    @property
    def to_check(self) -> bool:
        """Whether the back office has to decide."""
        return may_move(self.state, ContractState.VALIDATED)

    @property
    def withdrawal(self) -> Withdrawal:
        """Until when the customer may withdraw."""
        return withdrawal_since(
            {line.nature for line in self.sale.lines},
            self.concluded_at,
            self.first_delivery_at,
            informed=self.sale.handover is not None,
        )

    @property
    def running(self) -> Running:
        """How the withdrawal period stands today."""
        return self.withdrawal.running(today())

    def newest_paper(self, kind: str) -> Facts | None:
        """The latest document of `kind`, if one is kept."""
        return next((paper for paper in reversed(self.papers) if paper["kind"] == kind), None)

    @property
    def confirmed_code(self) -> Facts | None:
        """The code the customer gave back."""
        return next((code for code in self.codes if code["confirmed_at"]), None)


async def load_dossier(work: UnitOfWork, contract_id: UUID) -> Dossier:
    """Read a contract whole and journal that it was looked at; one query.

    Raises `NotFound` when the actor sees no such contract.
    """
    entry = work.view("contract:view", "contract", contract_id)
    query = with_acts(_DOSSIER, work.actor, about=("c.id", "c.sale_id"))
    row = await work.one_or_404(query, contract_id, entry)
    return Dossier(
        id=row["contract_id"],
        number=row["contract_number"],
        state=ContractState(row["contract_state"]),
        version=row["version"],
        customer_name=row["listed_name"],
        adviser_name=row["adviser_name"],
        agency_name=row["sold_by"],
        partner_names=row["partner_names"],
        signature_level=row["level"],
        concluded_at=row["concluded_at"],
        first_delivery_at=row["first_delivery_at"],
        sale=read_record(row),
        moves=_facts(row["moves"]),
        papers=_facts(row["papers"]),
        codes=_facts(row["codes"]),
        received=_facts(row["received"]),
        acts=read_acts(row["acts"]),
        photos=read_photos(row["photos"]),
        lost=lost_messages(json.loads(row["undelivered"])),
    )


def _facts(text: str) -> list[Facts]:
    return [
        {
            name: datetime.fromisoformat(value) if value and name.endswith("at") else value
            for name, value in one.items()
        }
        for one in json.loads(text)
    ]
