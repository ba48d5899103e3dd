"""The list of sellers by what ends, the file of one, and one's own."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK, HTTP_422_UNPROCESSABLE_ENTITY
from pydantic import BaseModel

from extranet.core.access import Permission
from extranet.core.doors import needs
from extranet.core.errors import Forbidden
from extranet.core.forms import Form, read_form
from extranet.core.i18n import N_
from extranet.core.pages import ROLE_LABELS, page, see_other
from extranet.core.sessions import actor_of, person_of
from extranet.people.sellers import contracts, papers
from extranet.people.sellers.deadlines import ContractKind
from extranet.people.sellers.file import load_file
from extranet.people.sellers.forms import SENTENCES, ContractForm, OptionalDay, check
from extranet.people.sellers.listing import (
    PATH,
    Filters,
    Standing,
    list_sellers,
    read_filters,
)
from extranet.people.sellers.papers import MOST_BYTES, Paper, PaperKind, PaperRefused

KINDS = {
    ContractKind.EMPLOYEE: N_("Salarié"),
    ContractKind.VDI: N_("VDI (indépendant)"),
}
PAPERS = {
    PaperKind.CONTRACT: N_("Contrat signé"),
    PaperKind.IDENTITY: N_("Pièce d’identité"),
    PaperKind.REGISTRATION: N_("Extrait d’immatriculation"),
    PaperKind.CARD: N_("Carte professionnelle"),
    PaperKind.OTHER: N_("Autre document"),
}
STANDINGS = {
    Standing.ENDED: N_("Échus"),
    Standing.MISSING: N_("Sans contrat"),
    Standing.SOON: N_("Échéance proche"),
    Standing.FINE: N_("En règle"),
}
_FILE = "/people/{person_id:uuid}/contract"
_NEW = _FILE + "/new"
_ONE_PAPER = _FILE + "/papers/{paper_id:uuid}"
_MULTIPART = 100_000
"""What a form weighs besides its file."""
_PAPER_SENTENCES = {
    "kind": N_("Choisissez la nature du document."),
    "expires_on": SENTENCES["ends_on"],
}
_REFUSED = {
    "empty": N_("Choisissez un fichier."),
    "too_large": N_("Ce fichier dépasse 10 Mo. Réduisez-le, ou numérisez-le moins finement."),
    "neither": N_(
        "Ce fichier n’est ni un PDF ni une photo JPEG. Convertissez-le, puis recommencez."
    ),
}

Browser = Request[Any, Any, Any]


class PaperForm(BaseModel):
    """What a paper is, and until when it holds; the file itself is read apart."""

    kind: PaperKind
    expires_on: OptionalDay = None


@get(PATH, guards=needs(Permission.SELLER_KEEP))
async def show_list(request: Browser) -> Response[str]:
    """Sellers by what ends when, the most urgent first."""
    filters = read_filters(request.query_params)
    listing = await list_sellers(actor_of(request), filters)
    return page(
        request,
        "sellers/list.html",
        listing=listing,
        filters=filters,
        form={"values": dict(filters.values), "errors": dict(filters.errors)},
        chips=_chips(filters, listing.counts),
        kinds=KINDS,
        papers=PAPERS,
    )


@get(_FILE, guards=needs(Permission.SELLER_KEEP))
async def show_file(request: Browser, person_id: FromPath[UUID]) -> Response[str]:
    """The file of a seller."""
    return await _file(request, person_id)


@get(_NEW, guards=needs(Permission.SELLER_KEEP))
async def show_new(request: Browser, person_id: FromPath[UUID]) -> Response[str]:
    """The form of a contract, as the one that counts has it."""
    return await _new(request, person_id)


@post(_NEW, status_code=HTTP_200_OK, guards=needs(Permission.SELLER_KEEP))
async def write(request: Browser, person_id: FromPath[UUID]) -> Response[Any]:
    """Write a contract; it replaces the one that counts from its first day."""
    form = check(await read_form(request, ContractForm, SENTENCES))
    if form.value is None:
        return await _new(request, person_id, form)
    await contracts.write_contract(actor_of(request), person_id, form.value.contract())
    return see_other(request, f"/people/{person_id}/contract?news=contract")


@post(
    _FILE + "/papers",
    status_code=HTTP_200_OK,
    request_max_body_size=MOST_BYTES + _MULTIPART,
    guards=needs(Permission.SELLER_KEEP),
)
async def keep(request: Browser, person_id: FromPath[UUID]) -> Response[Any]:
    """Keep a paper: a PDF or a JPEG, whatever its name says."""
    form = await read_form(request, PaperForm, _PAPER_SENTENCES)
    given = (await request.form()).get("file")
    content = await given.read(MOST_BYTES + 1) if isinstance(given, UploadFile) else b""
    try:
        papers.media_of(content)
        if form.value is not None:
            await papers.keep_paper(
                actor_of(request), person_id, form.value.kind, content, form.value.expires_on
            )
    except PaperRefused as refused:
        form.refuse("file", _REFUSED[refused.code])
    if form.value is None:
        return await _file(request, person_id, form)
    return see_other(request, f"/people/{person_id}/contract?news=paper#papers")


@get(_ONE_PAPER, guards=needs(Permission.SELLER_KEEP))
async def show_paper(
    request: Browser, person_id: FromPath[UUID], paper_id: FromPath[UUID]
) -> Response[bytes]:
    """A paper; every opening is journalled, so it is never cached."""
    return _sent(await papers.open_paper(actor_of(request), person_id, paper_id))


@post(_ONE_PAPER + "/remove", status_code=HTTP_200_OK, guards=needs(Permission.SELLER_KEEP))
async def remove(
    request: Browser, person_id: FromPath[UUID], paper_id: FromPath[UUID]
) -> Response[Any]:
    """Take away a paper kept by mistake."""
    await papers.remove_paper(actor_of(request), person_id, paper_id)
    return see_other(request, f"/people/{person_id}/contract?news=removed#papers")


@get("/account/contract", guards=needs(Permission.SALE_SELL))
async def show_own(request: Browser) -> Response[str]:
    """What one sells under, and the papers the house keeps of it."""
    file = await load_file(actor_of(request), person_of(request).id)
    return page(request, "sellers/own.html", file=file, kinds=KINDS, papers=PAPERS)


@get("/account/contract/papers/{paper_id:uuid}", guards=needs(Permission.SALE_SELL))
async def show_own_paper(request: Browser, paper_id: FromPath[UUID]) -> Response[bytes]:
    """A paper of one's own, as it was kept."""
    return _sent(await papers.open_paper(actor_of(request), person_of(request).id, paper_id))


async def _file(
    request: Browser, person_id: UUID, form: Form[PaperForm] | None = None
) -> Response[str]:
    actor = actor_of(request)
    file = await load_file(actor, person_id)
    return page(
        request,
        "sellers/file.html",
        status=HTTP_200_OK if form is None else HTTP_422_UNPROCESSABLE_ENTITY,
        form=form,
        file=file,
        role=ROLE_LABELS[file.role],
        keeps=contracts.may_keep(actor, file.id, file.role),
        kinds=KINDS,
        papers=PAPERS,
        news=request.query_params.get("news", ""),
    )


async def _new(
    request: Browser, person_id: UUID, form: Form[ContractForm] | None = None
) -> Response[str]:
    actor = actor_of(request)
    file = await load_file(actor, person_id)
    if not contracts.may_keep(actor, file.id, file.role):
        raise Forbidden
    return page(
        request,
        "sellers/new.html",
        status=HTTP_200_OK if form is None else HTTP_422_UNPROCESSABLE_ENTITY,
        form=form,
        file=file,
        kinds=KINDS,
    )


def _sent(paper: Paper) -> Response[bytes]:
    return Response(
        paper.content,
        media_type=paper.media,
        headers={
            "Content-Disposition": f'attachment; filename="{paper.name}"',
            "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
            "X-Robots-Tag": "noindex",
        },
    )


def _chips(filters: Filters, counts: dict[Standing, int]) -> list[dict[str, Any]]:
    every = {"label": N_("Tous"), "count": sum(counts.values())}
    chips = [every | {"url": filters.url(standing=None), "current": filters.standing is None}]
    for standing, label in STANDINGS.items():
        url, current = filters.url(standing=standing), filters.standing is standing
        chips.append({"label": label, "count": counts[standing], "url": url, "current": current})
    return chips


routes = [
    show_list,
    show_file,
    show_new,
    write,
    keep,
    show_paper,
    remove,
    show_own,
    show_own_paper,
]
