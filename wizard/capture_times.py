"""When a step was typed, as its tablet says, and whether that may be believed.

Nothing is decided by a tablet's clock: steps are ordered by `seq`, papers bear the server's time.
A clock that is visibly wrong is noted beside what it stamped, so that nobody at a desk takes a
strange time of capture for a fact.
"""

from datetime import datetime, timedelta

from extranet.core.clock import now
from extranet.core.database import UnitOfWork
from wizard.receipts import Outcome, Receipt
from wizard.submissions import Submission, read_instant

TOLERANCE = timedelta(minutes=2)
"""Slow networks and ordinary clocks stay within; the tablet says the same (clock.js)."""

_NOTE = """
INSERT INTO doubtful_time (submission_id, sale_id, adviser_id, agency_id, off_seconds)
SELECT id, sale_id, adviser_id, agency_id, $2 FROM submission WHERE id = $1
"""


def clock_off(told: str | None) -> timedelta | None:
    """How far a tablet's clock is ahead, by the time it says it is; None if it says none."""
    there = read_instant(told)
    return None if there is None else there - now()


def doubt(captured_at: datetime, off: timedelta | None) -> timedelta | None:
    """How far the clock that stamped a step was ahead (or behind, below zero), if visibly wrong.

    A clock may have been set right since: a step typed in the future tells of it all the same.
    """
    if off is not None and abs(off) >= TOLERANCE:
        return off
    ahead = captured_at - now()
    return ahead if ahead >= TOLERANCE else None


async def note_doubt(
    work: UnitOfWork, submission: Submission, receipt: Receipt, off: timedelta | None
) -> None:
    """Note and journal that the time of capture of a step just stored is not to be believed."""
    wrong = doubt(submission.captured_at, off)
    if wrong is None or receipt.outcome is not Outcome.STORED:
        return
    seconds = round(wrong.total_seconds())
    await work.run(_NOTE, submission.id, seconds)
    facts = {"step": submission.step, "seq": submission.seq, "clock_off": seconds}
    work.record("sale:doubt_time", "sale", submission.sale, after=facts)
