"""People's requests about their data, and how long what is kept, at the desk.

No name stands in an address: a request is known by its id, and who it is about lies sealed in it.
"""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Stream
from litestar.status_codes import (
    HTTP_200_OK,
    HTTP_422_UNPROCESSABLE_ENTITY,
)

from extranet.core.access import Permission
from extranet.core.clock import now, today
from extranet.core.database import UnitOfWork, unit_of_work
from extranet.core.doors import needs
from extranet.core.errors import Conflict
from extranet.core.forms import Form, read_form
from extranet.core.i18n import N_, words
from extranet.core.pages import page, see_other
from extranet.core.sessions import actor_of
from extranet.privacy import requests
from extranet.privacy.archive import archive
from extranet.privacy.copying import Copy, copy_of_customer, copy_of_worker, sessions_of
from extranet.privacy.forms import (
    SENTENCES,
    Answered,
    Confirmed,
    Held,
    Lifted,
    NewRequest,
    Recognised,
)
from extranet.privacy.kept import KEPT
from extranet.privacy.request_page import RequestPage, load_page
from extranet.privacy.terms import (
    CHANNELS,
    HOLDS,
    IDENTITIES,
    OUTCOMES,
    SUBJECTS,
    WISHES,
    Outcome,
    State,
    Subject,
    Wish,
)

HERE = "/privacy"
_ONE = f"{HERE}/requests/{{request_id:uuid}}"
_DOOR = needs(Permission.PRIVACY_HANDLE)
_UNRECOGNISED = N_("Assurez-vous d’abord de son identité, et dites ce qui est à cette personne.")
_OTHER_NUMBER = N_("Ce n’est pas le numéro de cette demande. Recopiez-le.")
_BY_HAND = (Outcome.GIVEN, Outcome.NOTHING, Outcome.REFUSED)

Browser = Request[Any, Any, Any]


@get(HERE, guards=_DOOR)
async def show_list(request: Browser) -> Response[str]:
    """The requests to answer, the most urgent first, and the last ones answered."""
    async with unit_of_work(actor_of(request)) as work:
        found = await requests.list_requests(work)
    return page(request, "privacy/list.html", requests=found, wishes=WISHES, outcomes=OUTCOMES)


@get(f"{HERE}/kept", guards=_DOOR)
async def show_kept(request: Browser) -> Response[str]:
    """How long what is kept, from when, why, and what becomes of it."""
    speech = words(actor_of(request).locale)
    rows = [(rule, rule.words(speech)) for rule in KEPT]
    return page(request, "privacy/kept.html", rows=rows)


@get(f"{HERE}/new", guards=_DOOR)
async def show_new(request: Browser) -> Response[str]:
    """The form of a request."""
    return _new(request, Form())


@post(f"{HERE}/new", guards=_DOOR)
async def take(request: Browser) -> Response[Any]:
    """Record a request."""
    form = await read_form(request, NewRequest, SENTENCES)
    if form.value is None:
        return _new(request, form)
    given = form.value
    async with unit_of_work(actor_of(request)) as work:
        taken = await requests.take_request(
            work, given.wish, given.subject, given.channel, given.received_on, given.criteria
        )
    return see_other(request, f"{HERE}/requests/{taken}")


@get(_ONE, guards=_DOOR)
async def show_request(request: Browser, request_id: FromPath[UUID]) -> Response[str]:
    """A request, what is kept of the person, and what becomes of it."""
    return await _answer(request, request_id, Form())


@post(f"{_ONE}/identity", guards=_DOOR)
async def recognise(request: Browser, request_id: FromPath[UUID]) -> Response[Any]:
    """Note how the person was recognised, and which of what was found is theirs."""
    form = await read_form(request, Recognised, SENTENCES)
    if form.value is None:
        return await _answer(request, request_id, form)
    posted = await request.form()
    ticked = {str(one) for one in posted.getall("theirs", [])}
    async with unit_of_work(actor_of(request)) as work:
        found = await load_page(work, request_id)
        person = next((one.id for one in found.people if str(one.id) in ticked), None)
        await requests.identify(
            work,
            request_id,
            form.value.identity,
            sales=[sale.id for sale in found.sales if str(sale.id) in ticked],
            person=person,
        )
    return see_other(request, f"{HERE}/requests/{request_id}")


@post(f"{_ONE}/copy", guards=_DOOR)
async def give_copy(request: Browser, request_id: FromPath[UUID]) -> Response[Any]:
    """The copy of the person's data, as a file that is made as it is sent."""
    actor = actor_of(request)
    async with unit_of_work(actor) as work:
        asked = await requests.load_request(work, request_id)
    if asked.identity is None or asked.criteria is None:
        raise Conflict(_UNRECOGNISED)
    sessions = await sessions_of(asked.person_id) if asked.person_id else []
    async with unit_of_work(actor) as work:
        copy = await _copy(work, asked, sessions)
        facts = {"number": asked.number, "sales": len(asked.sales), "files": len(copy.files)}
        work.record("privacy:export", requests.KIND, request_id, after=facts)
    return Stream(
        archive(copy, asked.criteria.name, now()),
        status_code=HTTP_200_OK,
        media_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{asked.number}.zip"'},
    )


@post(f"{_ONE}/erasure", guards=_DOOR)
async def erase(request: Browser, request_id: FromPath[UUID]) -> Response[Any]:
    """Confirm the erasing: what may go goes, what the law keeps stays."""
    form = await read_form(request, Confirmed, SENTENCES)
    async with unit_of_work(actor_of(request)) as work:
        found = await load_page(work, request_id)
        if found.request.state is State.OPEN and found.request.identity is None:
            raise Conflict(_UNRECOGNISED)
        if form.value is not None and form.value.typed != found.request.number:
            form.refuse("typed", _OTHER_NUMBER)
        if form.value is not None:
            goes = sum(sale.fate.goes for sale in found.theirs)
            stays = sum(sale.fate.stays for sale in found.theirs)
            await requests.ask_erasing(
                work, found.request, erased=goes, kept=stays, no_visit=form.value.no_visit
            )
            return see_other(request, f"{HERE}/requests/{request_id}")
    return _shown(request, found, form)


@post(f"{_ONE}/answer", guards=_DOOR)
async def close(request: Browser, request_id: FromPath[UUID]) -> Response[Any]:
    """Note what was answered; whom it was about is forgotten with it."""
    form = await read_form(request, Answered, SENTENCES)
    if form.value is None:
        return await _answer(request, request_id, form)
    async with unit_of_work(actor_of(request)) as work:
        await requests.answer(work, request_id, form.value.outcome)
    return see_other(request, f"{HERE}/requests/{request_id}")


@post(f"{_ONE}/holds", guards=_DOOR)
async def hold(request: Browser, request_id: FromPath[UUID]) -> Response[Any]:
    """Keep a sale from being erased, by this request or by night."""
    form = await read_form(request, Held, SENTENCES)
    if form.value is None:
        return await _answer(request, request_id, form)
    # Housekeeping: one that is held already is held again, which is nobody's act.
    async with unit_of_work(actor_of(request), housekeeping=True) as work:
        await requests.hold_sale(work, form.value.sale, form.value.reason)
    return see_other(request, f"{HERE}/requests/{request_id}")


@post(f"{_ONE}/holds/lift", guards=_DOOR)
async def lift(request: Browser, request_id: FromPath[UUID]) -> Response[Any]:
    """Let a sale go again."""
    form = await read_form(request, Lifted, SENTENCES)
    if form.value is None:
        return await _answer(request, request_id, form)
    async with unit_of_work(actor_of(request)) as work:
        await requests.lift_hold(work, form.value.sale)
    return see_other(request, f"{HERE}/requests/{request_id}")


async def _copy(work: UnitOfWork, asked: requests.PrivacyRequest, sessions: list[Any]) -> Copy:
    if asked.subject is Subject.WORKER and asked.person_id:
        return await copy_of_worker(work, asked.person_id, sessions)
    return await copy_of_customer(work, asked.sales)


def _new(request: Browser, form: Form[Any]) -> Response[str]:
    return page(
        request,
        "privacy/new.html",
        status=HTTP_422_UNPROCESSABLE_ENTITY if form.errors else HTTP_200_OK,
        form=form,
        wishes=WISHES,
        subjects=SUBJECTS,
        channels=CHANNELS,
        today=today().isoformat(),
    )


async def _answer(request: Browser, request_id: UUID, form: Form[Any]) -> Response[str]:
    async with unit_of_work(actor_of(request)) as work:
        found = await load_page(work, request_id)
    return _shown(request, found, form)


def _shown(request: Browser, found: RequestPage, form: Form[Any]) -> Response[str]:
    return page(
        request,
        "privacy/request.html",
        status=HTTP_422_UNPROCESSABLE_ENTITY if form.errors else HTTP_200_OK,
        form=form,
        found=found,
        asked=found.request,
        wishes=WISHES,
        channels=CHANNELS,
        identities=IDENTITIES,
        outcomes=OUTCOMES,
        by_hand=_BY_HAND,
        holds=HOLDS,
        erasure=Wish.ERASURE,
    )


routes = [
    show_list,
    show_kept,
    show_new,
    take,
    show_request,
    recognise,
    give_copy,
    erase,
    close,
    hold,
    lift,
]
