"""The refusal list at the desk, and as tablets carry it."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.status_codes import (
    HTTP_200_OK,
    HTTP_304_NOT_MODIFIED,
    HTTP_422_UNPROCESSABLE_ENTITY,
)
from pydantic import BaseModel, StringConstraints, field_validator

from extranet.core.access import Permission
from extranet.core.clock import today
from extranet.core.database import unit_of_work
from extranet.core.doors import needs
from extranet.core.forms import Form, read_form
from extranet.core.i18n import N_
from extranet.core.pages import page, see_other
from extranet.core.sessions import actor_of
from wizard.no_visit.carrying import carried_list
from wizard.no_visit.listing import (
    LONGEST,
    USUAL,
    AlreadyListed,
    Removal,
    Source,
    add_refusal,
    list_refusals,
    remove_refusal,
)
from wizard.normalise import line

HERE = "/refused-addresses"

SOURCES = {
    Source.DOOR: N_("Dit à la porte"),
    Source.MAIL: N_("Courrier ou e-mail"),
    Source.PHONE: N_("Téléphone"),
    Source.NOTICE: N_("Affichette sur la porte ou la boîte"),
}
REMOVALS = {
    Removal.ASKED: N_("Les habitants l’ont demandé"),
    Removal.MOVED: N_("Les habitants ont changé"),
    Removal.MISTAKE: N_("L’adresse a été ajoutée par erreur"),
}
_ALREADY = N_("Cette adresse est déjà sur la liste.")
_SENTENCES = {
    "line1": N_("Entrez le numéro et la rue."),
    "postcode": N_("Un code postal français compte cinq chiffres, comme 75011. Corrigez-le."),
    "city": N_("Entrez la ville."),
    "source": N_("Dites comment le refus vous est parvenu."),
    "until": N_("Choisissez un jour à venir, dans dix ans au plus."),
    "why": N_("Dites pourquoi l’adresse quitte la liste."),
}

Short = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class NewRefusal(BaseModel):
    """An address whose people want no visit."""

    line1: Short
    postcode: Annotated[str, StringConstraints(pattern=r"^[0-9]{5}$")]
    city: Short
    source: Source
    until: date

    @field_validator("line1", "postcode", "city", mode="before")
    @classmethod
    def in_one_line(cls, typed: str) -> str:
        """As the wizard writes an answer: one line, nothing invisible."""
        return line(typed)

    @field_validator("until")
    @classmethod
    def to_come(cls, day: date) -> date:
        """A refusal stands from now on, and not for ever."""
        if not today() <= day <= today() + LONGEST:
            raise ValueError("out of range")
        return day


class Leaving(BaseModel):
    """Why an address leaves the list."""

    why: Removal


Browser = Request[Any, Any, Any]


@get(HERE, guards=needs(Permission.REFUSAL_KEEP))
async def show(request: Browser) -> Response[str]:
    """The list, newest first, narrowed by the beginning of a postcode."""
    return await _answer(request, Form())


@post(HERE, guards=needs(Permission.REFUSAL_KEEP))
async def add(request: Browser) -> Response[Any]:
    """Put an address on the list."""
    actor = actor_of(request)
    form = await read_form(request, NewRefusal, _SENTENCES)
    if form.value is not None:
        given = form.value
        try:
            async with unit_of_work(actor) as work:
                await add_refusal(
                    work,
                    line1=given.line1,
                    postcode=given.postcode,
                    city=given.city,
                    source=given.source,
                    until=given.until,
                )
            return see_other(request, HERE)
        except AlreadyListed:
            form.refuse("line1", _ALREADY)
    return await _answer(request, form)


@post(
    f"{HERE}/{{address_id:uuid}}/remove",
    status_code=HTTP_200_OK,
    guards=needs(Permission.REFUSAL_KEEP),
)
async def remove(request: Browser, address_id: FromPath[UUID]) -> Response[Any]:
    """Take an address off the list, with the reason."""
    actor = actor_of(request)
    form = await read_form(request, Leaving, _SENTENCES)
    if form.value is None:
        return await _answer(request, Form(errors={"": form.errors["why"]}))
    async with unit_of_work(actor) as work:
        await remove_refusal(work, address_id, form.value.why)
    return see_other(request, HERE)


@get(f"{HERE}.json", opt={"json": True}, guards=needs(Permission.SALE_SELL))
async def carry(request: Browser) -> Response[bytes]:
    """The list as a tablet keeps it, or 304 for one that holds this very version.

    It belongs into the encrypted store and nowhere else, hence into no cache.
    """
    actor = actor_of(request)
    held = request.headers.get("if-none-match", "").removeprefix("W/").strip('"')
    async with unit_of_work(actor) as work:
        carried = await carried_list(work, held)
    headers = {"ETag": f'"{carried.tag}"', "Cache-Control": "no-store"}
    if held == carried.tag:
        return Response(b"", status_code=HTTP_304_NOT_MODIFIED, headers=headers)
    return Response(
        carried.body, status_code=HTTP_200_OK, media_type="application/json", headers=headers
    )


async def _answer(request: Browser, form: Form[Any]) -> Response[str]:
    postcode = "".join(one for one in request.query_params.get("postcode", "") if one.isdecimal())
    async with unit_of_work(actor_of(request)) as work:
        listing = await list_refusals(work, postcode[:5])
    return page(
        request,
        "no_visit/list.html",
        status=HTTP_422_UNPROCESSABLE_ENTITY if form.errors else HTTP_200_OK,
        form=form,
        listing=listing,
        postcode=postcode[:5],
        sources=SOURCES,
        removals=REMOVALS,
        usual=(today() + USUAL).isoformat(),
    )


routes = [show, add, remove, carry]
