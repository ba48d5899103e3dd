"""Sales that lead nowhere: closed at the desk, or given up on the tablet (`wizard.giving_up`)."""

from uuid import UUID

from extranet.core.database import UnitOfWork
from extranet.core.errors import Conflict
from extranet.core.i18n import N_
from wizard import sale_writes
from wizard.photos import drop_photos
from wizard.sale_now import NOW, read_now
from wizard.secrets import is_secret
from wizard.states import SaleState, hold, move


async def close_sale(work: UnitOfWork, sale_id: UUID) -> None:
    """Drop a sale at its adviser's wish; raise `Conflict` once it is signed or already closed."""
    if await hold(work, sale_id) is SaleState.DROPPED:
        raise Conflict(N_("Cette vente est déjà abandonnée."))
    await drop_sale(work, sale_id)


async def drop_sale(work: UnitOfWork, sale_id: UUID) -> None:
    """Drop a sale; raise `Conflict` once it is signed.

    Its secrets go with it: nobody needs the account of somebody who did not buy.
    """
    before = await move(work, sale_id, SaleState.DROPPED)
    now = read_now(await work.one(NOW, sale_id, sale_id, None, False), sale_id)
    for name, kept in now.steps.items():
        step = now.journey.step(name) if now.journey else None
        for field in kept.answers:
            if step and is_secret(step, field):
                await sale_writes.forget_secret(work, sale_id, name, field)
    await sale_writes.void_drafts(work, sale_id)
    await drop_photos(work, sale_id)
    work.record(
        "sale:drop",
        "sale",
        sale_id,
        before={"state": before},
        after={"state": SaleState.DROPPED},
    )
