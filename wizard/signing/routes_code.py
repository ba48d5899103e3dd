"""The ceremony's second page on the tablet: the code from the customer's own phone or mailbox."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK, HTTP_422_UNPROCESSABLE_ENTITY

from extranet.core.access import Permission
from extranet.core.doors import needs
from extranet.core.forms import Form, read_form
from extranet.core.pages import page, see_other
from extranet.core.sessions import actor_of
from wizard.signing.ceremony import (
    CodeForm,
    CodePage,
    Onward,
    confirm_code,
    look_at_code,
    send_code_again,
)

_PAGES = {Onward.SIGNED: "done", Onward.SIGN: "signature", Onward.CODE: "code"}


@get("/sales/{sale_id:uuid}/code", guards=needs(Permission.SALE_SELL))
async def code(request: Request[Any, Any, Any], sale_id: FromPath[UUID]) -> Response[Any]:
    """Where the code is typed in."""
    actor = actor_of(request)
    waiting = await look_at_code(actor, sale_id)
    return _answer(request, sale_id, CodePage(waiting=waiting), Form())


@post("/sales/{sale_id:uuid}/code", status_code=HTTP_200_OK, guards=needs(Permission.SALE_SELL))
async def confirm(request: Request[Any, Any, Any], sale_id: FromPath[UUID]) -> Response[Any]:
    """Judge the code; the right one makes the contract, once."""
    actor = actor_of(request)
    form = await read_form(request, CodeForm, {})
    return _answer(request, sale_id, await confirm_code(actor, sale_id, form), form)


@post("/sales/{sale_id:uuid}/code/new", status_code=HTTP_200_OK, guards=needs(Permission.SALE_SELL))
async def send_again(request: Request[Any, Any, Any], sale_id: FromPath[UUID]) -> Response[Any]:
    """Send a new code; the one before is dead."""
    actor = actor_of(request)
    form: Form[CodeForm] = Form()
    return _answer(request, sale_id, await send_code_again(actor, sale_id, form), form)


def _answer(
    request: Request[Any, Any, Any], sale_id: UUID, shown: CodePage, form: Form[CodeForm]
) -> Response[Any]:
    if shown.leads_to is not None:
        return see_other(request, f"/sales/{sale_id}/{_PAGES[shown.leads_to]}")
    return page(
        request,
        "signing/code.html",
        status=HTTP_422_UNPROCESSABLE_ENTITY if form.errors else HTTP_200_OK,
        form=form,
        waiting=shown.waiting,
        lost=shown.lost,
    )
