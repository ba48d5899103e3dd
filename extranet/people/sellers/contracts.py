"""Writing the contract of a seller; the account follows where a contract had stopped it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from extranet.core.access import ROLES, Actor, Permission, Role
from extranet.core.clock import today
from extranet.core.database import Row, UnitOfWork, unit_of_work
from extranet.core.errors import Forbidden
from extranet.core.ids import new_id
from extranet.people.sellers.deadlines import ContractKind
from extranet.people.sellers.stopping import record_start

SELLING = [role.value for role in Role if Permission.SALE_SELL in ROLES[role].permissions]
"""The roles that need a contract."""

STOPPED = "contract"
"""Why the house suspends whose contract has ended (`person.suspended_for`)."""

_PERSON = "SELECT id, role, active, suspended_for FROM person WHERE id = $1"
_BEFORE = """
    SELECT kind AS contract, starts_on, ends_on, registered_until FROM seller_contract
    WHERE person_id = $1 ORDER BY written_at DESC, id DESC LIMIT 1
"""
_WRITE = """
    INSERT INTO seller_contract (id, person_id, agency_id, kind, starts_on, ends_on, registry,
        siren, registered_until, written_by)
    SELECT $2, p.id, p.agency_id, $3, $4, $5, $6, $7, $8, $9 FROM person p WHERE p.id = $1
"""


@dataclass(frozen=True, slots=True)
class NewContract:
    """A contract to write; None for open-ended, empty for not registered."""

    kind: ContractKind
    starts_on: date
    ends_on: date | None = None
    registry: str = ""
    siren: str = ""
    registered_until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether one may sell under it on `day`."""
        ends = (self.ends_on, self.registered_until)
        return self.starts_on <= day and all(end is None or end >= day for end in ends)


def may_keep(actor: Actor, person_id: UUID, role: Role) -> bool:
    """Whether the actor keeps the contract of somebody they see: of sellers, never their own."""
    return (
        actor.may(Permission.SELLER_KEEP) and person_id != actor.person_id and role.value in SELLING
    )


async def check_keeper(work: UnitOfWork, person_id: UUID) -> Row:
    """The person whose contract the actor keeps.

    Raises `NotFound` for somebody they do not see, `Forbidden` for one whose contract is not
    theirs to keep.
    """
    row = await work.one_or_404(_PERSON, person_id)
    if not may_keep(work.actor, person_id, Role(row["role"])):
        raise Forbidden
    return row


async def write_contract(actor: Actor, person_id: UUID, contract: NewContract) -> None:
    """Write a contract; those before stay as history.

    Whom the end of a contract had suspended is active again if this one lets them sell today: what
    their tablets kept leaves at the next sign-in. Raises like `check_keeper`.
    """
    async with unit_of_work(actor) as work:
        person = await check_keeper(work, person_id)
        await put_contract(work, person_id, contract)
        if person["suspended_for"] == STOPPED and contract.covers(today()):
            name = await work.value("SELECT switch_account($1, true)", person_id)
            record_start(work, person_id, name)


async def put_contract(work: UnitOfWork, person_id: UUID, contract: NewContract) -> None:
    """Write a contract of somebody whose contract the actor keeps, in the caller's unit of work."""
    before = await work.one(_BEFORE, person_id)
    await work.run(
        _WRITE,
        person_id,
        new_id(),
        contract.kind.value,
        contract.starts_on,
        contract.ends_on,
        contract.registry,
        contract.siren,
        contract.registered_until,
        work.actor.person_id,
    )
    work.record(
        "seller:contract",
        "person",
        person_id,
        before=dict(before) if before else None,
        after={
            "contract": contract.kind,
            "starts_on": contract.starts_on,
            "ends_on": contract.ends_on,
            "registered_until": contract.registered_until,
        },
        personal={"siren": contract.siren} if contract.siren else None,
    )
