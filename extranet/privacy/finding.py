"""What is kept of a customer: their sales, found by what a request says of them."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from extranet.contracts.states import ContractState
from extranet.core.clock import today
from extranet.core.database import Row, UnitOfWork
from extranet.privacy.criteria import Criteria
from extranet.privacy.fates import Fate, Standing, fate_of
from extranet.privacy.limits import months
from wizard.no_visit.erased import Door
from wizard.states import SaleState

_SALES = """
SELECT s.id, s.number, s.state, s.customer_name, s.opened_at, s.changed_at, s.erased_at,
    c.number AS contract_number, c.state AS contract_state,
    (SELECT max(m.at) FROM contract_move m WHERE m.contract_id = c.id) AS ended_at,
    h.reason AS hold,
    (SELECT coalesce(json_object_agg(t.step, t.answers), '{}') FROM sale_step t
        WHERE t.sale_id = s.id AND t.step IN ('customer', 'address', 'contact', 'consents'))
        AS steps,
    (SELECT count(*) FROM document d WHERE d.sale_id = s.id) AS papers,
    (SELECT count(*) FROM message m WHERE m.sale_id = s.id) AS messages,
    (SELECT count(*) FROM photo p WHERE p.sale_id = s.id AND p.dropped_at IS NULL) AS photos
FROM sale s LEFT JOIN contract c ON c.sale_id = s.id LEFT JOIN sale_hold h ON h.sale_id = s.id
"""
_CHOSEN = _SALES + "WHERE s.id = ANY ($1::uuid[]) ORDER BY s.opened_at"
_SEE_CHOSEN = f"""
WITH viewed AS MATERIALIZED (SELECT journal_record($2::jsonb) AS done)
SELECT found.* FROM viewed LEFT JOIN ({_SALES} WHERE s.id = ANY ($1::uuid[])) found
    ON viewed.done IS NOT NULL
ORDER BY found.opened_at
"""  # noqa: S608 (our own constants)
_FIND = f"""
WITH viewed AS MATERIALIZED (SELECT journal_record($6::jsonb) AS done),
theirs AS (
    SELECT t.sale_id AS id FROM sale_step t
    WHERE t.step = 'contact' AND lower(t.answers ->> 'email') = $1
    UNION SELECT t.sale_id FROM sale_step t WHERE t.step = 'contact' AND t.answers ->> 'phone' = $2
    UNION SELECT t.sale_id FROM sale_step t
    WHERE t.step = 'customer' AND t.answers ->> 'birth_date' = $3
    UNION SELECT n.id FROM sale n WHERE n.number = ANY ($4::text[])
    UNION SELECT n.sale_id FROM contract n WHERE n.number = ANY ($4::text[])
    UNION SELECT unnest($5::uuid[])
)
SELECT found.* FROM viewed LEFT JOIN ({_SALES} WHERE s.id IN (SELECT id FROM theirs)) found
    ON viewed.done IS NOT NULL
ORDER BY found.opened_at
"""  # noqa: S608 (our own constants)


@dataclass(frozen=True, slots=True)
class FoundSale:
    """A sale that may be theirs, and what is kept with it."""

    id: UUID
    number: str
    contract_number: str
    name: str
    birth_date: date | None
    address: str
    door: Door | None
    reach: tuple[str, str]
    opened_at: datetime
    papers: int
    messages: int
    photos: int
    calls: bool
    hold: str
    fate: Fate

    @property
    def known_by(self) -> str:
        """The number a customer has of it."""
        return self.contract_number or self.number


async def find_sales(
    work: UnitOfWork, wanted: Criteria, chosen: list[UUID], entry: str
) -> list[FoundSale]:
    """The sales of whom `wanted` describes, and those `chosen` before; journals the view.

    Who shares a day of birth alone is left out: their name must be the same too.
    """
    rows = await work.all(
        _FIND,
        wanted.email.lower() or None,
        wanted.phone or None,
        wanted.birth_date.isoformat() if wanted.birth_date else None,
        wanted.numbers,
        chosen,
        entry,
    )
    return [_read(row) for row in rows if row["id"] and _theirs(row, wanted, chosen)]


async def chosen_sales(work: UnitOfWork, chosen: list[UUID]) -> list[FoundSale]:
    """The sales with these ids, as they are now."""
    return [_read(row) for row in await work.all(_CHOSEN, chosen)]


async def see_chosen_sales(work: UnitOfWork, chosen: list[UUID], entry: str) -> list[FoundSale]:
    """The same; journals the view."""
    return [_read(row) for row in await work.all(_SEE_CHOSEN, chosen, entry) if row["id"]]


def _theirs(row: Row, wanted: Criteria, chosen: list[UUID]) -> bool:
    steps = json.loads(row["steps"])
    who, reach = steps.get("customer", {}), steps.get("contact", {})
    return (
        row["id"] in chosen
        or {row["number"], row["contract_number"]} & set(wanted.numbers) != set()
        or (wanted.phone != "" and reach.get("phone") == wanted.phone)
        or (wanted.email != "" and str(reach.get("email", "")).lower() == wanted.email.lower())
        or wanted.same_name(who.get("first_name", ""), who.get("last_name", ""))
    )


def _read(row: Row) -> FoundSale:
    steps: dict[str, dict[str, Any]] = json.loads(row["steps"])
    who, where, reach, said = (
        steps.get(name, {}) for name in ("customer", "address", "contact", "consents")
    )
    door = (where["line1"], where["postcode"]) if where.get("postcode") else None
    parts = (where.get("line1"), where.get("postcode"), where.get("city"))
    return FoundSale(
        id=row["id"],
        number=row["number"],
        contract_number=row["contract_number"] or "",
        name=row["customer_name"],
        birth_date=date.fromisoformat(who["birth_date"]) if who.get("birth_date") else None,
        address=" ".join(part for part in parts if part),
        door=door,
        reach=(reach.get("phone", ""), reach.get("email", "")),
        opened_at=row["opened_at"],
        papers=row["papers"],
        messages=row["messages"],
        photos=row["photos"],
        calls=bool(said.get("phone_marketing")),
        hold=row["hold"] or "",
        fate=_fate(row, today()),
    )


def _fate(row: Row, day: date) -> Fate:
    standing = Standing(
        state=SaleState(row["state"]),
        contract=ContractState(row["contract_state"]) if row["contract_state"] else None,
        ended_at=row["ended_at"],
        changed_at=row["changed_at"],
        erased=row["erased_at"] is not None,
        held=row["hold"] is not None,
    )
    return fate_of(standing, day, months("contracts"))
