"""Sales at the desk: the home page, the list, the page of one sale."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from audit.timelines import act_lines
from extranet.core.access import Permission
from extranet.core.database import unit_of_work
from extranet.core.doors import SIGNED_IN, needs
from extranet.core.errors import Forbidden
from extranet.core.i18n import words
from extranet.core.pages import page, see_other
from extranet.core.sessions import actor_of
from wizard.home import load_home
from wizard.journey import Locale
from wizard.presence import presence_key
from wizard.published import offers
from wizard.sale_closing import close_sale
from wizard.sale_list import SaleFilters, list_sales
from wizard.sale_page import load_page
from wizard.states import EDITABLE, SaleState, may_move
from wizard.summary import photo_rows, summary

_LANDINGS = (
    (Permission.CONTRACT_LIST, "/contracts"),
    (Permission.JOURNAL_READ, "/journal"),
    (Permission.SALE_LIST, "/sales"),
)


@get("/", guards=SIGNED_IN)
async def home(request: Request[Any, Any, Any]) -> Response[Any]:
    """The adviser's home; everybody else, and whoever looks in an adviser's name, is taken to the
    first page they work on."""
    actor = actor_of(request)
    if not actor.may(Permission.SALE_SELL):
        for permission, url in _LANDINGS:
            if actor.may(permission):
                return see_other(request, url)
        raise Forbidden
    async with unit_of_work(actor) as work:
        found = await load_home(work)
    return page(
        request,
        "wizard/home.html",
        home=found,
        journeys=offers(actor.locale),
        presence_key=presence_key(),
    )


@get("/sales", guards=needs(Permission.SALE_LIST))
async def show_list(request: Request[Any, Any, Any]) -> Response[str]:
    """The sales one may see: one's own, one's agencies', or all."""
    actor = actor_of(request)
    filters = SaleFilters.read(request.query_params)
    async with unit_of_work(actor) as work:
        listing = await list_sales(work, filters)
    return page(
        request,
        "wizard/sales.html",
        listing=listing,
        filters=filters,
        states=list(SaleState),
        sells=actor.may(Permission.SALE_SELL),
        new_sale=offers(actor.locale)[0]["url"],
    )


@get("/sales/{sale_id:uuid}", guards=needs(Permission.SALE_LIST))
async def show(request: Request[Any, Any, Any], sale_id: FromPath[UUID]) -> Response[str]:
    """One sale: where it stands, what was answered, how it came about, what to do next."""
    actor = actor_of(request)
    async with unit_of_work(actor) as work:
        found = await load_page(work, sale_id)
    record, speech = found.record, words(actor.locale)
    return page(
        request,
        "wizard/sale.html",
        sale=record,
        steps=summary(record, speech),
        photos=photo_rows(record, found.photos, speech),
        story=found.story,
        signing=found.signing,
        lost=[(one.title(speech), one.advice(speech)) for one in found.lost],
        acts=act_lines(found.acts, speech),
        reads_journal=actor.may(Permission.JOURNAL_READ),
        titles={step.name: step.title.in_(_locale(actor.locale)) for step in record.journey.steps},
        review=next((step.name for step in record.journey.steps if step.kind == "review"), ""),
        contract_id=found.contract_id if actor.may(Permission.CONTRACT_LIST) else None,
        continues=actor.may(Permission.SALE_SELL) and record.state in EDITABLE,
        may_close=actor.may(Permission.SALE_SELL) and _may_close(record.state),
        sells=actor.may(Permission.SALE_SELL),
        closed=record.state not in EDITABLE,
    )


@post("/sales/{sale_id:uuid}/close", guards=needs(Permission.SALE_SELL))
async def close(request: Request[Any, Any, Any], sale_id: FromPath[UUID]) -> Response[Any]:
    """Drop a sale that leads nowhere."""
    async with unit_of_work(actor_of(request)) as work:
        await close_sale(work, sale_id)
    return see_other(request, f"/sales/{sale_id}")


def _may_close(state: SaleState) -> bool:
    return state is not SaleState.DROPPED and may_move(state, SaleState.DROPPED)


def _locale(locale: str) -> Locale:
    return "en" if locale == "en" else "fr"


routes = [home, show_list, show, close]
