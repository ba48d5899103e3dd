"""Erasing what has been kept long enough, a little at a time.

A sale is a unit of work of its own, so that a night that is cut short goes on where it stopped, and
nobody waits behind it. What is held for a dispute stays, however old.
"""

import time
from uuid import UUID

from extranet.core.access import Actor, worker
from extranet.core.clock import today
from extranet.core.database import unit_of_work
from extranet.core.precedence import give_way
from extranet.core.settings import installed
from extranet.privacy.erasing import SaleKept, Why, erase_sale
from extranet.privacy.leavers import erase_leavers
from extranet.privacy.limits import months, refuse_unlawful
from wizard.no_visit.erased import forget_lapsed_digests

JOB = "keep_no_longer"
_AT_ONCE = 100

_UNHELD = "NOT EXISTS (SELECT FROM sale_hold h WHERE h.sale_id = s.id)"
_PROSPECTS = f"""
SELECT s.id FROM sale s
WHERE s.changed_at < now() - make_interval(months => $1) AND s.erased_at IS NULL
    AND s.state NOT IN ('signed', 'to_print') AND {_UNHELD} AND s.id <> ALL ($2::uuid[])
ORDER BY s.changed_at LIMIT {_AT_ONCE}
"""  # noqa: S608 (our own constants)
# A contract that came to its end, or a sale that went to the printer and never came back signed.
_CONTRACTS = f"""
SELECT s.id FROM sale s LEFT JOIN contract c ON c.sale_id = s.id
WHERE s.state IN ('signed', 'to_print') AND s.erased_at IS NULL AND {_UNHELD}
    AND s.changed_at < now() - make_interval(months => $1) AND s.id <> ALL ($2::uuid[])
    AND CASE WHEN c.id IS NULL THEN s.state = 'to_print' ELSE
        c.state IN ('terminated', 'rejected', 'withdrawn') AND (SELECT max(m.at)
            FROM contract_move m WHERE m.contract_id = c.id) < now() - make_interval(months => $1)
        END
ORDER BY s.changed_at LIMIT {_AT_ONCE}
"""  # noqa: S608 (our own constants)
_PLAIN = {
    "account_messages": "DELETE FROM message WHERE sale_id IS NULL "
    "AND created_at < now() - make_interval(months => $1)",
    "inbox": "DELETE FROM inbox_item WHERE received_at < now() - make_interval(months => $1)",
    "tablets": "DELETE FROM tablet t WHERE wiped_at < now() - make_interval(months => $1) "
    "AND NOT EXISTS (SELECT FROM session s WHERE s.tablet_id = t.id)",
    "requests": "DELETE FROM privacy_request "
    "WHERE answered_at < now() - make_interval(months => $1)",
}
_TABLET_KEYS = """
DELETE FROM tablet_key WHERE tablet_id IN (
    SELECT id FROM tablet WHERE wiped_at < now() - make_interval(months => $1))
"""


async def keep_no_longer() -> dict[str, int]:
    """Erase all that is due, and journal how much of each kind; returns the same."""
    refuse_unlawful(installed())
    actor = worker(JOB)
    counts = {
        "prospects": await _erase_sales(actor, _PROSPECTS, months("prospects")),
        "contracts": await _erase_sales(actor, _CONTRACTS, months("contracts")),
        "accounts": await erase_leavers(actor, months("accounts")),
    }
    async with unit_of_work(actor) as work:
        await work.run(_TABLET_KEYS, months("tablets"))
        for kind, statement in _PLAIN.items():
            counts[kind] = await work.run(statement, months(kind))
        counts["refusals"] = await forget_lapsed_digests(work, today())
        work.record("retention:run", "retention", None, after=counts)
    return counts


async def _erase_sales(actor: Actor, due: str, kept: int) -> int:
    """Erase the sales that `due` finds; how many. One that cannot be is left for the next night."""
    erased, left = 0, list[UUID]()
    while sales := await _due(actor, due, kept, left):
        for sale in sales:
            started = time.monotonic()
            try:
                async with unit_of_work(actor, housekeeping=True) as work:
                    erased += await erase_sale(work, sale, Why.TERM)
            except SaleKept:
                left.append(sale)
            await give_way(after=time.monotonic() - started)
    return erased


async def _due(actor: Actor, due: str, kept: int, left: list[UUID]) -> list[UUID]:
    async with unit_of_work(actor) as work:
        return [row["id"] for row in await work.all(due, kept, left)]
