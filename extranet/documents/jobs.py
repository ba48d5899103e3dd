"""Forgetting photos: those whose time has come, and those that no sale names any more."""

from datetime import timedelta

from extranet.core.access import worker
from extranet.core.clock import now
from extranet.core.database import unit_of_work
from extranet.core.jobs import every
from extranet.documents.keeping import document_store

PIECES_KEPT = timedelta(days=30)
"""How long the beginning of a photo waits for the rest of it."""
DROPPED_KEPT = timedelta(days=1)
"""How long a photo its sale no longer names can still be named again."""
_AT_ONCE = 200

_FORGOTTEN = """
DELETE FROM photo WHERE id IN (
    SELECT id FROM photo WHERE keep_until < $1 OR dropped_at < $2
    ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED)
RETURNING id, sale_id, adviser_id, sha256, storage_key
"""
_NAMED = "SELECT EXISTS (SELECT FROM photo WHERE adviser_id = $1 AND sha256 = $2)"
_PIECES = "DELETE FROM photo_piece WHERE received_at < $1"


@every("forget_photos", "23 2 * * *")
async def forget_photos() -> None:
    """Take away every photo that is due, with its file, and pieces whose rest never came."""
    while await _some():
        pass
    async with unit_of_work(worker("forget_photos"), housekeeping=True) as work:
        await work.run(_PIECES, now() - PIECES_KEPT)


async def _some() -> bool:
    """Forget some photos; whether there may be more.

    The file goes before the transaction ends: should that fail, the row stays and the file is
    taken away again next time, whereas a file without a row would stay for ever.
    """
    async with unit_of_work(worker("forget_photos"), housekeeping=True) as work:
        rows = await work.all(_FORGOTTEN, now(), now() - DROPPED_KEPT, _AT_ONCE)
        for row in rows:
            if row["storage_key"] and not await work.value(
                _NAMED, row["adviser_id"], row["sha256"]
            ):
                await document_store().delete(row["storage_key"])
            facts = {"photo": row["id"], "sha256": row["sha256"]}
            work.record("photo:forget", "sale", row["sale_id"], before=facts)
    return len(rows) == _AT_ONCE
