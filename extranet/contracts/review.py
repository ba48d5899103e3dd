"""What the back office decides of a contract: validate it, or reject it with a reason.

A validation or a rejection is made for the version of the contract its author saw. Made twice by
the same double press it is made once; made on a page that is out of date it is refused.
"""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, StringConstraints

from extranet.contracts.states import ContractState, require_move
from extranet.core.database import UnitOfWork
from extranet.core.errors import Conflict
from extranet.core.i18n import N_
from extranet.core.ids import new_id
from extranet.core.journal import Facts

_MOVE = """
WITH moved AS (
    UPDATE contract SET state = $3, version = version + 1, changed_at = now()
    WHERE id = $1 AND version = $2
    RETURNING id, sale_id, adviser_id, agency_id
)
INSERT INTO contract_move
    (id, contract_id, sale_id, adviser_id, agency_id, from_state, to_state, by_id, by_name, reason)
SELECT $4, id, sale_id, adviser_id, agency_id, $5, $3, $6, $7, $8 FROM moved
"""


STALE = N_(
    "Depuis l’ouverture de cette page, quelqu’un a changé ce contrat. Vous voyez maintenant ce "
    "qu’il est devenu : rien n’a été fait en votre nom."
)


class AlreadyDone(Exception):
    """The same person asks again for what they just did: the second press on a button."""


class Validation(BaseModel):
    """The form of a validation: the version its author saw."""

    version: int


class Rejection(BaseModel):
    """The form of a rejection."""

    version: int
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=500)]


SENTENCES = {
    "version": N_("Cette page est abîmée. Rechargez-la."),
    "reason": N_("Écrivez pourquoi ce contrat est rejeté, en quelques mots."),
    "reason:string_too_long": N_("Le motif dépasse 500 caractères. Raccourcissez-le."),
}


async def validate_contract(work: UnitOfWork, contract_id: UUID, seen: Validation) -> None:
    """Validate a contract; raises `Conflict` when it has moved on since `seen`, `AlreadyDone` when
    the actor's own second press says it again."""
    before, after = await _move(work, contract_id, seen.version, ContractState.VALIDATED)
    work.record("contract:validate", "contract", contract_id, before=before, after=after)


async def reject_contract(work: UnitOfWork, contract_id: UUID, seen: Rejection) -> None:
    """Reject a contract, saying why; raises like `validate_contract`."""
    before, after = await _move(
        work, contract_id, seen.version, ContractState.REJECTED, seen.reason
    )
    personal = {"reason": seen.reason}  # typed by a person, perhaps about one
    work.record(
        "contract:reject", "contract", contract_id, before=before, after=after, personal=personal
    )


async def _move(
    work: UnitOfWork, contract_id: UUID, version: int, target: ContractState, reason: str = ""
) -> tuple[Facts, Facts]:
    """Move the contract and return the facts before and after."""
    contract = await work.one_or_404(
        "SELECT number, state, version FROM contract WHERE id = $1 FOR UPDATE", contract_id
    )
    state = ContractState(contract["state"])
    if state is target and contract["version"] == version + 1 and await _own(work, contract_id):
        raise AlreadyDone
    if contract["version"] != version:
        raise Conflict(STALE)
    require_move(state, target)
    who = (work.actor.person_id, work.actor.name)
    await work.run(_MOVE, contract_id, version, target.value, new_id(), state.value, *who, reason)
    known = {"number": contract["number"]}
    return (
        {**known, "state": state, "version": version},
        {**known, "state": target, "version": version + 1},
    )


async def _own(work: UnitOfWork, contract_id: UUID) -> bool:
    """Whether the person who acts made the last move; a move of nobody's is nobody's own."""
    last = await work.value(
        "SELECT by_id FROM contract_move WHERE contract_id = $1 ORDER BY at DESC, id DESC LIMIT 1",
        contract_id,
    )
    return last is not None and last == work.actor.person_id
