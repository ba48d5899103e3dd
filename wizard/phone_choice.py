"""The adviser's choice, made on the tablet and sent through its outbox like every step: the
customer signs on their own phone.

It is a submission of the journey's step of kind `signature`, `{"where": "phone"}`, kept once under
its id. It changes no answer and is no answer. The link leaves by a job of the same transaction; a
sale that is no longer ready by then asks for it again once it is.
"""

from extranet.core.database import UnitOfWork
from wizard import sale_writes
from wizard.journey import Journey
from wizard.problems import Problem
from wizard.receipts import Outcome, Receipt, refused
from wizard.sale_now import SaleNow
from wizard.states import SaleState
from wizard.submissions import Submission

SEND_LINK = "send_signing_link"
"""The job that sends the customer their signing link, once; payload: the sale."""

ON_PHONE = {"where": "phone"}
"""The one answer such a step may carry."""

_TO_SIGN = frozenset({SaleState.READY_TO_SIGN, SaleState.OUT_FOR_SIGNATURE})


def is_choice(journey: Journey, submission: Submission) -> bool:
    """Whether a submission says where the customer signs, instead of answering a step."""
    step = journey.step(submission.step)
    return step is not None and step.kind == "signature"


async def take_choice(
    work: UnitOfWork, submission: Submission, now: SaleNow, journey: Journey
) -> Receipt:
    """Keep the choice and have the link sent; `out_of_order` before the sale is ready."""
    problem = None
    if now.state not in _TO_SIGN:
        problem = Problem("", "out_of_order")
    elif dict(submission.answers) != ON_PHONE:
        problem = Problem("", "unreadable", {"part": "answers"})
    if problem is not None:
        return refused(
            str(submission.id), [problem], journey=journey, step=submission.step, sale=now.news
        )
    await sale_writes.write_aside(work, submission, ON_PHONE)
    work.record("signing_link:choose", "sale", submission.sale, after={"seq": submission.seq})
    await ask_for_link(work, submission)
    return Receipt(str(submission.id), Outcome.STORED, now.news)


async def ask_for_link(work: UnitOfWork, submission: Submission) -> None:
    """Enqueue the link of the sale; several jobs of one sale send one link."""
    await work.enqueue(SEND_LINK, str(submission.sale))
