"""Somebody who left comes back: their account is active again, and who sells has a new contract."""

from uuid import UUID

from extranet.core.access import Actor, Role
from extranet.core.database import unit_of_work
from extranet.core.errors import Conflict, Forbidden
from extranet.core.i18n import N_
from extranet.people.sellers.contracts import SELLING, NewContract, put_contract
from extranet.people.suspending import may_suspend

_HERE = N_("Cette personne n’a pas quitté l’entreprise.")
_NO_CONTRACT = N_("Qui vend revient avec un nouveau contrat.")


async def come_back(actor: Actor, person_id: UUID, contract: NewContract | None) -> None:
    """Make the account of somebody who left active again, under `contract` if they sell.

    Their former password opens nothing: they ask for a new one. Raises `NotFound` and `Forbidden`
    like `suspend`, `Conflict` for somebody who is here, or who sells and has no contract.
    """
    async with unit_of_work(actor) as work:
        row = await work.one_or_404("SELECT role, left_at FROM person WHERE id = $1", person_id)
        if not may_suspend(actor, person_id, Role(row["role"])):
            raise Forbidden
        if row["left_at"] is None:
            raise Conflict(_HERE)
        if contract is None and row["role"] in SELLING:
            raise Conflict(_NO_CONTRACT)
        name = await work.value("SELECT reopen_account($1)", person_id)
        if name is None:
            raise Conflict(_HERE)
        work.record(
            "person:return",
            "person",
            person_id,
            before={"active": False},
            after={"active": True},
            personal={"name": name},
        )
        if contract is not None:
            await put_contract(work, person_id, contract)
