"""Suspending whose contract has ended, by the house itself: a suspension like any other, which
their tablets know how to tell (decision 14), and which a contract in force ends."""

from uuid import UUID

from extranet.core.access import Actor, worker
from extranet.core.database import UnitOfWork, unit_of_work

_STOP = """
    UPDATE person SET active = false, suspended_at = now(), suspended_for = 'contract'
    WHERE id = $1 AND active AND NOT sells(id)
    RETURNING first_name || ' ' || last_name
"""
_START = """
    UPDATE person SET active = true, suspended_at = NULL
    WHERE id = $1 AND NOT active AND suspended_for = 'contract'
    RETURNING first_name || ' ' || last_name
"""


async def stop_seller(seller: Actor) -> None:
    """Suspend somebody who was met selling without a contract in force, ahead of the job."""
    # Housekeeping: another request may have done it, which is nobody's act.
    async with unit_of_work(worker("stop_seller"), housekeeping=True) as work:
        if seller.person_id is not None:
            await stop(work, seller.person_id)


async def stop(work: UnitOfWork, person_id: UUID) -> None:
    """Suspend somebody whom no contract lets sell, and end their sessions; once."""
    name = await work.value(_STOP, person_id)
    if name is None:
        return
    ended = await work.value("SELECT end_suspended_sessions($1)", person_id)
    work.record(
        "person:stop",
        "person",
        person_id,
        before={"active": True},
        after={"active": False, "sessions": ended},
        personal={"name": name},
    )


async def let_sell_again(work: UnitOfWork, person_id: UUID) -> None:
    """Make the account active again whose next contract has begun."""
    record_start(work, person_id, await work.value(_START, person_id))


def record_start(work: UnitOfWork, person_id: UUID, name: str | None) -> None:
    """Journal that somebody whom the house had stopped sells again; nothing without a name."""
    if name is None:
        return
    work.record(
        "person:reinstate",
        "person",
        person_id,
        before={"active": False},
        after={"active": True},
        personal={"name": name},
    )
