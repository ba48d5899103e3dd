"""Takes over a signed sale: opens its contract, in the transaction of the signature."""

from uuid import UUID

from extranet.contracts.search import listed_name, stored_tokens
from extranet.contracts.states import ContractState
from extranet.core.database import Row, UnitOfWork
from extranet.core.ids import new_id
from wizard.events import SaleSigned

_SALE = """
SELECT s.number, s.customer_name, s.today_cents, s.month_cents,
    c.answers ->> 'first_name' AS first_name, c.answers ->> 'last_name' AS last_name,
    coalesce(a.answers ->> 'city', '') AS city,
    coalesce(g.level, 'SES') AS signature_level,
    coalesce(agency.name, '') AS agency_name,
    coalesce(person.first_name || ' ' || person.last_name, '') AS adviser_name,
    coalesce((
        SELECT string_agg(DISTINCT l.partner_name, ', ' ORDER BY l.partner_name)
        FROM sale_line l WHERE l.sale_id = s.id
    ), '') AS partner_names
FROM sale s
LEFT JOIN sale_step c ON c.sale_id = s.id AND c.step = 'customer'
LEFT JOIN sale_step a ON a.sale_id = s.id AND a.step = 'address'
LEFT JOIN signature g ON g.sale_id = s.id
LEFT JOIN agency ON agency.id = s.agency_id
LEFT JOIN person ON person.id = s.adviser_id
WHERE s.id = $1
"""

# A sale has one contract: the second telling of the same news changes nothing.
_OPEN = """
WITH opened AS (
    INSERT INTO contract (
        id, number, sale_id, adviser_id, agency_id, state, customer_name, customer_city, search,
        adviser_name, agency_name, partner_names, signature_level, today_cents, month_cents,
        signed_at
    )
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
    ON CONFLICT (sale_id) DO NOTHING
    RETURNING id, sale_id, adviser_id, agency_id, state
)
INSERT INTO contract_move
    (id, contract_id, sale_id, adviser_id, agency_id, to_state, by_id, by_name)
SELECT $17, id, sale_id, adviser_id, agency_id, state, adviser_id, $10 FROM opened
"""


def contract_number(sale_number: str) -> str:
    """`V-2026-000012` → `C-2026-000012`."""
    return "C-" + sale_number.removeprefix("V-")


async def open_contract(work: UnitOfWork, event: SaleSigned) -> None:
    """Open the contract of a signed sale; the sale it already has is left as it is."""
    sale = await work.one_or_404(_SALE, event.sale_id)
    contract_id = new_id()
    number = contract_number(sale["number"])
    opened = await work.run(_OPEN, contract_id, number, *_values(event, sale, number), new_id())
    if opened:
        _journal(work, event, contract_id, number)


def _values(event: SaleSigned, sale: Row, number: str) -> tuple[object, ...]:
    name = sale["customer_name"]
    if sale["last_name"]:
        name = listed_name(sale["first_name"] or "", sale["last_name"])
    return (
        event.sale_id,
        event.adviser_id,
        event.agency_id,
        ContractState.TO_CHECK.value,
        name,
        sale["city"],
        stored_tokens(name, number),
        sale["adviser_name"],
        sale["agency_name"],
        sale["partner_names"],
        sale["signature_level"],
        sale["today_cents"],
        sale["month_cents"],
        event.signed_at,
    )


def _journal(work: UnitOfWork, event: SaleSigned, contract_id: UUID, number: str) -> None:
    work.record(
        "contract:open",
        "contract",
        contract_id,
        after={"number": number, "state": ContractState.TO_CHECK, "sale_id": event.sale_id},
    )
