"""The steps of the ceremony, the same on the adviser's tablet and on the customer's own phone: the
mark is taken, the code is confirmed, another code is sent.

Pages of either place call these and say what came of it in their own words.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel

from extranet.core.access import Actor
from extranet.core.clock import now
from extranet.core.database import UnitOfWork, unit_of_work
from extranet.core.forms import Form
from extranet.core.i18n import N_, words
from wizard.confirmation import LIFETIME, MOST_CODES, SentCode, TooManyCodes, described
from wizard.records import SaleRecord, load_record
from wizard.signing.builtin import BuiltinSigning
from wizard.signing.handover import lock_sale
from wizard.signing.mark import LONGEST_TEXT, Mark, MarkRefused, read_mark
from wizard.signing.port import Concluded, device_of
from wizard.signing.sitting import Sitting
from wizard.states import SaleState

SERVICE = BuiltinSigning()

_DIGITS = 6
_SIX_DIGITS = N_("Entrez les six chiffres du code.")
_WAIT = N_("Trois codes sont déjà partis. Le prochain pourra partir à %(time)s.")

_WAITING = f"""
SELECT s.number, s.state, s.customer_name, g.document_sha256 AS signed_sha256, g.device_of,
    c.channel, c.masked_destination, c.sent_at, c.expires_at, c.attempts, c.document_sha256,
    (SELECT min(n.sent_at) FROM (
        SELECT sent_at FROM confirmation_code WHERE sale_id = s.id AND sent_at > $2
        ORDER BY sent_at DESC LIMIT {MOST_CODES}
    ) n HAVING count(*) = {MOST_CODES}) AS flooded_since,
    journal_record($3::jsonb)
FROM sale s
LEFT JOIN signature g ON g.sale_id = s.id
LEFT JOIN LATERAL (
    SELECT * FROM confirmation_code k WHERE k.sale_id = s.id ORDER BY k.sent_at DESC, k.id DESC
    LIMIT 1
) c ON true
WHERE s.id = $1
"""  # noqa: S608 (our own constant)


class MarkForm(BaseModel):
    """What a signing page sends."""

    mark: str = ""
    mark_typed: str = ""
    read: str = ""
    seen: str = ""
    mark_before: str = ""


class CodeForm(BaseModel):
    """The code the customer got."""

    code: str = ""


class Onward(StrEnum):
    """Where a ceremony goes on, other than at its code."""

    SIGNED = "signed"
    SIGN = "sign"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class WaitingCode:
    """A sale that waits for its code. `code` is None when none sent is good for what was signed;
    `again_at` is when the next one may leave, None when it may now."""

    sale_id: UUID
    number: str
    state: SaleState
    customer_name: str
    here: bool
    """Whether it was signed on this device: a ceremony ends where it began."""
    code: SentCode | None
    again_at: datetime | None

    @property
    def onward(self) -> Onward | None:
        """Where to go instead of asking for the code; None to ask."""
        if self.state is SaleState.SIGNED:
            return Onward.SIGNED
        asks = self.state is SaleState.OUT_FOR_SIGNATURE and self.here
        return None if asks else Onward.SIGN


@dataclass(frozen=True, slots=True)
class CodePage:
    """The page of a code after an act: where it leads on, or what it shows, errors being in the
    form. `lost`: what was signed is no longer what the sale says."""

    onward: Onward | None = None
    waiting: WaitingCode | None = None
    lost: bool = False

    @property
    def leads_to(self) -> Onward | None:
        """Where to go now, by the act itself or by how the sale stands after it; None to stay."""
        return self.onward or (self.waiting.onward if self.waiting else None)


def is_repeated(form: Form[MarkForm], sitting: Sitting) -> bool:
    """Whether a mark was taken since the page was opened: pressed twice, or sent again because no
    reply came. It is taken once and one code leaves; who wants to sign anew opens the page anew."""
    before = form.value.mark_before if form.value else ""
    return sitting.mark_before not in ("", before)


def read_form_mark(
    form: Form[MarkForm], sitting: Sitting, *, tick: str, changed: str
) -> Mark | None:
    """The mark, or None with everything that is wrong said in the form.

    `tick` asks to say that one has read, `changed` to read again.
    """
    given = form.value
    if given is None:
        return None
    mark = None
    customer = sitting.record.answers["customer"]
    try:
        name = f"{customer['first_name']} {customer['last_name']}"
        mark = read_mark(given.mark, given.mark_typed, name)
    except MarkRefused as refused:
        form.refuse(refused.field, str(refused))
    if given.read != "true":
        form.refuse("read", tick)
    if given.seen != sitting.seen:
        form.refuse("documents", changed)
    if len(given.mark) > LONGEST_TEXT:
        form.values["mark"] = ""
    return None if form.errors else mark


async def look_at_code(actor: Actor, sale_id: UUID) -> WaitingCode:
    """The sale as it waits for its code; the view is journalled."""
    async with unit_of_work(actor) as work:
        return await _read(work, sale_id)


async def confirm_code(actor: Actor, sale_id: UUID, form: Form[CodeForm]) -> CodePage:
    """Judge the code; the right one makes the contract, once."""
    typed = "".join(letter for letter in form.values.get("code", "") if letter.isdecimal())
    if len(typed) != _DIGITS or not typed.isascii():
        form.refuse("code", _SIX_DIGITS)
        return CodePage(waiting=await look_at_code(actor, sale_id))
    async with unit_of_work(actor) as work:
        record = await _locked(work, sale_id)
        if record.state is SaleState.SIGNED:
            # The right code sent twice: the contract of the first time is the contract.
            work.record("code:repeat", "sale", sale_id)
            return CodePage(Onward.SIGNED)
        if not _awaits_code(work, record):
            work.record("code:refuse", "sale", sale_id, after={"state": record.state})
            return CodePage(Onward.SIGN)
        outcome = await SERVICE.confirm(work, record, typed)
        if isinstance(outcome, Concluded):
            return CodePage(Onward.SIGNED)
        waiting = await _read(work, sale_id)
    said = words(actor.locale).gettext(outcome.sentence, **outcome.values)
    form.refuse("code", said)
    form.values["code"] = ""
    return CodePage(waiting=waiting, lost=outcome.lost)


async def send_code_again(actor: Actor, sale_id: UUID, form: Form[CodeForm]) -> CodePage:
    """Send a new code; the one before is dead."""
    async with unit_of_work(actor) as work:
        record = await _locked(work, sale_id)
        if not _awaits_code(work, record) or record.signature is None:
            work.record("code:withhold", "sale", sale_id, after={"state": record.state})
            return CodePage(Onward.SIGN)
        try:
            await SERVICE.send_code(work, record, record.signature.document_sha256)
            return CodePage(Onward.CODE)
        except TooManyCodes:
            work.record("code:withhold", "sale", sale_id)
        waiting = await _read(work, sale_id)
    if waiting.again_at is not None:
        speech = words(actor.locale)
        form.refuse("", speech.gettext(_WAIT, time=speech.datetime(waiting.again_at)[-5:]))
    return CodePage(waiting=waiting)


async def _locked(work: UnitOfWork, sale_id: UUID) -> SaleRecord:
    await lock_sale(work, sale_id)
    return await load_record(work, sale_id)


def _awaits_code(work: UnitOfWork, record: SaleRecord) -> bool:
    signed = record.signature
    here = signed is None or signed.device_of == device_of(work.actor)
    awaits = record.state is SaleState.OUT_FOR_SIGNATURE
    return awaits and here and not (record.address_refused or record.stopped)


async def _read(work: UnitOfWork, sale_id: UUID) -> WaitingCode:
    entry = work.view("code:ask", "sale", sale_id)
    row = await work.one_or_404(_WAITING, sale_id, now() - LIFETIME, entry)
    good = row["sent_at"] is not None and row["document_sha256"] == row["signed_sha256"]
    since = row["flooded_since"]
    return WaitingCode(
        sale_id=sale_id,
        number=row["number"],
        state=SaleState(row["state"]),
        customer_name=row["customer_name"],
        here=row["device_of"] in (None, device_of(work.actor)),
        code=described(row) if good else None,
        again_at=since + LIFETIME if since else None,
    )
