"""Taking a person out of a sale: its rows, its files, and what the journal says of them by name.

The database decides what may go (`erase_sale`): what is held, or is evidence the law wants kept,
is refused whoever asks.
"""

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from asyncpg import RestrictViolationError

from extranet.core.database import UnitOfWork
from extranet.documents.keeping import forget_files
from wizard.states import hold

_STORY = """
SELECT m.id FROM message m WHERE m.sale_id = $1
UNION ALL SELECT c.id FROM contract c WHERE c.sale_id = $1
"""
_FORGET = "SELECT forget_details($1)"


class Why(StrEnum):
    """What had a sale erased."""

    TERM = "term"
    REQUEST = "request"


class SaleKept(Exception):
    """The sale is held, or evidence of a contract: nothing of it was erased."""


async def erase_sale(work: UnitOfWork, sale_id: UUID, why: Why) -> bool:
    """Erase the person of a sale for good, journalled; False when that was done before.

    Raises `SaleKept`, which ends the unit of work. The files go before it ends: should that fail,
    the rows stay and it is done again, whereas a file without a row would stay for ever.
    """
    await hold(work, sale_id)
    opened_at = await work.value("SELECT opened_at FROM sale WHERE id = $1", sale_id)
    story = [row["id"] for row in await work.all(_STORY, sale_id)]
    try:
        files = await work.value("SELECT erase_sale($1)", sale_id)
    except RestrictViolationError as kept:
        raise SaleKept(str(kept)) from kept
    if files is None:
        return False
    taken = await forget_files(sale_id, opened_at, files)
    forgotten = await forget_details(work, [sale_id, *story])
    facts = {"why": why, "files": taken, "details": forgotten}
    work.record("sale:erase", "sale", sale_id, after=facts)
    return True


async def forget_details(work: UnitOfWork, about: Sequence[UUID]) -> int:
    """Erase what the journal says by name about these objects; of how many entries.

    The entries stay as they were sealed: they hold the salted digest of what went (decision 16).
    """
    return int(await work.value(_FORGET, list(about)))
