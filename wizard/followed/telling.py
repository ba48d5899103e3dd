"""Writing to referents about sales that do not go on: once a day, and only when there are some.

The mail counts them, adviser by adviser; it says nothing of any customer.
"""

from uuid import UUID

from extranet.core.clock import now, today
from extranet.core.database import UnitOfWork
from extranet.core.settings import installed
from extranet.messages.sending import send
from wizard.followed.reading import STILL_AFTER

TELL = "tell_referent"
"""The job that writes to one referent; payload: who they are."""

_STANDING = """
s.state = 'stalled'
    OR s.state IN ('open', 'ready_to_sign', 'out_for_signature') AND s.changed_at < $1
"""
_WHOM = f"""
SELECT DISTINCT f.referent_id FROM following f
JOIN person r ON r.id = f.referent_id AND r.active
WHERE f.until IS NULL AND f.told_on IS DISTINCT FROM $2
    AND EXISTS (SELECT FROM sale s WHERE s.adviser_id = f.adviser_id AND ({_STANDING}))
"""  # noqa: S608 (our own constant)
# Who is told today is not told again, whatever runs twice.
_HOLD = """
UPDATE following SET told_on = $2
WHERE referent_id = $1 AND until IS NULL
    AND NOT EXISTS (SELECT FROM following f WHERE f.referent_id = $1 AND f.told_on = $2)
"""
_COUNTED = f"""
SELECT p.first_name || ' ' || p.last_name AS name,
    count(*) FILTER (WHERE s.state = 'stalled') AS waiting,
    count(*) FILTER (WHERE s.state <> 'stalled') AS still
FROM following f
JOIN person p ON p.id = f.adviser_id
JOIN sale s ON s.adviser_id = p.id AND ({_STANDING})
WHERE f.referent_id = $2 AND f.until IS NULL
GROUP BY p.id ORDER BY p.last_name, p.first_name
"""  # noqa: S608 (our own constant)
_REFERENT = "SELECT email, first_name, locale FROM person WHERE id = $1 AND active"


async def enqueue_all(work: UnitOfWork) -> None:
    """Have every referent written to who has something to hear today."""
    for row in await work.all(_WHOM, now() - STILL_AFTER, today()):
        referent = str(row["referent_id"])
        await work.enqueue(TELL, referent, dedupe=f"{TELL}:{referent}")


async def tell(work: UnitOfWork, referent_id: UUID) -> None:
    """Write to a referent, once a day; nothing where nothing stands still any more."""
    row = await work.one(_REFERENT, referent_id)
    standing = await work.all(_COUNTED, now() - STILL_AFTER, referent_id)
    if row is None or not standing or not await work.run(_HOLD, referent_id, today()):
        return
    await send(
        work,
        None,
        channel="email",
        kind="followed",
        recipient=row["email"],
        locale=row["locale"],
        first_name=row["first_name"],
        advisers=[dict(one) for one in standing],
        days=STILL_AFTER.days,
        link=f"{installed().public_url}/followed",
    )
    work.record("followed:tell", "person", referent_id, after={"advisers": len(standing)})
