"""The list of sales: what a person may see, the last changed first, page by page."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from extranet.core.access import Actor, ActorKind
from extranet.core.database import UnitOfWork
from wizard.states import SaleState

PATH = "/sales"
PAGE = 50

_PAGE = """
SELECT journal_record($1::jsonb) AS journalled,
    (SELECT coalesce(json_agg(to_json(page)), '[]') FROM (
        SELECT s.id, s.number, s.state, s.customer_name, s.today_cents, s.month_cents,
            s.changed_at, s.erased_at, p.first_name || ' ' || p.last_name AS adviser_name,
            a.name AS agency_name
        FROM ({rows}) s
        LEFT JOIN person p ON p.id = s.adviser_id
        LEFT JOIN agency a ON a.id = s.agency_id
        ORDER BY s.changed_at {order}, s.id {order}
    ) page) AS sales
"""
_ROWS = """
SELECT s.* FROM sale s WHERE {where} ORDER BY s.changed_at {order}, s.id {order} LIMIT {limit}
"""
# Agency by agency, each from its own index: otherwise a manager's page would cost as much as
# there are sales of others between theirs.
_OVERSEEN = """
SELECT s.* FROM unnest({agencies}::uuid[]) AS scope (agency), LATERAL (
    SELECT s.* FROM sale s WHERE s.agency_id = scope.agency AND {where}
    ORDER BY s.changed_at {order}, s.id {order} LIMIT {limit}) s
ORDER BY s.changed_at {order}, s.id {order} LIMIT {limit}
"""


@dataclass(frozen=True, slots=True)
class SaleFilters:
    """What is asked for; all of it stands in the URL, none of it is personal."""

    state: SaleState | None = None
    oldest_first: bool = False
    after: UUID | None = None
    before: UUID | None = None

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "SaleFilters":
        """Read a query string; what makes no sense in it is left out."""
        known = {state.value: state for state in SaleState}
        return cls(
            state=known.get(query.get("state", "")),
            oldest_first=query.get("order") == "oldest",
            after=_id(query.get("after", "")),
            before=_id(query.get("before", "")),
        )

    def url(
        self,
        *,
        state: SaleState | None,
        oldest_first: bool = False,
        after: str = "",
        before: str = "",
    ) -> str:
        """The address of the list so narrowed."""
        query = {
            "state": state.value if state else "",
            "order": "oldest" if oldest_first else "",
            "after": after,
            "before": before,
        }
        text = urlencode({name: value for name, value in query.items() if value})
        return f"{PATH}?{text}" if text else PATH


@dataclass(frozen=True, slots=True)
class SaleListing:
    """One page of sales, and the addresses of those beside it, empty where there is none."""

    sales: list[dict[str, Any]]
    previous: str
    following: str


async def list_sales(work: UnitOfWork, filters: SaleFilters) -> SaleListing:
    """Read the page `filters` ask for and journal that it was looked at; one query."""
    entry = work.view("sale:list", "sale", None, facts={"state": filters.state})
    query, parameters = _query(work.actor, filters)
    row = await work.one_or_404(query, entry, *parameters)
    found = [_sale(one) for one in json.loads(row["sales"])]
    more, shown = len(found) > PAGE, found[:PAGE]
    if filters.before:
        shown.reverse()
    return SaleListing(shown, _previous(filters, shown, more), _following(filters, shown, more))


def _query(actor: Actor, filters: SaleFilters) -> tuple[str, list[object]]:
    """The text for these filters and its parameters after the first.

    States stand in the text (they come from the enumeration), so that each is planned for itself.
    """
    ascends = filters.oldest_first is not (filters.before is not None)
    order, sign = ("ASC", ">") if ascends else ("DESC", "<")
    parameters: list[object] = []
    conditions = ["true"]
    if filters.state:
        conditions.append(f"s.state = '{filters.state.value}'")
    if cursor := filters.before or filters.after:
        parameters.append(cursor)
        place = f"${len(parameters) + 1}"
        moment = f"(SELECT c.changed_at FROM sale c WHERE c.id = {place})"  # noqa: S608 (our own names)
        conditions.append(f"(s.changed_at, s.id) {sign} ({moment}, {place})")
    rows = _ROWS
    if actor.kind is ActorKind.MANAGER:
        parameters.append(list(actor.agencies))
        rows = _OVERSEEN
    text = rows.format(
        where=" AND ".join(conditions),
        order=order,
        limit=PAGE + 1,
        agencies=f"${len(parameters) + 1}",
    )
    return _PAGE.format(rows=text, order=order), parameters


def _previous(filters: SaleFilters, shown: list[dict[str, Any]], more: bool) -> str:
    first_page = not filters.before and not filters.after
    if first_page or not shown or (filters.before and not more):
        return ""
    first = shown[0]["id"]
    return filters.url(state=filters.state, oldest_first=filters.oldest_first, before=first)


def _following(filters: SaleFilters, shown: list[dict[str, Any]], more: bool) -> str:
    if not shown or not (more or filters.before):
        return ""
    last = shown[-1]["id"]
    return filters.url(state=filters.state, oldest_first=filters.oldest_first, after=last)


def _sale(one: dict[str, Any]) -> dict[str, Any]:
    return {**one, "changed_at": datetime.fromisoformat(one["changed_at"])}


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
