"""Erasing the accounts of people who left, once they have been kept long enough.

The database decides what may go (`erase_account`): nobody who is here, nor who left less than five
years ago, whoever asks.
"""

from uuid import UUID

from extranet.core.access import Actor
from extranet.core.database import UnitOfWork, unit_of_work
from extranet.people.sellers.papers import forget_file
from extranet.privacy.erasing import Why, forget_details

_AT_ONCE = 100
_DUE = f"""
SELECT id FROM person
WHERE left_at < now() - make_interval(months => $1) AND erased_at IS NULL
ORDER BY left_at LIMIT {_AT_ONCE}
"""  # noqa: S608 (our own constant)


async def erase_leavers(actor: Actor, kept: int) -> int:
    """Erase the accounts of whoever left more than `kept` months ago, one at a time; how many."""
    erased = 0
    while due := await _due(actor, kept):
        for person in due:
            async with unit_of_work(actor, housekeeping=True) as work:
                erased += await erase_account(work, person)
    return erased


async def erase_account(work: UnitOfWork, person_id: UUID) -> bool:
    """Erase the person of an account for good, journalled; False when that was done before.

    Raises `RestrictViolationError` for whoever may not be erased yet. The files go before the unit
    of work ends: should that fail, the rows stay and it is done again.
    """
    papers = await work.value("SELECT erase_account($1)", person_id)
    if papers is None:
        return False
    for paper in papers:
        await forget_file(work, person_id, paper)
    details = await forget_details(work, [person_id])
    details += await work.value("SELECT forget_acts_of($1)", person_id)
    facts = {"why": Why.TERM, "files": len(papers), "details": details}
    work.record("person:erase", "person", person_id, after=facts)
    return True


async def _due(actor: Actor, kept: int) -> list[UUID]:
    async with unit_of_work(actor) as work:
        return [row["id"] for row in await work.all(_DUE, kept)]
