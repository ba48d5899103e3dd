"""The list of contracts over HTTP: page, search, export."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.response import Stream
from litestar.status_codes import HTTP_200_OK, HTTP_422_UNPROCESSABLE_ENTITY

from extranet.contracts.export import MOST, csv_chunks, read_export
from extranet.contracts.filters import SEARCH, Filters, Sort, read_filters
from extranet.contracts.listing import Listing, list_contracts
from extranet.contracts.states import LABELS, TONES, ContractState
from extranet.core.access import Actor, Permission
from extranet.core.clock import today
from extranet.core.database import unit_of_work
from extranet.core.doors import needs
from extranet.core.i18n import N_, words
from extranet.core.pages import page, see_other
from extranet.core.sessions import actor_of

COLUMNS = (
    (None, N_("Contrat")),
    (Sort.CUSTOMER, N_("Client")),
    (None, N_("État")),
    (Sort.SIGNED, N_("Signé le")),
    (Sort.AGENCY, N_("Agence")),
    (None, N_("Partenaires")),
    (Sort.AMOUNT, N_("Par mois")),
)


@get("/contracts", guards=needs(Permission.CONTRACT_LIST))
async def contract_list(request: Request[Any, Any, Any]) -> Response[str]:
    """The contracts the actor may see, as the URL narrows and orders them."""
    actor = actor_of(request)
    filters = read_filters(request.query_params, _person(actor))
    async with unit_of_work(actor) as work:
        listing = await list_contracts(work, filters)
    return page(
        request,
        "contracts/list.html",
        status=HTTP_422_UNPROCESSABLE_ENTITY if filters.errors else HTTP_200_OK,
        headers={"HX-Push-Url": filters.url(after=filters.after, before=filters.before)},
        filters=filters,
        form={"values": filters.values, "errors": filters.errors},
        listing=listing,
        chips=_chips(filters, listing),
        columns=_columns(filters),
        labels=LABELS,
        tones=TONES,
        most_exported=MOST,
    )


@post("/contracts/search", guards=needs(Permission.CONTRACT_LIST))
async def contract_search(request: Request[Any, Any, Any]) -> Response[Any]:
    """Take the words typed and go to the list they narrow; no name stands in its URL."""
    actor = actor_of(request)
    posted = await request.form()
    given = {name: value for name, value in posted.items() if isinstance(value, str)}
    sealed = SEARCH.seal(given.get("name", ""), _person(actor))
    filters = read_filters({**given, "search": sealed}, _person(actor))
    return see_other(request, filters.url())


@get("/contracts/export.csv", guards=needs(Permission.CONTRACT_LIST))
async def contract_export(request: Request[Any, Any, Any]) -> Stream:
    """The list the URL asks for, as a file."""
    actor = actor_of(request)
    filters = read_filters(request.query_params, _person(actor))
    async with unit_of_work(actor) as work:
        rows = await read_export(work, filters)
    name = f"contrats-{today().isoformat()}.csv"
    return Stream(
        csv_chunks(rows, words(actor.locale)),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _person(actor: Actor) -> UUID:
    if actor.person_id is None:
        raise PermissionError("only people look at lists")
    return actor.person_id


def _chips(filters: Filters, listing: Listing) -> list[dict[str, Any]]:
    states: tuple[ContractState | None, ...] = (None, *ContractState)
    return [
        {
            "url": filters.url(state=state),
            "label": LABELS[state] if state else N_("Tous"),
            "count": listing.counted(state),
            "current": filters.state is state,
        }
        for state in states
    ]


def _columns(filters: Filters) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "url": _sorted_url(filters, sort) if sort else "",
            "direction": _direction(filters) if sort is filters.sort else "",
            "numeric": sort is Sort.AMOUNT,
            "sort": sort.value if sort else "",
        }
        for sort, label in COLUMNS
    ]


def _sorted_url(filters: Filters, sort: Sort) -> str:
    descending = not filters.descending if sort is filters.sort else sort.descends_first
    return filters.url(sort=sort, descending=descending)


def _direction(filters: Filters) -> str:
    return "descending" if filters.descending else "ascending"
