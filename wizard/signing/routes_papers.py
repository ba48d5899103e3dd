"""The documents of a sale: to read before signing, and as files ever after."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath

from extranet.core.access import Actor, Permission
from extranet.core.database import unit_of_work
from extranet.core.doors import needs
from extranet.core.errors import Conflict, NotFound
from extranet.core.i18n import N_
from extranet.core.pages import page
from extranet.core.sessions import actor_of
from extranet.documents.keeping import DocumentKind, StoredDocument, fetch, open_document
from wizard.records import SaleRecord, load_record
from wizard.signing.obtaining import obtain
from wizard.signing.reading import KINDS, ReadingCopy, ReadingKind, reading_copy
from wizard.signing.sitting import SIGNABLE

_STORED: dict[str, DocumentKind] = {
    "sheet": "sheet",
    "contract": "contract",
    "sealed_contract": "sealed_contract",
}
# A PDF is drawn by the browser's own reader, which needs neither script nor style of ours.
_ALONE = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"


@get("/sales/{sale_id:uuid}/signature/{kind:str}", guards=needs(Permission.SALE_SELL))
async def reading_pdf(
    request: Request[Any, Any, Any], sale_id: FromPath[UUID], kind: FromPath[str]
) -> Response[bytes]:
    """A document to read before signing, as a file with its text and structure (PDF/UA)."""
    record, copy = await _open_copy(request, sale_id, kind)
    rendered = await copy.pdf()
    return pdf_answer(rendered.pdf, f"{record.number}-{kind}.pdf")


@get("/sales/{sale_id:uuid}/signature/{kind:str}/text", guards=needs(Permission.SALE_SELL))
async def reading_text(
    request: Request[Any, Any, Any], sale_id: FromPath[UUID], kind: FromPath[str]
) -> Response[str]:
    """A document to read before signing, as a page: large, reflowed, or aloud."""
    record, copy = await _open_copy(request, sale_id, kind)
    return page(request, "signing/text.html", record=record, paper=copy.text())


@get(
    "/sales/{sale_id:uuid}/signature/{kind:str}/pages/{number:int}",
    guards=needs(Permission.SALE_SELL),
)
async def reading_page(
    request: Request[Any, Any, Any],
    sale_id: FromPath[UUID],
    kind: FromPath[str],
    number: FromPath[int],
) -> Response[bytes]:
    """One page of a document to read before signing, drawn."""
    _, copy = await _open_copy(request, sale_id, kind, number)
    return Response(
        await copy.page(number),
        media_type="image/svg+xml",
        headers={"Content-Security-Policy": _ALONE},
    )


@get("/sales/{sale_id:uuid}/documents/{document:str}", guards=needs(Permission.SALE_LIST))
async def stored_document(
    request: Request[Any, Any, Any], sale_id: FromPath[UUID], document: FromPath[str]
) -> Response[bytes]:
    """A kept document, by its id or by its kind: the newest of that kind.

    The sealed contract of a signed sale is made on the way if it was never stored.
    """
    actor = actor_of(request)
    if document in _STORED:
        found = await obtain(actor, sale_id, _STORED[document])
    else:
        found = await _by_id(actor, sale_id, document)
    return pdf_answer(await fetch(found), f"{found.kind}-{str(found.id)[-8:]}.pdf")


def pdf_answer(
    content: bytes, name: str, *, headers: dict[str, str] | None = None
) -> Response[bytes]:
    """A PDF to show in the browser, under a name without any personal data."""
    return Response(
        content,
        media_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{name}"',
            "Content-Security-Policy": _ALONE,
            "X-Robots-Tag": "noindex",
            **(headers or {}),
        },
    )


async def _by_id(actor: Actor, sale_id: UUID, text: str) -> StoredDocument:
    try:
        document_id = UUID(text)
    except ValueError:
        raise NotFound from None
    async with unit_of_work(actor) as work:
        return await open_document(work, sale_id, document_id)


async def _open_copy(
    request: Request[Any, Any, Any], sale_id: UUID, kind: str, number: int = 0
) -> tuple[SaleRecord, ReadingCopy]:
    """The document as the customer reads it now; journalled, with the page when it is one."""
    actor = actor_of(request)
    wanted = _reading_kind(kind)
    async with unit_of_work(actor) as work:
        facts = {"kind": wanted, **({"page": number} if number else {})}
        entry = work.view("document:read", "sale", sale_id, facts=facts)
        record = await load_record(work, sale_id, entry=entry)
    if record.state not in SIGNABLE:
        raise Conflict(N_("Cette vente n’attend plus de signature."))
    return record, reading_copy(record, wanted)


def _reading_kind(kind: str) -> ReadingKind:
    for known in KINDS:
        if kind == known:
            return known
    raise NotFound
