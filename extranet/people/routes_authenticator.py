"""The authenticator application and the recovery codes of one's own account, and the page that
leads to a first second factor."""

from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.status_codes import HTTP_200_OK, HTTP_422_UNPROCESSABLE_ENTITY
from pydantic import AfterValidator, BaseModel

from extranet.core.doors import IN_PERSON, SETTING_UP
from extranet.core.errors import Forbidden, NotFound
from extranet.core.forms import Form, read_form
from extranet.core.i18n import N_
from extranet.core.pages import page, see_other
from extranet.core.sessions import actor_of, person_of, visit_of
from extranet.documents.qr import draw_qr
from extranet.people.account import own_email
from extranet.people.links import REFUSALS
from extranet.people.own_password import WrongPassword
from extranet.people.second_factor import authenticator, recovery_codes
from extranet.people.second_factor.asking import (
    PRESENT,
    WRONG_PASSWORD,
    Act,
    PresentForm,
    ask,
    done,
)
from extranet.people.second_factor.authenticator import WrongCode
from extranet.people.second_factor.codes import figures_of

_CODE = {"code": N_("Écrivez les six chiffres que l’application affiche.")}
_WRONG = N_(
    "Ce n’est pas le code de cette application. Vérifiez que l’heure du téléphone se règle toute "
    "seule, puis écrivez le code suivant."
)

Browser = Request[Any, Any, Any]


class CodeForm(BaseModel):
    """A code of the application that is being linked."""

    code: Annotated[str, AfterValidator(figures_of)]


@get("/account/second-factor", guards=SETTING_UP)
async def show_choice(request: Browser) -> Response[Any]:
    """Which second factor to set up; for whoever lacks one they need, the only way on."""
    required = visit_of(request).lacks_second_factor
    return page(request, "people/second_factor/choice.html", required=required)


@get("/account/authenticator", guards=SETTING_UP)
async def show_begin(request: Browser) -> Response[Any]:
    """Where linking an application begins."""
    return await _ask(request, Act.LINK)


@post(
    "/account/authenticator",
    status_code=HTTP_200_OK,
    exception_handlers=REFUSALS,
    guards=SETTING_UP,
)
async def begin(request: Browser) -> Response[Any]:
    """Make the secret that the application will share."""
    form = await read_form(request, PresentForm, PRESENT)
    if form.value is None:
        return await _ask(request, Act.LINK, form)
    try:
        session_id = person_of(request).session_id
        await authenticator.begin(actor_of(request), session_id, form.value.present)
    except WrongPassword:
        form.refuse("present", WRONG_PASSWORD)
        return await _ask(request, Act.LINK, form)
    return see_other(request, "/account/authenticator/code")


@get("/account/authenticator/code", guards=SETTING_UP)
async def show_begun(request: Browser) -> Response[Any]:
    """The secret, to be scanned or typed, and the first code that proves it was."""
    return await _begun(request)


@post("/account/authenticator/code", status_code=HTTP_200_OK, guards=SETTING_UP)
async def confirm(request: Browser) -> Response[Any]:
    """Link the application; a first factor comes with recovery codes."""
    form = await read_form(request, CodeForm, _CODE)
    if form.value is None:
        return await _begun(request, form)
    session_id = person_of(request).session_id
    try:
        codes = await authenticator.confirm(actor_of(request), session_id, form.value.code)
    except NotFound:
        return see_other(request, "/account/authenticator")
    except WrongCode:
        form.refuse("code", _WRONG)
        return await _begun(request, form)
    return done(request, codes)


@get("/account/authenticator/remove", guards=IN_PERSON)
async def show_remove(request: Browser) -> Response[Any]:
    """What removing the application does, and the password it asks for."""
    return await _ask(request, Act.UNLINK)


@post(
    "/account/authenticator/remove",
    status_code=HTTP_200_OK,
    exception_handlers=REFUSALS,
    guards=IN_PERSON,
)
async def remove(request: Browser) -> Response[Any]:
    """Ask for codes of the application no more."""
    form = await read_form(request, PresentForm, PRESENT)
    if form.value is None:
        return await _ask(request, Act.UNLINK, form)
    try:
        await authenticator.remove(actor_of(request), form.value.present)
    except WrongPassword:
        form.refuse("present", WRONG_PASSWORD)
        return await _ask(request, Act.UNLINK, form)
    return see_other(request, "/account?news=factor_removed")


@get("/account/recovery-codes", guards=IN_PERSON)
async def show_codes(request: Browser) -> Response[Any]:
    """Where new recovery codes are made."""
    return await _ask(request, Act.MAKE_CODES)


@post(
    "/account/recovery-codes",
    status_code=HTTP_200_OK,
    exception_handlers=REFUSALS,
    guards=IN_PERSON,
)
async def make_codes(request: Browser) -> Response[Any]:
    """Make new recovery codes and show them, this once."""
    form = await read_form(request, PresentForm, PRESENT)
    if form.value is None:
        return await _ask(request, Act.MAKE_CODES, form)
    try:
        codes = await recovery_codes.make_anew(actor_of(request), form.value.present)
    except WrongPassword:
        form.refuse("present", WRONG_PASSWORD)
        return await _ask(request, Act.MAKE_CODES, form)
    except Forbidden:
        return see_other(request, "/account/second-factor")
    return done(request, codes)


async def _ask(request: Browser, act: Act, form: Form[PresentForm] | None = None) -> Response[Any]:
    return ask(request, act, await own_email(actor_of(request)), form)


async def _begun(request: Browser, form: Form[CodeForm] | None = None) -> Response[Any]:
    try:
        begun = await authenticator.begun(actor_of(request), person_of(request).session_id)
    except NotFound:
        return see_other(request, "/account/authenticator")
    return page(
        request,
        "people/second_factor/authenticator.html",
        status=HTTP_200_OK if form is None else HTTP_422_UNPROCESSABLE_ENTITY,
        form=form,
        secret=begun.secret,
        address=begun.address,
        qr=draw_qr(begun.address),
    )


routes = [
    show_choice,
    show_begin,
    begin,
    show_begun,
    confirm,
    show_remove,
    remove,
    show_codes,
    make_codes,
]
