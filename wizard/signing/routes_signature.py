"""The customer reads and signs on the adviser's tablet, then gives their code."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.status_codes import (
    HTTP_200_OK,
    HTTP_409_CONFLICT,
    HTTP_422_UNPROCESSABLE_ENTITY,
)
from pydantic import BaseModel

from extranet.core.access import Permission
from extranet.core.database import unit_of_work
from extranet.core.forms import Form, read_form
from extranet.core.i18n import N_
from extranet.core.pages import page, see_other
from extranet.core.sessions import actor_of, locale_of
from wizard.records import load_record
from wizard.signing.builtin import BuiltinSigning
from wizard.signing.channels import reach_for_code
from wizard.signing.mark import LONGEST_TEXT, Mark, MarkRefused, read_mark
from wizard.signing.port import SigningService
from wizard.signing.sitting import Sitting, Standing, open_sitting
from wizard.signing.totals import total_in_words
from wizard.states import SaleState
from wizard.withdrawal import withdrawal_since

SERVICE: SigningService = BuiltinSigning()

_READ_FIRST = N_("Cochez la case quand le client a lu les deux documents.")
_CHANGED = N_(
    "Le contrat a changé depuis que cette page s’est ouverte. Le client le relit ci-dessous, puis "
    "signe."
)


class MarkForm(BaseModel):
    """What the signing page sends."""

    mark: str = ""
    mark_typed: str = ""
    read: str = ""
    seen: str = ""


@get("/sales/{sale_id:uuid}/signature")
async def signature(request: Request[Any, Any, Any], sale_id: FromPath[UUID]) -> Response[Any]:
    """Both documents to read, and the place to sign."""
    actor = actor_of(request, Permission.SALE_SELL)
    async with unit_of_work(actor) as work:
        sitting = await open_sitting(work, sale_id)
    return _answer(request, sitting, Form())


@post("/sales/{sale_id:uuid}/signature", status_code=HTTP_200_OK)
async def sign(request: Request[Any, Any, Any], sale_id: FromPath[UUID]) -> Response[Any]:
    """Take the customer's mark: the contract that bears it is kept, and the code leaves."""
    actor = actor_of(request, Permission.SALE_SELL)
    form = await read_form(request, MarkForm, {})
    async with unit_of_work(actor) as work:
        sitting = await open_sitting(work, sale_id, to_sign=True)
        mark = _mark(form, sitting) if sitting.standing is Standing.TO_SIGN else None
        if mark is not None:
            following = await SERVICE.begin(work, sitting.record, mark)
            return see_other(request, following)
        work.record("signature:refuse", "sale", sale_id, after={"fields": sorted(form.errors)})
    return _answer(request, sitting, form, refused=True)


@get("/sales/{sale_id:uuid}/done")
async def done(request: Request[Any, Any, Any], sale_id: FromPath[UUID]) -> Response[Any]:
    """The contract is signed: what happens next."""
    actor = actor_of(request, Permission.SALE_SELL)
    async with unit_of_work(actor) as work:
        entry = work.view("contract:show", "sale", sale_id)
        record = await load_record(work, sale_id, entry=entry)
    if record.state is not SaleState.SIGNED or record.signed_at is None:
        return see_other(request, f"/sales/{sale_id}/signature")
    reach = reach_for_code(record)
    return page(
        request,
        "signing/done.html",
        record=record,
        sent_to=reach,
        on_paper=record.facts["contract_on_paper"],
        total=total_in_words(record, locale_of(request)),
        withdrawal=withdrawal_since(
            {line.nature for line in record.lines},
            record.signed_at,
            None,
            informed=record.handover is not None,
        ),
    )


def _mark(form: Form[MarkForm], sitting: Sitting) -> Mark | None:
    """The mark, or None with everything that is wrong said in the form."""
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
        form.refuse("read", _READ_FIRST)
    if given.seen != sitting.seen:
        form.refuse("documents", _CHANGED)
    return None if form.errors else mark


def _answer(
    request: Request[Any, Any, Any],
    sitting: Sitting,
    form: Form[MarkForm],
    *,
    refused: bool = False,
) -> Response[Any]:
    record, standing = sitting.record, sitting.standing
    if standing is Standing.SIGNED:
        return see_other(request, f"/sales/{record.id}/done")
    if standing is not Standing.TO_SIGN:
        status = HTTP_409_CONFLICT if refused else HTTP_200_OK
        return page(
            request, "signing/elsewhere.html", status=status, record=record, standing=standing
        )
    if len(form.values.get("mark", "")) > LONGEST_TEXT:
        form.values["mark"] = ""
    return page(
        request,
        "signing/signature.html",
        status=HTTP_422_UNPROCESSABLE_ENTITY if refused else HTTP_200_OK,
        form=form,
        record=record,
        sitting=sitting,
        reach=reach_for_code(record),
        total=total_in_words(record, locale_of(request)),
    )
