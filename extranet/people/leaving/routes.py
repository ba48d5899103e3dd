"""Somebody leaves, hands over what is under way, or comes back."""

from datetime import timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK, HTTP_422_UNPROCESSABLE_ENTITY
from pydantic import BaseModel, BeforeValidator

from extranet.core.access import Permission
from extranet.core.clock import today
from extranet.core.doors import needs
from extranet.core.errors import Forbidden
from extranet.core.forms import Form, read_form
from extranet.core.i18n import N_
from extranet.core.pages import ROLE_LABELS, page, see_other
from extranet.core.sessions import actor_of
from extranet.people.leaving import coming_back, departures
from extranet.people.leaving.page import DeparturePage, load_departure
from extranet.people.sellers.forms import SENTENCES, ContractForm, OptionalDay, check
from extranet.people.sellers.routes import KINDS
from extranet.people.suspending import may_suspend

_HERE = "/people/{person_id:uuid}/departure"
_RETURN = "/people/{person_id:uuid}/return"
_FURTHEST = timedelta(days=366)
_SUCCESSOR = N_("Choisissez qui reprend ses ventes en cours.")
_DAY = N_("Choisissez un dernier jour à venir, dans l’année.")
_TABLETS = N_("Dites ce que deviennent ses tablettes.")
_SENTENCES = {
    "moment": N_("Dites quand cette personne part."),
    "last_day": _DAY,
    "successor": _SUCCESSOR,
    "tablets": _TABLETS,
}

Browser = Request[Any, Any, Any]
Chosen = Annotated[UUID | None, BeforeValidator(lambda value: value or None)]


class DepartureForm(BaseModel):
    """When somebody leaves, who takes over, and what becomes of their tablets."""

    moment: Literal["now", "later"]
    last_day: OptionalDay = None
    successor: Chosen = None
    tablets: Literal["", "wipe", "keep"] = ""


class SuccessorForm(BaseModel):
    """Who takes over."""

    successor: UUID


@get(_HERE, guards=needs(Permission.PERSON_SUSPEND))
async def show(request: Browser, person_id: FromPath[UUID]) -> Response[str]:
    """What somebody's leaving means, and the form; or that it is decided, or done."""
    return _answer(request, await _load(request, person_id))


@post(_HERE, status_code=HTTP_200_OK, guards=needs(Permission.PERSON_SUSPEND))
async def leave(request: Browser, person_id: FromPath[UUID]) -> Response[Any]:
    """Record that somebody leaves, at once or on a day."""
    found = await _load(request, person_id)
    form = _check(await read_form(request, DepartureForm, _SENTENCES), found)
    typed = form.value
    if typed is None:
        return _answer(request, found, form)
    departure = departures.NewDeparture(
        leaves_on=(typed.moment == "later" and typed.last_day) or today(),
        at_once=typed.moment == "now",
        successor_id=typed.successor,
        wipes=typed.tablets != "keep",
    )
    await departures.decide(actor_of(request), person_id, departure)
    return see_other(request, f"/people/{person_id}/departure")


@post(_HERE + "/cancel", status_code=HTTP_200_OK, guards=needs(Permission.PERSON_SUSPEND))
async def take_back(request: Browser, person_id: FromPath[UUID]) -> Response[Any]:
    """Give up a departure that is not done."""
    await departures.take_back(actor_of(request), person_id)
    return see_other(request, f"/people/{person_id}/departure")


@post(_HERE + "/sales", status_code=HTTP_200_OK, guards=needs(Permission.PERSON_SUSPEND))
async def hand_over(request: Browser, person_id: FromPath[UUID]) -> Response[Any]:
    """Give what somebody who left still has under way to somebody else."""
    found = await _load(request, person_id)
    form = await read_form(request, SuccessorForm, _SENTENCES)
    _check_successor(form, form.value.successor if form.value else None, found)
    if form.value is None:
        return _answer(request, found, form)
    await departures.hand_over(actor_of(request), person_id, form.value.successor)
    return see_other(request, f"/people/{person_id}/departure")


@get(_RETURN, guards=needs(Permission.PERSON_SUSPEND))
async def show_return(request: Browser, person_id: FromPath[UUID]) -> Response[Any]:
    """The new contract of somebody who comes back; whoever is here has nothing to come back to."""
    found = await _load(request, person_id)
    if found.left_at is None:
        return see_other(request, f"/people/{person_id}")
    return _answer_return(request, found)


@post(_RETURN, status_code=HTTP_200_OK, guards=needs(Permission.PERSON_SUSPEND))
async def come_back(request: Browser, person_id: FromPath[UUID]) -> Response[Any]:
    """Make the account of somebody who left active again."""
    found, contract = await _load(request, person_id), None
    if found.sells:
        form = check(await read_form(request, ContractForm, SENTENCES))
        if form.value is None:
            return _answer_return(request, found, form)
        contract = form.value.contract()
    await coming_back.come_back(actor_of(request), person_id, contract)
    return see_other(request, f"/people/{person_id}")


async def _load(request: Browser, person_id: UUID) -> DeparturePage:
    actor = actor_of(request)
    found = await load_departure(actor, person_id)
    if not may_suspend(actor, found.id, found.role):
        raise Forbidden
    return found


def _check(form: Form[DepartureForm], found: DeparturePage) -> Form[DepartureForm]:
    """The form, refused where something is missing for this person."""
    typed = form.value
    if typed is None:
        return form
    if typed.moment == "later":
        last = typed.last_day
        if last is None or not today() <= last <= today() + _FURTHEST:
            form.refuse("last_day", _DAY)
    if found.sales or (found.sells and typed.moment == "later"):
        _check_successor(form, typed.successor, found)
    if found.in_use and not typed.tablets:
        form.refuse("tablets", _TABLETS)
    return form


def _check_successor(form: Form[Any], chosen: UUID | None, found: DeparturePage) -> None:
    if chosen not in {one.id for one in found.candidates}:
        form.refuse("successor", _SUCCESSOR)


def _answer(request: Browser, found: DeparturePage, form: Form[Any] | None = None) -> Response[str]:
    return page(
        request,
        "leaving/departure.html",
        status=HTTP_200_OK if form is None else HTTP_422_UNPROCESSABLE_ENTITY,
        form=form,
        found=found,
        role=ROLE_LABELS[found.role],
    )


def _answer_return(
    request: Browser, found: DeparturePage, form: Form[ContractForm] | None = None
) -> Response[str]:
    return page(
        request,
        "leaving/return.html",
        status=HTTP_200_OK if form is None else HTTP_422_UNPROCESSABLE_ENTITY,
        form=form,
        found=found,
        kinds=KINDS,
    )


routes = [show, leave, take_back, hand_over, show_return, come_back]
