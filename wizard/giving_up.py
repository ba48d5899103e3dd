"""The adviser gives a sale up on the tablet, and says so through its outbox like every step.

It is a submission of a step that no journey has, without answers, kept once under its id. It finds
the sale as the server has it: steps that wait or were refused do not matter to it. A sale that its
customer signs, or has signed, is not dropped: the receipt asks for attention.
"""

from extranet.core.database import UnitOfWork
from wizard import sale_writes
from wizard.journey import GIVE_UP, Journey
from wizard.problems import Problem
from wizard.receipts import Outcome, Receipt, SaleNews, refused
from wizard.sale_closing import drop_sale
from wizard.sale_now import SaleNow
from wizard.sale_writes import Overtaken, opening_by
from wizard.states import SaleState, hold, may_move
from wizard.submissions import Submission


def is_giving_up(submission: Submission) -> bool:
    """Whether a submission gives its sale up, instead of answering a step."""
    return submission.step == GIVE_UP


async def take_giving_up(
    work: UnitOfWork, submission: Submission, now: SaleNow, journey: Journey
) -> Receipt:
    """Drop the sale; one that is dropped already, or that never arrived, is given up all the same.

    Of a sale that the server has not heard of, all steps having been refused, it keeps that it was
    begun and given up: a step that travels late finds it closed. Raises `Overtaken` when the sale
    moved on meanwhile.
    """
    if dict(submission.answers):
        return refused(str(submission.id), [Problem("", "unreadable", {"part": "answers"})])
    if now.state is None:
        return await _keep_unheard_of(work, submission, journey)
    problem = _kept_from(now.state)
    if problem is not None:
        return refused(str(submission.id), [problem], sale=now.news)
    if await hold(work, submission.sale) is not now.state:
        raise Overtaken
    await sale_writes.write_aside(work, submission, {})
    if now.state is not SaleState.DROPPED:
        await drop_sale(work, submission.sale)
    _record(work, submission)
    news = SaleNews(submission.sale, SaleState.DROPPED, now.number)
    return Receipt(str(submission.id), Outcome.STORED, news)


def _kept_from(state: SaleState) -> Problem | None:
    if state is SaleState.OUT_FOR_SIGNATURE:
        return Problem("", "being_signed")
    return None if may_move(state, SaleState.DROPPED) else Problem("", "signed_not_dropped")


async def _keep_unheard_of(work: UnitOfWork, submission: Submission, journey: Journey) -> Receipt:
    opening, first_step = opening_by(work.actor, journey), journey.steps[0].name
    number = await sale_writes.write_given_up(work, submission, opening, first_step)
    _record(work, submission)
    news = SaleNews(submission.sale, SaleState.DROPPED, number)
    return Receipt(str(submission.id), Outcome.STORED, news)


def _record(work: UnitOfWork, submission: Submission) -> None:
    work.record("sale:give_up", "sale", submission.sale, after={"seq": submission.seq})
