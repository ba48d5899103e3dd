"""Erasing one person on their request: what may go goes, what the law keeps stays and is said.

Carried out by a job, sale by sale: run twice, or cut short, it ends the same.
"""

from uuid import UUID

from extranet.core.access import worker
from extranet.core.clock import today
from extranet.core.database import UnitOfWork, unit_of_work
from extranet.privacy.erasing import SaleKept, Why, erase_sale, forget_details
from extranet.privacy.fates import Cause
from extranet.privacy.finding import FoundSale, chosen_sales
from extranet.privacy.requests import ERASE, KIND, PrivacyRequest, answer, load_request
from extranet.privacy.terms import Outcome, State
from wizard.no_visit.erased import Door, erase_refusals, refuse_unnamed
from wizard.no_visit.listing import USUAL

_DROP_PHOTOS = """
UPDATE photo SET dropped_at = now() WHERE sale_id = $1 AND dropped_at IS NULL
"""
_FORGET_INBOX = "DELETE FROM inbox_item WHERE recipient = ANY ($1::text[])"


async def erase_person(request_id: UUID) -> None:
    """Erase whom the request is about, and answer it. Nothing unless it was confirmed."""
    actor = worker(ERASE)
    async with unit_of_work(actor, housekeeping=True) as work:
        request = await load_request(work, request_id)
        if request.state is not State.ERASING:
            return
        sales = await chosen_sales(work, request.sales)
        await _forget_where_they_live(work, request, sales)
    for sale in sales:
        await _erase(sale)
    async with unit_of_work(actor) as work:
        standing = await chosen_sales(work, request.sales)
        kept = [sale for sale in standing if sale.fate.stays]
        gone = len(standing) - len(kept)
        outcome = outcome_of(standing)
        number = await answer(work, request.id, outcome)
        facts = {"number": number, "sales": gone, "kept": len(kept)}
        work.record("privacy:erased", KIND, request.id, after=facts)


def outcome_of(sales: list[FoundSale]) -> Outcome:
    """What the person is told once all that may go has gone."""
    if not sales:
        return Outcome.NOTHING
    return Outcome.PARTLY if any(sale.fate.stays for sale in sales) else Outcome.ERASED


async def _forget_where_they_live(
    work: UnitOfWork, request: PrivacyRequest, sales: list[FoundSale]
) -> None:
    """First of all, for it is the sales that tell the doors."""
    doors: list[Door] = [sale.door for sale in sales if sale.door]
    if request.no_visit:
        await refuse_unnamed(work, doors, today() + USUAL)
    refusals = await erase_refusals(work, doors)
    if refusals:
        await forget_details(work, refusals)
    for refusal in refusals:
        work.record("refusal:erase", "refused_address", refusal)
    await work.run(_FORGET_INBOX, [one for sale in sales for one in sale.reach if one])


async def _erase(sale: FoundSale) -> None:
    """Erase one sale; of one kept as evidence, the photos, which prove nothing."""
    try:
        async with unit_of_work(worker(ERASE), housekeeping=True) as work:
            if sale.fate.goes:
                await erase_sale(work, sale.id, Why.REQUEST)
            elif sale.fate.cause is not Cause.HELD and await work.run(_DROP_PHOTOS, sale.id):
                work.record("photo:drop", "sale", sale.id)
    except SaleKept:
        return  # somebody held it meanwhile: it is counted as kept
