"""The one place where a sale changes: it opens with its first step and takes every other one here.

The server has the last word: the engine judges each step in its place, with today's catalogue,
and what is stored is what the server normalised and priced, never what the request said.
"""

from dataclasses import dataclass
from typing import Any, cast

from extranet.catalogue.reading import Catalogue, catalogue
from extranet.core.clock import today
from extranet.core.database import UnitOfWork
from extranet.core.errors import PalierError
from wizard import sale_writes
from wizard.amounts import month_cents
from wizard.booklet import ON_THE_TABLET
from wizard.cart import CartLine, Product
from wizard.giving_up import is_giving_up, take_giving_up
from wizard.journey import CART, Journey, Step
from wizard.journey_files import UnknownJourneyError
from wizard.no_visit.asking import address_asked
from wizard.path import Judgement, Path, judge_submission
from wizard.phone_choice import ask_for_link, is_choice, take_choice
from wizard.photos import settle_photos
from wizard.problems import Problem
from wizard.published import journeys
from wizard.receipts import Outcome, Receipt, SaleNews, refused
from wizard.sale_now import NOW, SaleNow, read_now
from wizard.sale_writes import Written, opening_by
from wizard.secrets import mask_secrets, seal_secrets
from wizard.states import EDITABLE, SaleState, refuse_move
from wizard.submissions import Submission

HAND_OVER = "hand_over_information"
"""The job that renders the pre-contract sheet and hands it to the customer; payload: the sale."""

_INFORMATION = "information"


class SellerStopped(PalierError):
    """Whose submission it is may sell nothing today: it is neither taken nor answered, and stays
    where it was typed until they may."""


@dataclass(frozen=True, slots=True)
class _Turn:
    """A submission that was accepted, and what the sale becomes by it."""

    submission: Submission
    journey: Journey
    step: Step
    values: dict[str, Any]
    path: Path
    written: Written
    changes: bool
    """Whether the content of the sale is another than before."""
    lines: tuple[CartLine, ...] | None
    """The lines as they are to be, None where they stay. Until it is signed a sale is judged by
    today's catalogue, so lines of other terms than today's are written again, and with them the
    names of the seller and the adviser."""


async def submit_step(work: UnitOfWork, submission: Submission) -> Receipt:
    """Take one submitted step, in the caller's unit of work.

    Idempotent by the submission's id. Raises `SellerStopped` for a step that is not stored yet of
    somebody who may sell nothing today, `Overtaken` when the sale changed meanwhile, and
    lets a unique violation through where another request stored the same id at the same time (or
    the row belongs to somebody the actor may not know of): the caller tries again.
    """
    row = await work.one(NOW, submission.id, submission.sale, *address_asked(submission))
    now = read_now(row, submission.sale)
    if now.erased:
        return _erased(submission, now)
    if now.seen is not None:
        return _seen_before(submission, now)
    if now.passed_on is not None:
        return _passed_on(submission, now.passed_on)
    try:
        journey = journeys().get(submission.journey, submission.version)
    except UnknownJourneyError:
        return refused(str(submission.id), [Problem("", "unknown_journey")])
    if now.stopped:
        raise SellerStopped
    if is_giving_up(submission):
        return await take_giving_up(work, submission, now, journey)
    problem = _closed(now, journey)
    if problem is not None:
        return refused(str(submission.id), [problem], sale=now.news)
    if is_choice(journey, submission):
        return await take_choice(work, submission, now, journey)
    known = await catalogue(work, now.stamp)
    return await _judge(work, submission, now, journey, known)


def _erased(submission: Submission, now: SaleNow) -> Receipt:
    """Nothing of a sale whose customer was erased comes back; a tablet that gives it up is done."""
    if is_giving_up(submission):
        return Receipt(str(submission.id), Outcome.STORED, now.news)
    return refused(str(submission.id), [Problem("", "erased")], sale=now.news)


def _seen_before(submission: Submission, now: SaleNow) -> Receipt:
    if now.seen != submission.digest:
        return refused(str(submission.id), [Problem("", "id_reused")])
    return Receipt(str(submission.id), Outcome.ALREADY_STORED, now.news)


def _passed_on(submission: Submission, arrived: bytes) -> Receipt:
    """What had arrived before the sale passed on is stored, once; nothing else of it is taken."""
    if arrived == submission.digest:
        return Receipt(str(submission.id), Outcome.ALREADY_STORED)
    return refused(str(submission.id), [Problem("", "passed_on")])


def _closed(now: SaleNow, journey: Journey) -> Problem | None:
    if now.state is None:
        return None
    if now.journey is not journey:
        return Problem("", "other_journey")
    if now.state in EDITABLE:
        return None
    return Problem("", "sale_closed" if now.state is SaleState.DROPPED else "already_signed")


async def _judge(
    work: UnitOfWork, submission: Submission, now: SaleNow, journey: Journey, known: Catalogue
) -> Receipt:
    step = journey.step(submission.step)
    answers = now.answers()
    judged = judge_submission(
        journey,
        submission.step,
        submission.answers,
        answers,
        cast(list[Product], known.products),
        today(),
    )
    problems = judged.verdict.problems
    if step is None or step.kind not in ON_THE_TABLET:
        problems = (Problem("", "unknown_step"),)
    if step is None or problems:
        return refused(
            str(submission.id), problems, journey=journey, step=submission.step, sale=now.news
        )
    if now.refused:
        work.record("refusal:meet", "sale", submission.sale, after={"step": submission.step})
        problems = (Problem("", "address_refused"),)
        return refused(str(submission.id), problems, journey=journey, step=step.name, sale=now.news)
    masked = mask_secrets(step, judged.verdict.values)
    if now.is_superseded(submission):
        await sale_writes.write_aside(work, submission, masked)
        _record_step(work, submission, now, now.state, superseded=True)
        return Receipt(str(submission.id), Outcome.STORED, now.news)
    turn = _turn(submission, step, judged, answers, now, journey)
    news = await _write(work, turn, masked, now, known)
    return Receipt(str(submission.id), Outcome.STORED, news)


def _turn(
    submission: Submission,
    step: Step,
    judged: Judgement,
    answers: dict[str, dict[str, Any]],
    now: SaleNow,
    journey: Journey,
) -> _Turn:
    values, path = judged.verdict.values, judged.path
    seqs = {name: kept.seq for name, kept in now.steps.items()} | {step.name: submission.seq}
    # The prices the sale was made at stay; whether anything is due today follows the answers.
    due = path.facts["cart_total_today_cents"]
    today_cents = (now.today_cents or due) if due else 0
    per_month = now.month_cents
    lines = None
    if step.kind == "cart" or (now.outdated and CART in path.complete):
        lines = path.cart.lines
        today_cents = due
        per_month = month_cents(path.facts["totals"])
    written = Written(
        state=_state(journey, path, seqs, now.state),
        step=path.first_incomplete,
        customer_name=_customer_name(path),
        today_cents=today_cents,
        month_cents=per_month,
    )
    changes = step.kind != "review" and answers.get(step.name) != values
    return _Turn(submission, journey, step, values, path, written, changes, lines)


def _state(
    journey: Journey, path: Path, seqs: dict[str, int], before: SaleState | None
) -> SaleState:
    """Ready once the review is the last word and nothing before the signature is missing.

    With a doubt about the customer there is no signature to come: the sale stands still until
    somebody has called them (C. conso. L121-8). A review said again takes nothing back from a
    signature under way.
    """
    following = journey.step(path.first_incomplete)
    reviewed = [step.name for step in journey.steps if step.kind == "review"]
    last_word = all(seqs.get(name) == max(seqs.values()) for name in reviewed)
    if following is None or following.kind in ON_THE_TABLET or not last_word:
        return SaleState.OPEN
    if path.facts["doubt"]:
        return SaleState.STALLED
    under_way = before is SaleState.OUT_FOR_SIGNATURE
    return SaleState.OUT_FOR_SIGNATURE if under_way else SaleState.READY_TO_SIGN


def _customer_name(path: Path) -> str:
    customer = path.answers.get("customer", {})
    return " ".join(str(customer.get(part, "")) for part in ("first_name", "last_name")).strip()


async def _write(
    work: UnitOfWork, turn: _Turn, masked: dict[str, Any], now: SaleNow, known: Catalogue
) -> SaleNews:
    submission, written = turn.submission, turn.written
    sealed = seal_secrets(submission.sale, turn.step, turn.values)
    if now.state is None:
        number = await _open_sale(work, turn, masked, sealed)
    else:
        refuse_move(now.state, written.state)
        number = now.number
        await sale_writes.write_step(work, submission, masked, sealed, written, now.revision)
        if turn.lines is not None:
            await sale_writes.renew_terms(work, submission.sale)
    if turn.lines is not None:
        await sale_writes.write_lines(work, submission.sale, turn.lines, known.ids, now.stamp)
    await _follow(work, turn, now)
    return SaleNews(submission.sale, written.state, number)


async def _open_sale(
    work: UnitOfWork, turn: _Turn, masked: dict[str, Any], sealed: dict[str, Any]
) -> str:
    submission, opening = turn.submission, opening_by(work.actor, turn.journey)
    number = await sale_writes.write_opening(
        work, submission, masked, sealed, turn.written, opening
    )
    work.record(
        "sale:open",
        "sale",
        submission.sale,
        after={"number": number, "journey": submission.journey, "version": submission.version},
    )
    return number


async def _follow(work: UnitOfWork, turn: _Turn, now: SaleNow) -> None:
    """What a stored step brings with it: secrets to forget, drafts to void, photos to await, the
    sheet to give."""
    sale, state = turn.submission.sale, turn.written.state
    voided = turn.changes and (now.handed or now.drawn)
    if voided:
        await sale_writes.void_drafts(work, sale)
    _record_step(work, turn.submission, now, state, voided=voided, name=turn.written.customer_name)
    for name, field in now.secrets_outside(turn.path, turn.step.name):
        await sale_writes.forget_secret(work, sale, name, field)
        work.record("sale:forget_secret", "sale", sale, after={"step": name, "field": field})
    before = {name: kept.answers for name, kept in now.steps.items()}
    await settle_photos(work, sale, turn.journey, before, turn.path.answers)
    if state is not now.state and state in (SaleState.READY_TO_SIGN, SaleState.STALLED):
        act = "sale:ready" if state is SaleState.READY_TO_SIGN else "sale:stall"
        work.record(act, "sale", sale, before={"state": now.state}, after={"state": state})
        if state is SaleState.READY_TO_SIGN and now.on_phone:
            await ask_for_link(work, turn.submission)
    given = now.handed and not voided
    informs = turn.step.name == _INFORMATION or state is SaleState.READY_TO_SIGN
    if informs and not given and _INFORMATION in turn.path.complete:
        await work.enqueue(HAND_OVER, str(sale), dedupe=f"{HAND_OVER}:{sale}")


def _record_step(
    work: UnitOfWork,
    submission: Submission,
    now: SaleNow,
    state: SaleState | None,
    *,
    name: str = "",
    **marks: bool,
) -> None:
    facts = {"step": submission.step, "seq": submission.seq, "state": state}
    renamed = name != now.customer_name and name != ""
    work.record(
        "sale:step",
        "sale",
        submission.sale,
        before={"state": now.state},
        after=facts | {mark: True for mark, holds in marks.items() if holds},
        personal={"customer_name": name} if renamed else None,
    )
