"""The server's side of the outbox: many submissions in, one answer each.

Each is a unit of work of its own, so that a bad one never blocks the rest.
"""

import json
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from asyncpg import UniqueViolationError

from extranet.core.access import Actor
from extranet.core.database import UnitOfWork, unit_of_work
from extranet.core.precedence import give_way
from wizard.capture_times import note_doubt
from wizard.journey_files import UnknownJourneyError
from wizard.problems import Problem
from wizard.published import journeys
from wizard.receipts import Outcome, Receipt, refused
from wizard.sale_writes import Overtaken
from wizard.sales import submit_step
from wizard.submissions import LONGEST_ID, Submission, read_submission

MOST_SUBMISSIONS = 50
MOST_BYTES = 1_000_000
_TRIES = 20
"""One request in each round gets through; more than the pool lets write at once."""


class UnreadableBatch(ValueError):
    """The body is no batch: there is nothing in it to answer to."""


def read_batch(body: bytes) -> list[Mapping[str, Any]]:
    """The raw submissions of a request; raises `UnreadableBatch` if one cannot be answered to."""
    try:
        read = json.loads(body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise UnreadableBatch("not JSON") from error
    found = read.get("submissions") if isinstance(read, dict) else None
    if not isinstance(found, list) or not found:
        raise UnreadableBatch("no submissions")
    if len(found) > MOST_SUBMISSIONS:
        raise UnreadableBatch(f"more than {MOST_SUBMISSIONS} submissions")
    if not all(isinstance(raw, dict) and _has_id(raw) for raw in found):
        raise UnreadableBatch("a submission without an id")
    return found


async def receive(
    actor: Actor, batch: list[Mapping[str, Any]], off: timedelta | None = None
) -> list[Receipt]:
    """Take the submissions in their order and answer each; pages go first.

    `off` is how far the clock of the tablet that sends them is ahead, where it said. Raises
    `SellerStopped` at the first one that is new of somebody who may sell nothing today.
    """
    receipts = []
    took = 0.0
    for raw in batch:
        await give_way(after=took)
        started = time.monotonic()
        read = read_submission(raw)
        if isinstance(read, Submission):
            receipts.append(await _receive_one(actor, read, off))
        else:
            receipts.append(await _refuse(actor, refused(raw["id"], [read])))
        took = time.monotonic() - started
    return receipts


async def _receive_one(actor: Actor, submission: Submission, off: timedelta | None) -> Receipt:
    hidden = ""
    for _ in range(_TRIES):
        try:
            async with unit_of_work(actor) as work:
                receipt = await submit_step(work, submission)
                await note_doubt(work, submission, receipt, off)
                _note_refusal(work, receipt, submission)
                return receipt
        except Overtaken:
            continue
        except UniqueViolationError as taken:
            # Either another request stored it just now, and the next try sees it, or the row is
            # one this actor may not know of, and the next try fails in the same way.
            if taken.constraint_name == hidden:
                problem = Problem("", _hidden_by(hidden))
                return await _refuse(actor, refused(str(submission.id), [problem]), submission)
            hidden = str(taken.constraint_name)
    return await _refuse(actor, refused(str(submission.id), [Problem("", "busy")]), submission)


async def _refuse(actor: Actor, receipt: Receipt, submission: Submission | None = None) -> Receipt:
    """The same receipt, journalled in a unit of work of its own."""
    async with unit_of_work(actor) as work:
        _note_refusal(work, receipt, submission)
    return receipt


def _note_refusal(work: UnitOfWork, receipt: Receipt, submission: Submission | None) -> None:
    """Journal why a submission was not stored, unless that is journalled already; never what it
    held."""
    if receipt.outcome is not Outcome.NEEDS_ATTENTION or work.journalled:
        return
    facts = {"problem": ", ".join(sorted({error["code"] for error in receipt.errors}))}
    if submission is None:
        work.record("sale:refuse_step", "sale", None, after=facts)
        return
    if _is_known(submission):
        facts["step"] = submission.step
    work.record("sale:refuse_step", "sale", submission.sale, after=facts)


def _is_known(submission: Submission) -> bool:
    """Whether its step is one of ours: a tablet may send any text in its place."""
    try:
        journey = journeys().get(submission.journey, submission.version)
    except UnknownJourneyError:
        return False
    return journey.step(submission.step) is not None


def _hidden_by(constraint: str) -> str:
    return "not_yours" if constraint == "sale_pkey" else "id_reused"


def _has_id(raw: Mapping[str, Any]) -> bool:
    found = raw.get("id")
    return isinstance(found, str) and 0 < len(found) <= LONGEST_ID and found.isprintable()


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
