"""People who leave: it is decided, at once or for a day to come, and then it is done.

Whoever left opens nothing any more, on no device; what they had under way is somebody else's, and
what they signed stays theirs. They come back by an act of its own (`coming_back`), never by a slip.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from extranet.core.access import Actor, Role
from extranet.core.clock import today
from extranet.core.database import UnitOfWork, unit_of_work
from extranet.core.errors import Conflict, Forbidden, NotFound
from extranet.core.i18n import N_
from extranet.core.ids import new_id
from extranet.core.tokens import new_token
from extranet.people.events import SalesHandedOver
from extranet.people.passwords import hash_password
from extranet.people.suspending import may_suspend

_GONE = N_("Cette personne a déjà quitté l’entreprise.")
_DECIDED = N_("Son départ est déjà prévu. Annulez-le d’abord pour en changer.")

_PERSON = """
    SELECT p.role, p.left_at,
        EXISTS (SELECT FROM departure d WHERE d.person_id = p.id AND d.done_at IS NULL) AS decided
    FROM person p WHERE p.id = $1
"""
_DECIDE = """
    INSERT INTO departure
        (id, person_id, agency_id, successor_id, leaves_on, wipes, decided_by)
    SELECT $2, p.id, p.agency_id, $3, $4, $5, $6 FROM person p WHERE p.id = $1
    ON CONFLICT (person_id) WHERE done_at IS NULL DO NOTHING
"""
_NAME = """
    INSERT INTO departure
        (id, person_id, agency_id, successor_id, leaves_on, wipes, decided_by, done_at)
    SELECT $2, p.id, p.agency_id, $3, $4, false, $5, now() FROM person p WHERE p.id = $1
"""
_TAKE_BACK = "DELETE FROM departure WHERE person_id = $1 AND done_at IS NULL RETURNING leaves_on"
_DUE = """
    SELECT person_id, successor_id FROM departure WHERE done_at IS NULL AND leaves_on < $1
    ORDER BY leaves_on, id
"""


@dataclass(frozen=True, slots=True)
class NewDeparture:
    """Somebody's last day, who takes over, and what becomes of their tablets: wiped at their next
    contact, or kept closed until what waits on them was handed in."""

    leaves_on: date
    at_once: bool
    successor_id: UUID | None
    wipes: bool


async def decide(actor: Actor, person_id: UUID, departure: NewDeparture) -> None:
    """Record that somebody leaves; at once, it is done in the same transaction.

    Raises `NotFound` and `Forbidden` like `suspend`, `NotFound` for a successor the actor does not
    see, `Conflict` for somebody who left or whose departure is decided already.
    """
    secret = await hash_password(new_token())
    async with unit_of_work(actor) as work:
        await _check(work, person_id)
        if departure.successor_id is not None:
            await work.one_or_404("SELECT FROM person WHERE id = $1", departure.successor_id)
        written = await work.run(
            _DECIDE,
            person_id,
            new_id(),
            departure.successor_id,
            departure.leaves_on,
            departure.wipes,
            actor.person_id,
        )
        if not written:
            raise Conflict(_DECIDED)
        work.record(
            "departure:decide",
            "person",
            person_id,
            after={"leaves_on": departure.leaves_on, "successor": departure.successor_id},
        )
        if departure.at_once:
            await _carry_out(work, person_id, departure.successor_id, secret)


async def take_back(actor: Actor, person_id: UUID) -> None:
    """Give a departure up that is not done. Raises like `decide`, `NotFound` without one."""
    async with unit_of_work(actor) as work:
        row = await work.one_or_404("SELECT role FROM person WHERE id = $1", person_id)
        if not may_suspend(actor, person_id, Role(row["role"])):
            raise Forbidden
        leaves_on = await work.value(_TAKE_BACK, person_id)
        if leaves_on is None:
            raise NotFound
        work.record("departure:take_back", "person", person_id, before={"leaves_on": leaves_on})


async def hand_over(actor: Actor, person_id: UUID, successor_id: UUID) -> None:
    """Give what somebody who left has under way to `successor_id`, and what may yet be found on
    their tablets. Raises like `take_back`,
    `Conflict` for somebody who is still here."""
    async with unit_of_work(actor) as work:
        row = await work.one_or_404("SELECT role, left_at FROM person WHERE id = $1", person_id)
        if not may_suspend(actor, person_id, Role(row["role"])):
            raise Forbidden
        await work.one_or_404("SELECT FROM person WHERE id = $1", successor_id)
        if row["left_at"] is None:
            raise Conflict(N_("Cette personne n’a pas quitté l’entreprise."))
        await work.run(_NAME, person_id, new_id(), successor_id, today(), actor.person_id)
        work.record("departure:hand_over", "person", person_id, after={"successor": successor_id})
        await work.emit(SalesHandedOver(person_id, successor_id))


async def carry_out_due(work: UnitOfWork) -> None:
    """Do what was decided for a last day that is past."""
    for due in await work.all(_DUE, today()):
        secret = await hash_password(new_token())
        await _carry_out(work, due["person_id"], due["successor_id"], secret)


async def _check(work: UnitOfWork, person_id: UUID) -> None:
    row = await work.one_or_404(_PERSON, person_id)
    if not may_suspend(work.actor, person_id, Role(row["role"])):
        raise Forbidden
    if row["left_at"] is not None:
        raise Conflict(_GONE)
    if row["decided"]:
        raise Conflict(_DECIDED)


async def _carry_out(
    work: UnitOfWork, person_id: UUID, successor_id: UUID | None, secret: str
) -> None:
    closed = await work.one("SELECT * FROM close_account($1, $2)", person_id, secret)
    if closed is None or closed["name"] is None:
        raise NotFound
    work.record(
        "person:leave",
        "person",
        person_id,
        before={"active": True},
        after={
            "active": False,
            "sessions": closed["sessions"],
            "revoked": closed["tablets"],
            "successor": successor_id,
        },
        personal={"name": closed["name"]},
    )
    if successor_id is not None:
        await work.emit(SalesHandedOver(person_id, successor_id))
