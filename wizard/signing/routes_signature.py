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

from extranet.core.access import Permission
from extranet.core.database import unit_of_work
from extranet.core.doors import needs
from extranet.core.forms import Form, read_form
from extranet.core.i18n import N_
from extranet.core.pages import page, see_other
from extranet.core.sessions import actor_of, locale_of
from wizard.records import load_record
from wizard.signing.ceremony import SERVICE, MarkForm, is_repeated, read_form_mark
from wizard.signing.channels import reach_for_code, reach_for_link
from wizard.signing.phone_link import send_link_again
from wizard.signing.sitting import Sitting, Standing, open_sitting
from wizard.signing.totals import total_in_words
from wizard.states import SaleState
from wizard.withdrawal import withdrawal_since

_READ_FIRST = N_("Cochez la case quand le client a lu les deux documents.")
_CHANGED = N_(
    "Le contrat a changé depuis que cette page s’est ouverte. Le client le relit ci-dessous, puis "
    "signe."
)


@get("/sales/{sale_id:uuid}/signature", guards=needs(Permission.SALE_SELL))
async def signature(request: Request[Any, Any, Any], sale_id: FromPath[UUID]) -> Response[Any]:
    """Both documents to read, and the place to sign."""
    actor = actor_of(request)
    async with unit_of_work(actor) as work:
        sitting = await open_sitting(work, sale_id)
    return _answer(request, sitting, Form())


@post(
    "/sales/{sale_id:uuid}/signature", status_code=HTTP_200_OK, guards=needs(Permission.SALE_SELL)
)
async def sign(request: Request[Any, Any, Any], sale_id: FromPath[UUID]) -> Response[Any]:
    """Take the customer's mark: the contract that bears it is kept, and the code leaves."""
    actor = actor_of(request)
    form = await read_form(request, MarkForm, {})
    async with unit_of_work(actor) as work:
        sitting = await open_sitting(work, sale_id, to_sign=True)
        to_sign = sitting.standing is Standing.TO_SIGN
        place = f"/sales/{sale_id}"
        if to_sign and is_repeated(form, sitting):
            work.record("signature:repeat", "sale", sale_id)
            return see_other(request, f"{place}/code")
        mark = (
            read_form_mark(form, sitting, tick=_READ_FIRST, changed=_CHANGED) if to_sign else None
        )
        if mark is not None:
            return see_other(request, await SERVICE.begin(work, sitting.record, mark, place))
        work.record("signature:refuse", "sale", sale_id, after={"fields": sorted(form.errors)})
    return _answer(request, sitting, form, refused=True)


@post("/sales/{sale_id:uuid}/signing-link", guards=needs(Permission.SALE_SELL))
async def send_link(request: Request[Any, Any, Any], sale_id: FromPath[UUID]) -> Response[Any]:
    """Have the customer sign on their own phone: a link leaves, and any before is dead."""
    async with unit_of_work(actor_of(request)) as work:
        await send_link_again(work, sale_id)
    return see_other(request, f"/sales/{sale_id}")


@get("/sales/{sale_id:uuid}/done", guards=needs(Permission.SALE_SELL))
async def done(request: Request[Any, Any, Any], sale_id: FromPath[UUID]) -> Response[Any]:
    """The contract is signed: what happens next."""
    actor = actor_of(request)
    async with unit_of_work(actor) as work:
        entry = work.view("contract:show", "sale", sale_id)
        record = await load_record(work, sale_id, entry=entry)
    if record.state is not SaleState.SIGNED or record.signed_at is None:
        return see_other(request, f"/sales/{sale_id}/signature")
    return page(
        request,
        "signing/done.html",
        record=record,
        sent_to=reach_for_code(record),
        total=total_in_words(record, locale_of(request)),
        withdrawal=withdrawal_since(
            {line.nature for line in record.lines},
            record.signed_at,
            None,
            informed=record.handover is not None,
        ),
    )


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
    return page(
        request,
        "signing/signature.html",
        status=HTTP_422_UNPROCESSABLE_ENTITY if refused else HTTP_200_OK,
        form=form,
        record=record,
        sitting=sitting,
        reach=reach_for_code(record),
        link_reach=reach_for_link(record),
        total=total_in_words(record, locale_of(request)),
    )
