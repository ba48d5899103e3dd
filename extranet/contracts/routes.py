"""The file of a contract over HTTP: page, decisions, account number."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.status_codes import (
    HTTP_200_OK,
    HTTP_201_CREATED,
    HTTP_409_CONFLICT,
    HTTP_422_UNPROCESSABLE_ENTITY,
)

from audit.timelines import act_lines
from extranet.contracts import list_routes
from extranet.contracts.customer import customer_rows
from extranet.contracts.dossier import Dossier, load_dossier
from extranet.contracts.review import (
    SENTENCES,
    AlreadyDone,
    Rejection,
    Validation,
    reject_contract,
    validate_contract,
)
from extranet.contracts.states import LABELS, TONES
from extranet.contracts.story import tell
from extranet.core.access import Permission
from extranet.core.database import unit_of_work
from extranet.core.doors import needs
from extranet.core.errors import Conflict, NotFound
from extranet.core.forms import Form, read_form
from extranet.core.i18n import words
from extranet.core.pages import page, see_other
from extranet.core.sessions import actor_of
from wizard.summary import photo_rows, summary


@get("/contracts/{contract_id:uuid}", guards=needs(Permission.CONTRACT_LIST))
async def contract(request: Request[Any, Any, Any], contract_id: FromPath[UUID]) -> Response[str]:
    """Everything known of one contract."""
    actor = actor_of(request)
    async with unit_of_work(actor) as work:
        dossier = await load_dossier(work, contract_id)
    return _answer(request, dossier)


@post("/contracts/{contract_id:uuid}/validations", guards=needs(Permission.CONTRACT_VALIDATE))
async def validate(request: Request[Any, Any, Any], contract_id: FromPath[UUID]) -> Response[Any]:
    """Create the validation of a contract."""
    actor = actor_of(request)
    form = await read_form(request, Validation, SENTENCES)
    if form.value is None:
        return await _again(request, contract_id, form)
    try:
        async with unit_of_work(actor) as work:
            await validate_contract(work, contract_id, form.value)
    except Conflict as stale:
        return await _again(request, contract_id, Form(), conflict=str(stale))
    except AlreadyDone:
        pass
    return see_other(request, f"/contracts/{contract_id}")


@post("/contracts/{contract_id:uuid}/rejections", guards=needs(Permission.CONTRACT_VALIDATE))
async def reject(request: Request[Any, Any, Any], contract_id: FromPath[UUID]) -> Response[Any]:
    """Create the rejection of a contract, with its reason."""
    actor = actor_of(request)
    form = await read_form(request, Rejection, SENTENCES)
    if form.value is None:
        return await _again(request, contract_id, form)
    try:
        async with unit_of_work(actor) as work:
            await reject_contract(work, contract_id, form.value)
    except Conflict as stale:
        return await _again(request, contract_id, Form(), conflict=str(stale))
    except AlreadyDone:
        pass
    return see_other(request, f"/contracts/{contract_id}")


@post(
    "/contracts/{contract_id:uuid}/iban-reveals",
    status_code=HTTP_201_CREATED,
    guards=needs(Permission.CONTRACT_VALIDATE),
)
async def reveal_iban(
    request: Request[Any, Any, Any], contract_id: FromPath[UUID]
) -> Response[str]:
    """Show the account number in clear, this once; the journal keeps who asked."""
    actor = actor_of(request)
    async with unit_of_work(actor) as work:
        dossier = await load_dossier(work, contract_id)
        iban = dossier.sale.open_iban()
        if not iban:
            raise NotFound
        work.record(
            "contract:reveal_iban", "contract", contract_id, after={"number": dossier.number}
        )
    return _answer(request, dossier, status=HTTP_201_CREATED, iban=iban)


async def _again(
    request: Request[Any, Any, Any], contract_id: UUID, form: Form[Any], conflict: str = ""
) -> Response[str]:
    """The page as it is now, with what stood against the act."""
    actor = actor_of(request)
    async with unit_of_work(actor) as work:
        dossier = await load_dossier(work, contract_id)
    status = HTTP_409_CONFLICT if conflict else HTTP_422_UNPROCESSABLE_ENTITY
    return _answer(request, dossier, status=status, form=form, conflict=conflict)


def _answer(
    request: Request[Any, Any, Any],
    dossier: Dossier,
    *,
    status: int = HTTP_200_OK,
    form: Form[Any] | None = None,
    conflict: str = "",
    iban: str = "",
) -> Response[str]:
    actor = actor_of(request)
    speech = words(actor.locale)
    steps = {step.name: step.rows for step in summary(dossier.sale, speech)}
    return page(
        request,
        "contracts/contract.html",
        status=status,
        dossier=dossier,
        sale=dossier.sale,
        customer=customer_rows(dossier.sale, speech),
        steps=steps,
        photos=photo_rows(dossier.sale, dossier.photos, speech),
        story=tell(dossier, speech),
        acts=act_lines(dossier.acts, speech),
        reads_journal=actor.may(Permission.JOURNAL_READ),
        lost=[(one.title(speech), one.advice(speech)) for one in dossier.lost],
        label=LABELS[dossier.state],
        tone=TONES[dossier.state],
        may_decide=actor.may(Permission.CONTRACT_VALIDATE) and dossier.to_check,
        may_reveal=actor.may(Permission.CONTRACT_VALIDATE),
        form=form,
        conflict=conflict,
        iban=iban,
    )


routes = [
    list_routes.contract_list,
    list_routes.contract_search,
    list_routes.contract_export,
    contract,
    validate,
    reject,
    reveal_iban,
]
