"""The built-in ceremony's second page: the code from the customer's own phone or mailbox."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK, HTTP_422_UNPROCESSABLE_ENTITY
from pydantic import BaseModel

from extranet.core.access import Actor, Permission
from extranet.core.clock import now
from extranet.core.database import UnitOfWork, unit_of_work
from extranet.core.forms import Form, read_form
from extranet.core.i18n import N_, words
from extranet.core.pages import page, see_other
from extranet.core.sessions import actor_of, locale_of
from wizard.confirmation import LIFETIME, MOST_CODES, SentCode, TooManyCodes, described
from wizard.records import load_record
from wizard.signing.builtin import BuiltinSigning
from wizard.signing.handover import lock_sale
from wizard.signing.port import Concluded, Refused
from wizard.states import SaleState

SERVICE = BuiltinSigning()

_DIGITS = 6
_SIX_DIGITS = N_("Entrez les six chiffres du code.")
_WAIT = N_("Trois codes sont déjà partis. Le prochain pourra partir à %(time)s.")

_WAITING = f"""
SELECT s.number, s.state, s.customer_name, g.document_sha256 AS signed_sha256,
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


@dataclass(frozen=True, slots=True)
class WaitingCode:
    """A sale that waits for its code. `code` is None when none sent is good for what was signed;
    `again_at` is when the next one may leave, None when it may now."""

    sale_id: UUID
    number: str
    state: SaleState
    customer_name: str
    signed_sha256: str
    code: SentCode | None
    again_at: datetime | None


class CodeForm(BaseModel):
    """What the customer read out."""

    code: str = ""


@get("/sales/{sale_id:uuid}/code")
async def code(request: Request[Any, Any, Any], sale_id: FromPath[UUID]) -> Response[Any]:
    """Where the code is typed in."""
    waiting = await _look(actor_of(request, Permission.SALE_SELL), sale_id)
    return _answer(request, waiting, Form())


@post("/sales/{sale_id:uuid}/code", status_code=HTTP_200_OK)
async def confirm(request: Request[Any, Any, Any], sale_id: FromPath[UUID]) -> Response[Any]:
    """Judge the code; the right one makes the contract, once."""
    actor = actor_of(request, Permission.SALE_SELL)
    form = await read_form(request, CodeForm, {})
    typed = "".join(letter for letter in form.values.get("code", "") if letter.isdecimal())
    if len(typed) != _DIGITS or not typed.isascii():
        form.refuse("code", _SIX_DIGITS)
        return _answer(request, await _look(actor, sale_id), form)
    async with unit_of_work(actor) as work:
        await lock_sale(work, sale_id)
        record = await load_record(work, sale_id)
        if record.state is SaleState.SIGNED:
            # The right code sent twice: the contract of the first time is the contract.
            work.record("code:repeat", "sale", sale_id)
            return see_other(request, f"/sales/{sale_id}/done")
        if record.state is not SaleState.OUT_FOR_SIGNATURE:
            work.record("code:refuse", "sale", sale_id, after={"state": record.state})
            return see_other(request, f"/sales/{sale_id}/signature")
        outcome = await SERVICE.confirm(work, record, typed)
        if isinstance(outcome, Concluded):
            return see_other(request, f"/sales/{sale_id}/done")
        waiting = await _read(work, sale_id)
    form.refuse("code", _said(request, outcome))
    form.values["code"] = ""
    return _answer(request, waiting, form, lost=outcome.lost)


@post("/sales/{sale_id:uuid}/code/new", status_code=HTTP_200_OK)
async def send_again(request: Request[Any, Any, Any], sale_id: FromPath[UUID]) -> Response[Any]:
    """Send a new code; the one before is dead."""
    actor = actor_of(request, Permission.SALE_SELL)
    async with unit_of_work(actor) as work:
        await lock_sale(work, sale_id)
        record = await load_record(work, sale_id)
        if record.state is not SaleState.OUT_FOR_SIGNATURE or record.signature is None:
            work.record("code:withhold", "sale", sale_id, after={"state": record.state})
            return see_other(request, f"/sales/{sale_id}/signature")
        try:
            await SERVICE.send_code(work, record, record.signature.document_sha256)
            return see_other(request, f"/sales/{sale_id}/code")
        except TooManyCodes:
            work.record("code:withhold", "sale", sale_id)
        waiting = await _read(work, sale_id)
    form: Form[CodeForm] = Form()
    if waiting.again_at is not None:
        form.refuse("", _wait(request, waiting.again_at))
    return _answer(request, waiting, form)


async def _look(actor: Actor, sale_id: UUID) -> WaitingCode:
    async with unit_of_work(actor) as work:
        return await _read(work, sale_id)


async def _read(work: UnitOfWork, sale_id: UUID) -> WaitingCode:
    entry = work.view("code:ask", "sale", sale_id)
    row = await work.one_or_404(_WAITING, sale_id, now() - LIFETIME, entry)
    signed = row["signed_sha256"] or ""
    good = row["sent_at"] is not None and row["document_sha256"] == signed
    since = row["flooded_since"]
    return WaitingCode(
        sale_id=sale_id,
        number=row["number"],
        state=SaleState(row["state"]),
        customer_name=row["customer_name"],
        signed_sha256=signed,
        code=described(row) if good else None,
        again_at=since + LIFETIME if since else None,
    )


def _said(request: Request[Any, Any, Any], refused: Refused) -> str:
    return words(locale_of(request)).gettext(refused.sentence, **refused.values)


def _wait(request: Request[Any, Any, Any], again_at: datetime) -> str:
    speech = words(locale_of(request))
    return speech.gettext(_WAIT, time=speech.datetime(again_at)[-5:])


def _answer(
    request: Request[Any, Any, Any],
    waiting: WaitingCode,
    form: Form[CodeForm],
    *,
    lost: bool = False,
) -> Response[Any]:
    if waiting.state is SaleState.SIGNED:
        return see_other(request, f"/sales/{waiting.sale_id}/done")
    if waiting.state is not SaleState.OUT_FOR_SIGNATURE:
        return see_other(request, f"/sales/{waiting.sale_id}/signature")
    return page(
        request,
        "signing/code.html",
        status=HTTP_422_UNPROCESSABLE_ENTITY if form.errors else HTTP_200_OK,
        form=form,
        waiting=waiting,
        lost=lost,
    )
