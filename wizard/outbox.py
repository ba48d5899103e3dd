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
from extranet.core.database import unit_of_work
from extranet.core.precedence import give_way
from wizard.capture_times import note_doubt
from wizard.problems import Problem
from wizard.receipts import Receipt, refused
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
            receipts.append(refused(raw["id"], [read]))
        took = time.monotonic() - started
    return receipts


async def _receive_one(actor: Actor, submission: Submission, off: timedelta | None) -> Receipt:
    hidden = ""
    for _ in range(_TRIES):
        try:
            async with unit_of_work(actor) as work:
                receipt = await submit_step(work, submission)
                await note_doubt(work, submission, receipt, off)
                return receipt
        except Overtaken:
            continue
        except UniqueViolationError as taken:
            # Either another request stored it just now, and the next try sees it, or the row is
            # one this actor may not know of, and the next try fails in the same way.
            if taken.constraint_name == hidden:
                return refused(str(submission.id), [Problem("", _hidden_by(hidden))])
            hidden = str(taken.constraint_name)
    return refused(str(submission.id), [Problem("", "busy")])


def _hidden_by(constraint: str) -> str:
    return "not_yours" if constraint == "sale_pkey" else "id_reused"


def _has_id(raw: Mapping[str, Any]) -> bool:
    found = raw.get("id")
    return isinstance(found, str) and 0 < len(found) <= LONGEST_ID and found.isprintable()


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
