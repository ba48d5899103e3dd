"""The customer's own pages: their documents behind their link, without a login."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath

from extranet.core.access import Actor, customer
from extranet.core.clock import today
from extranet.core.database import Row, unit_of_work
from extranet.core.doors import EVERYBODY
from extranet.core.errors import NotFound
from extranet.core.logs import log
from extranet.core.pages import page
from extranet.core.sessions import locale_of, visit_of
from extranet.documents.keeping import fetch, open_document
from extranet.documents.links import sale_behind
from wizard.signing.routes_papers import pdf_answer
from wizard.withdrawal import Withdrawal, withdrawal_since

# The address is the key: no other site, no search engine and no history of ours may learn it.
_PRIVATE = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}
_PDF = ".pdf"

# Of each kind the newest: a sheet handed over again replaces the one before. Not the unsealed
# contract, which is the same without its seal. When the goods came is told by a table of the room
# above.
_PAPERS = """
SELECT s.number, s.state, s.signed_at, s.customer_name, s.today_cents, s.month_cents,
    EXISTS (SELECT FROM handover h WHERE h.sale_id = s.id) AS informed,
    (SELECT c.first_delivery_at FROM contract c WHERE c.sale_id = s.id) AS first_delivery_at,
    (SELECT coalesce(json_agg(json_build_object('id', d.id, 'kind', d.kind, 'size', d.size,
            'pages', d.page_count, 'at', d.created_at) ORDER BY d.kind DESC), '[]')
        FROM (SELECT DISTINCT ON (kind) * FROM document
            WHERE sale_id = s.id AND kind IN ('sheet', 'sealed_contract')
            ORDER BY kind, created_at DESC, id DESC) d) AS papers,
    (SELECT coalesce(json_agg(json_build_object('label', l.label_fr, 'label_en', l.label_en,
            'quantity', l.quantity, 'period', l.period, 'nature', l.nature,
            'cents', l.total_cents) ORDER BY l.position), '[]')
        FROM sale_line l WHERE l.sale_id = s.id) AS lines,
    journal_record($2::jsonb)
FROM sale s WHERE s.id = $1
"""


@get("/documents", guards=EVERYBODY)
async def lost_link(request: Request[Any, Any, Any]) -> Response[str]:
    """The address printed on the papers: where one's own link is found again."""
    return page(request, "documents/lost.html", headers={"X-Robots-Tag": "noindex"})


@get("/withdrawal", guards=EVERYBODY)
async def withdrawal(request: Request[Any, Any, Any]) -> Response[str]:
    """The address of the code printed on every contract: how to withdraw."""
    return page(request, "documents/leaving.html", ending="withdrawal")


@get("/termination", guards=EVERYBODY)
async def termination(request: Request[Any, Any, Any]) -> Response[str]:
    """How to end a contract that runs (L215-1-1)."""
    return page(request, "documents/leaving.html", ending="termination")


@get("/documents/{token:str}", guards=EVERYBODY)
async def papers(request: Request[Any, Any, Any], token: FromPath[str]) -> Response[str]:
    """The customer's documents."""
    actor = await _customer(request, token)
    async with unit_of_work(actor) as work:
        entry = work.view("documents:list", "sale", actor.sale_id)
        row = await work.one_or_404(_PAPERS, actor.sale_id, entry)
    lines = json.loads(row["lines"])
    natures = sorted({one["nature"] for one in lines})
    ending = _withdrawal(row, natures)
    return page(
        request,
        "documents/papers.html",
        headers=_PRIVATE,
        sale=row,
        papers=[_paper(one, token) for one in json.loads(row["papers"])],
        lines=[_line(one, locale_of(request)) for one in lines],
        totals=_totals(lines),
        natures=natures,
        withdrawal=ending,
        running=ending.running(today()) if ending else None,
    )


@get("/documents/{token:str}/{name:str}", guards=EVERYBODY)
async def paper(
    request: Request[Any, Any, Any], token: FromPath[str], name: FromPath[str]
) -> Response[bytes]:
    """One of the customer's documents as a file."""
    actor = await _customer(request, token)
    document_id = _document_id(name)
    async with unit_of_work(actor) as work:
        found = await open_document(work, _sale(actor), document_id)
    return pdf_answer(await fetch(found), f"{found.kind}.pdf", headers=_PRIVATE)


async def _customer(request: Request[Any, Any, Any], token: str) -> Actor:
    """Whom `token` lets in. Raises `NotFound` for a wrong or expired one; the log never has it."""
    sale_id = await sale_behind(token)
    if sale_id is None:
        log.warning("unknown document link")
        raise NotFound
    return customer(sale_id, visit_of(request).origin)


def _sale(actor: Actor) -> UUID:
    if actor.sale_id is None:
        raise NotFound
    return actor.sale_id


def _document_id(name: str) -> UUID:
    try:
        return UUID(name.removesuffix(_PDF))
    except ValueError:
        raise NotFound from None


def _withdrawal(sale: Row, natures: list[str]) -> Withdrawal | None:
    """The right to withdraw from what was signed, None before."""
    if sale["signed_at"] is None:
        return None
    return withdrawal_since(
        natures, sale["signed_at"], sale["first_delivery_at"], informed=sale["informed"]
    )


def _paper(one: dict[str, Any], token: str) -> dict[str, Any]:
    url = f"/documents/{token}/{one['id']}{_PDF}"
    return {**one, "at": datetime.fromisoformat(one["at"]), "url": url}


def _line(one: dict[str, Any], locale: str) -> dict[str, Any]:
    return {**one, "label": one["label_en"] if locale == "en" else one["label"]}


def _totals(lines: list[dict[str, Any]]) -> dict[str, int]:
    """Cents per period, from the most frequent to what is paid once."""
    totals = {
        period: sum(line["cents"] for line in lines if line["period"] == period)
        for period in ("month", "quarter", "year", "once")
    }
    return {period: cents for period, cents in totals.items() if cents}
