"""The customer reads and signs on their own phone, behind their signing link, without a login."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.status_codes import (
    HTTP_200_OK,
    HTTP_404_NOT_FOUND,
    HTTP_409_CONFLICT,
    HTTP_410_GONE,
    HTTP_422_UNPROCESSABLE_ENTITY,
)

from extranet.core.access import Actor, customer
from extranet.core.database import unit_of_work
from extranet.core.doors import EVERYBODY
from extranet.core.errors import NotFound, PalierError
from extranet.core.forms import Form, read_form
from extranet.core.i18n import N_
from extranet.core.pages import page, see_other
from extranet.core.sessions import locale_of, visit_of
from extranet.documents.keeping import fetch
from wizard.record_query import RECORD_OPENED
from wizard.records import SaleRecord, load_record
from wizard.signing.ceremony import (
    SERVICE,
    CodeForm,
    CodePage,
    MarkForm,
    Onward,
    confirm_code,
    is_repeated,
    look_at_code,
    read_form_mark,
    send_code_again,
)
from wizard.signing.channels import reach_for_code
from wizard.signing.obtaining import obtain
from wizard.signing.phone_link import sale_behind
from wizard.signing.phone_reading import Reading, readings, say_read
from wizard.signing.reading import KINDS, ReadingKind, reading_copy
from wizard.signing.routes_papers import pdf_answer
from wizard.signing.sitting import Sitting, Standing, open_sitting, standing_of
from wizard.signing.totals import total_in_words
from wizard.withdrawal import withdrawal_since

# The address is the key: no other site, no search engine and no cache may learn it.
_PRIVATE = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
}
_TICK = N_("Cochez la case : vous avez lu les deux documents et vous les acceptez.")
_CHANGED = N_(
    "Votre contrat a changé depuis que cette page s’est ouverte. Relisez-le, puis signez."
)
_READ_BOTH = N_("Lisez d’abord les deux documents : ouvrez chacun et allez jusqu’au bout.")
_PAGES = {Onward.SIGNED: "", Onward.SIGN: "", Onward.CODE: "/code"}


class DeadLink(PalierError):
    """A signing link that opens nothing: unknown or replaced, or `expired`."""

    act = "access:dead_link"

    def __init__(self, *, expired: bool) -> None:
        super().__init__("dead signing link")
        self.expired = expired


def dead_link(request: Request[Any, Any, Any], error: DeadLink) -> Response[Any]:
    """Say that the link opens nothing, and what to do; neither log nor journal ever has it."""
    status = HTTP_410_GONE if error.expired else HTTP_404_NOT_FOUND
    return page(
        request, "signing/phone/dead.html", status=status, headers=_PRIVATE, expired=error.expired
    )


@get("/s/{token:str}", exception_handlers={DeadLink: dead_link}, guards=EVERYBODY)
async def show(request: Request[Any, Any, Any], token: FromPath[str]) -> Response[Any]:
    """Who sells, what, how much; the two documents to read; the place to sign."""
    actor = await _customer(request, token)
    async with unit_of_work(actor) as work:
        sitting = await open_sitting(work, _sale(actor), query=RECORD_OPENED)
    return _answer(request, token, sitting, Form())


@post(
    "/s/{token:str}",
    status_code=HTTP_200_OK,
    exception_handlers={DeadLink: dead_link},
    guards=EVERYBODY,
)
async def sign(request: Request[Any, Any, Any], token: FromPath[str]) -> Response[Any]:
    """Take the customer's mark: the contract that bears it is kept, and the code leaves."""
    actor = await _customer(request, token)
    form = await read_form(request, MarkForm, {})
    async with unit_of_work(actor) as work:
        sitting = await open_sitting(work, _sale(actor), to_sign=True)
        mark = None
        if sitting.standing is Standing.TO_SIGN:
            if is_repeated(form, sitting):
                work.record("signature:repeat", "sale", sitting.record.id)
                return see_other(request, f"/s/{token}/code")
            mark = read_form_mark(form, sitting, tick=_TICK, changed=_CHANGED)
            if not all(one.read for one in readings(sitting.record)):
                form.refuse("documents", _READ_BOTH)
        if mark is not None and not form.errors:
            following = await SERVICE.begin(work, sitting.record, mark, f"/s/{token}")
            return see_other(request, following)
        facts = {"fields": sorted(form.errors)}
        work.record("signature:refuse", "sale", sitting.record.id, after=facts)
    return _answer(request, token, sitting, form, refused=True)


@get("/s/{token:str}/read/{kind:str}", exception_handlers={DeadLink: dead_link}, guards=EVERYBODY)
async def read(
    request: Request[Any, Any, Any], token: FromPath[str], kind: FromPath[str]
) -> Response[Any]:
    """A document to read, large; at its end the customer says that they read it."""
    actor, wanted = await _customer(request, token), _kind(kind)
    record = await _record_read(actor, wanted)
    found = _reading(readings(record), wanted)
    if standing_of(record) is not Standing.TO_SIGN or found is None:
        return see_other(request, f"/s/{token}")
    return page(
        request,
        "signing/phone/read.html",
        headers=_PRIVATE,
        token=token,
        record=record,
        reading=found,
        paper=reading_copy(record, wanted).text(),
    )


@post("/s/{token:str}/read/{kind:str}", exception_handlers={DeadLink: dead_link}, guards=EVERYBODY)
async def have_read(
    request: Request[Any, Any, Any], token: FromPath[str], kind: FromPath[str]
) -> Response[Any]:
    """The customer has read a document as it stands."""
    actor, wanted = await _customer(request, token), _kind(kind)
    form = await request.form()
    async with unit_of_work(actor) as work:
        await say_read(work, _sale(actor), wanted, str(form.get("seen", "")))
    return see_other(request, f"/s/{token}")


@get("/s/{token:str}/files/{kind:str}", exception_handlers={DeadLink: dead_link}, guards=EVERYBODY)
async def file(
    request: Request[Any, Any, Any], token: FromPath[str], kind: FromPath[str]
) -> Response[bytes]:
    """A document as a file: to read before signing, sealed afterwards."""
    actor, wanted = await _customer(request, token), _kind(kind)
    record = await _record_read(actor, wanted)
    standing = standing_of(record)
    if standing is Standing.SIGNED:
        kept = await obtain(actor, record.id, "sheet" if wanted == "sheet" else "sealed_contract")
        return pdf_answer(await fetch(kept), f"{kept.kind}.pdf", headers=_PRIVATE)
    if standing is not Standing.TO_SIGN:
        raise NotFound
    rendered = await reading_copy(record, wanted).pdf()
    return pdf_answer(rendered.pdf, f"{record.number}-{wanted}.pdf", headers=_PRIVATE)


@get("/s/{token:str}/code", exception_handlers={DeadLink: dead_link}, guards=EVERYBODY)
async def code(request: Request[Any, Any, Any], token: FromPath[str]) -> Response[Any]:
    """Where the code is typed in."""
    actor = await _customer(request, token)
    waiting = await look_at_code(actor, _sale(actor))
    return _answer_code(request, token, CodePage(waiting=waiting), Form())


@post(
    "/s/{token:str}/code",
    status_code=HTTP_200_OK,
    exception_handlers={DeadLink: dead_link},
    guards=EVERYBODY,
)
async def confirm(request: Request[Any, Any, Any], token: FromPath[str]) -> Response[Any]:
    """Judge the code; the right one makes the contract, once."""
    actor = await _customer(request, token)
    form = await read_form(request, CodeForm, {})
    return _answer_code(request, token, await confirm_code(actor, _sale(actor), form), form)


@post(
    "/s/{token:str}/code/new",
    status_code=HTTP_200_OK,
    exception_handlers={DeadLink: dead_link},
    guards=EVERYBODY,
)
async def send_again(request: Request[Any, Any, Any], token: FromPath[str]) -> Response[Any]:
    """Send a new code; the one before is dead."""
    actor = await _customer(request, token)
    form: Form[CodeForm] = Form()
    return _answer_code(request, token, await send_code_again(actor, _sale(actor), form), form)


async def _customer(request: Request[Any, Any, Any], token: str) -> Actor:
    """Whom `token` lets in, in the language they read. Raises `DeadLink`."""
    behind = await sale_behind(token)
    if behind is None or behind.expired:
        raise DeadLink(expired=behind is not None)
    actor = customer(behind.sale_id, visit_of(request).origin)
    return replace(actor, locale=locale_of(request))


def _sale(actor: Actor) -> UUID:
    if actor.sale_id is None:
        raise NotFound
    return actor.sale_id


def _kind(kind: str) -> ReadingKind:
    for known in KINDS:
        if kind == known:
            return known
    raise NotFound


async def _record_read(actor: Actor, kind: ReadingKind) -> SaleRecord:
    """The sale, of which a document is read; the view is journalled."""
    async with unit_of_work(actor) as work:
        entry = work.view("document:read", "sale", actor.sale_id, facts={"kind": kind})
        return await load_record(work, _sale(actor), entry=entry)


def _reading(found: list[Reading], kind: ReadingKind) -> Reading | None:
    return next((one for one in found if one.kind == kind), None)


def _answer(
    request: Request[Any, Any, Any],
    token: str,
    sitting: Sitting,
    form: Form[MarkForm],
    *,
    refused: bool = False,
) -> Response[Any]:
    record, standing = sitting.record, sitting.standing
    total = total_in_words(record, locale_of(request)) if record.lines else ""
    shown: dict[str, Any] = {
        "token": token,
        "record": record,
        "total": total,
        "reach": reach_for_code(record),
    }
    if standing is Standing.SIGNED and record.signed_at is not None:
        if refused:
            return see_other(request, f"/s/{token}")
        ending = withdrawal_since(
            {line.nature for line in record.lines},
            record.signed_at,
            None,
            informed=record.handover is not None,
        )
        done = "signing/phone/done.html"
        return page(request, done, headers=_PRIVATE, withdrawal=ending, **shown)
    if standing is not Standing.TO_SIGN:
        status = HTTP_409_CONFLICT if refused else HTTP_200_OK
        away = "signing/phone/elsewhere.html"
        return page(request, away, status=status, headers=_PRIVATE, standing=standing, **shown)
    return page(
        request,
        "signing/phone/sign.html",
        status=HTTP_422_UNPROCESSABLE_ENTITY if refused else HTTP_200_OK,
        headers=_PRIVATE,
        form=form,
        sitting=sitting,
        readings=readings(record),
        **shown,
    )


def _answer_code(
    request: Request[Any, Any, Any], token: str, shown: CodePage, form: Form[CodeForm]
) -> Response[Any]:
    if shown.leads_to is not None:
        return see_other(request, f"/s/{token}{_PAGES[shown.leads_to]}")
    return page(
        request,
        "signing/phone/code.html",
        status=HTTP_422_UNPROCESSABLE_ENTITY if form.errors else HTTP_200_OK,
        headers=_PRIVATE,
        form=form,
        waiting=shown.waiting,
        lost=shown.lost,
        token=token,
    )
