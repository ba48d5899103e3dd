"""One's own passkeys: added and removed."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK, HTTP_422_UNPROCESSABLE_ENTITY
from pydantic import Field, StringConstraints

from extranet.core.doors import IN_PERSON, SETTING_UP
from extranet.core.forms import Form, read_form
from extranet.core.i18n import N_
from extranet.core.pages import page, see_other
from extranet.core.sessions import actor_of, person_of
from extranet.people.devices import device_words
from extranet.people.links import REFUSALS
from extranet.people.own_password import WrongPassword
from extranet.people.second_factor import passkeys, relying_party
from extranet.people.second_factor.asking import (
    PRESENT,
    WRONG_PASSWORD,
    Act,
    PresentForm,
    ask,
    done,
)
from extranet.people.second_factor.ceremonies import LONGEST, NotShown
from extranet.people.second_factor.passkeys import LONGEST_NAME, KnownAlready, NewPasskey

_SENTENCES = {
    **PRESENT,
    "name": N_("Donnez un nom à cette clé, de soixante caractères au plus."),
}
_NOT_MADE = N_(
    "La clé d’accès n’a pas été créée. Touchez de nouveau le bouton et suivez votre appareil."
)
_KNOWN = N_("Cette clé d’accès est déjà la vôtre.")

Browser = Request[Any, Any, Any]


class PasskeyForm(PresentForm):
    """What a new passkey is called, what the browser says of it, and the password."""

    name: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_NAME)
    ]
    credential: Annotated[str, Field(min_length=1, max_length=LONGEST)]


@get("/account/passkeys/new", guards=SETTING_UP)
async def show_new(request: Browser) -> Response[Any]:
    """Where a passkey is made."""
    return await _new(request)


@post("/account/passkeys", status_code=HTTP_200_OK, exception_handlers=REFUSALS, guards=SETTING_UP)
async def add(request: Browser) -> Response[Any]:
    """Keep the passkey the browser made; a first factor comes with recovery codes."""
    form = await read_form(request, PasskeyForm, _SENTENCES)
    if form.errors.pop("credential", ""):
        form.refuse("", _NOT_MADE)
    if form.value is None:
        return await _new(request, form)
    new = NewPasskey(form.value.name, form.value.credential)
    session_id = person_of(request).session_id
    try:
        codes = await passkeys.add(actor_of(request), session_id, form.value.present, new)
    except WrongPassword:
        # What was made is kept in the form: the device is not asked twice.
        form.refuse("present", WRONG_PASSWORD)
        return await _new(request, form)
    except (NotShown, KnownAlready) as wrong:
        form.refuse("", _KNOWN if isinstance(wrong, KnownAlready) else _NOT_MADE)
        form.values["credential"] = ""
        return await _new(request, form)
    return done(request, codes)


@get("/account/passkeys/{passkey_id:uuid}/remove", guards=IN_PERSON)
async def show_remove(request: Browser, passkey_id: FromPath[UUID]) -> Response[Any]:
    """What removing a passkey does, and the password it asks for."""
    return await _remove(request, passkey_id)


@post(
    "/account/passkeys/{passkey_id:uuid}/remove",
    status_code=HTTP_200_OK,
    exception_handlers=REFUSALS,
    guards=IN_PERSON,
)
async def remove(request: Browser, passkey_id: FromPath[UUID]) -> Response[Any]:
    """Take a passkey's right away."""
    form = await read_form(request, PresentForm, PRESENT)
    if form.value is None:
        return await _remove(request, passkey_id, form)
    try:
        await passkeys.remove(actor_of(request), passkey_id, form.value.present)
    except WrongPassword:
        form.refuse("present", WRONG_PASSWORD)
        return await _remove(request, passkey_id, form)
    return see_other(request, "/account?news=factor_removed")


async def _new(request: Browser, form: Form[PasskeyForm] | None = None) -> Response[Any]:
    actor = actor_of(request)
    return page(
        request,
        "people/second_factor/passkey.html",
        status=HTTP_200_OK if form is None else HTTP_422_UNPROCESSABLE_ENTITY,
        form=form,
        offer=await passkeys.offer(actor),
        host=relying_party.host(),
        device=device_words(actor.origin.device),
    )


async def _remove(
    request: Browser, passkey_id: UUID, form: Form[PresentForm] | None = None
) -> Response[Any]:
    named = await passkeys.find(actor_of(request), passkey_id)
    return ask(request, Act.REMOVE_PASSKEY, named.email, form, passkey=named.name)


routes = [show_new, add, show_remove, remove]
