"""Handing a rescue file in."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.status_codes import HTTP_200_OK, HTTP_422_UNPROCESSABLE_ENTITY

from extranet.core.access import Permission
from extranet.core.doors import needs
from extranet.core.forms import Form
from extranet.core.i18n import N_
from extranet.core.pages import page
from extranet.core.precedence import GIVES_WAY
from extranet.core.refusals import journal_refusal
from extranet.core.sessions import actor_of
from wizard.rescue.contents import MOST_BYTES
from wizard.rescue.taking import Rescue, RescueRefused, take_file

HERE = "/rescue-files"
_CHOOSE = N_("Choisissez le fichier exporté depuis la tablette.")

_DOOR = needs(Permission.OUTBOX_IMPORT, Permission.SALE_SELL)

Browser = Request[Any, Any, Any]


@get(HERE, guards=_DOOR)
async def show(request: Browser) -> Response[str]:
    """The place to hand a file in."""
    return _answer(request, Form())


@post(HERE, status_code=HTTP_200_OK, opt=GIVES_WAY, request_max_body_size=MOST_BYTES, guards=_DOOR)
async def take(request: Browser) -> Response[str]:
    """Take a file and say, submission by submission, what came of it."""
    actor = actor_of(request)
    given = (await request.form()).get("file")
    if not isinstance(given, UploadFile):
        return _answer(request, Form(errors={"file": _CHOOSE}))
    try:
        return _answer(request, Form(), await take_file(actor, given))
    except RescueRefused as refused:
        await journal_refusal(request, refused)
        return _answer(request, Form(errors={"file": str(refused)}))


def _answer(request: Browser, form: Form[Any], rescue: Rescue | None = None) -> Response[str]:
    return page(
        request,
        "rescue/take.html",
        status=HTTP_422_UNPROCESSABLE_ENTITY if form.errors else HTTP_200_OK,
        form=form,
        rescue=rescue,
    )


routes = [show, take]
