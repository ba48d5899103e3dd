"""The cast every test plays with: two agencies that must know nothing of each other.

Adviser, colleague and referent work in Lyon, the newcomer, whom the referent follows, in a team
below it, the outsider in Nantes; each agency has its manager; the back office, its lead, the
administrator and the auditor sit above.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, fields
from datetime import timedelta
from uuid import UUID

from extranet.core.access import ROLES, Actor, Origin, Role, visitor, worker
from extranet.core.clock import now
from extranet.core.database import UnitOfWork, unit_of_work
from extranet.core.ids import new_id
from extranet.core.tokens import digest, new_token

SignIn = Callable[[Actor], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Agencies:
    """The tree: a distributor with two agencies, one of which has a team."""

    distributor: UUID
    lyon: UUID
    lyon_team: UUID
    nantes: UUID


@dataclass(frozen=True, slots=True)
class Cast:
    """Actors ready for `unit_of_work`, as their sessions would make them."""

    agencies: Agencies
    adviser: Actor
    colleague: Actor
    newcomer: Actor
    referent: Actor
    outsider: Actor
    manager: Actor
    other_manager: Actor
    back_office: Actor
    lead: Actor
    administrator: Actor
    auditor: Actor

    def everyone(self) -> list[Actor]:
        """All actors, in the order they are declared."""
        return [getattr(self, field.name) for field in fields(self) if field.name != "agencies"]


async def make_cast() -> Cast:
    """Insert the cast and return it."""
    agencies = Agencies(new_id(), new_id(), new_id(), new_id())
    async with unit_of_work(worker("cast")) as work:
        await _insert_agencies(work, agencies)
        cast = Cast(
            agencies=agencies,
            adviser=await _person(work, "Alice", "Martin", Role.ADVISER, agencies.lyon),
            colleague=await _person(work, "Bruno", "Petit", Role.ADVISER, agencies.lyon),
            newcomer=await _person(work, "Nina", "Roux", Role.ADVISER, agencies.lyon_team),
            referent=await _person(work, "Rosa", "Fabre", Role.REFERENT, agencies.lyon),
            outsider=await _person(work, "Chloé", "Durand", Role.ADVISER, agencies.nantes),
            manager=await _person(
                work, "Marc", "Leroy", Role.MANAGER, agencies.lyon, agencies.lyon_team
            ),
            other_manager=await _person(work, "Odile", "Blanc", Role.MANAGER, agencies.nantes),
            back_office=await _person(
                work, "Béatrice", "Noël", Role.BACK_OFFICE, agencies.distributor
            ),
            lead=await _person(
                work, "Lucie", "Perrin", Role.BACK_OFFICE_LEAD, agencies.distributor
            ),
            administrator=await _person(
                work, "Ada", "Simon", Role.ADMINISTRATOR, agencies.distributor
            ),
            auditor=await _person(work, "Théo", "Garnier", Role.AUDITOR, agencies.distributor),
        )
        await _follow(work, cast.referent, cast.newcomer, cast.manager)
        work.record("cast:make", "person", None)
    return cast


async def sign_in(actor: Actor) -> str:
    """Open a session for `actor` and return the token its cookie would hold."""
    token = new_token()
    async with unit_of_work(visitor(Origin("127.0.0.1", "tests"))) as work:
        await work.run(
            "INSERT INTO session (id, token_digest, person_id, device, address, expires_at) "
            "VALUES ($1, $2, $3, 'tests', '127.0.0.1', $4)",
            new_id(),
            digest(token),
            actor.person_id,
            now() + timedelta(days=1),
        )
        work.record("session:open", "person", actor.person_id)
    return token


async def _insert_agencies(work: UnitOfWork, agencies: Agencies) -> None:
    top, lyon, team, nantes = (
        agencies.distributor,
        agencies.lyon,
        agencies.lyon_team,
        agencies.nantes,
    )
    rows = [
        (top, None, "distributor", "Porte à Porte SAS", [top]),
        (lyon, top, "agency", "Lyon", [top, lyon]),
        (team, lyon, "team", "Lyon Est", [top, lyon, team]),
        (nantes, top, "agency", "Nantes", [top, nantes]),
    ]
    for row in rows:
        await work.run(
            "INSERT INTO agency (id, parent_id, kind, name, path) VALUES ($1, $2, $3, $4, $5)", *row
        )


async def _follow(work: UnitOfWork, referent: Actor, adviser: Actor, by: Actor) -> None:
    await work.run(
        "INSERT INTO following (id, referent_id, adviser_id, agency_id, named_by) "
        "VALUES ($1, $2, $3, $4, $5)",
        new_id(),
        referent.person_id,
        adviser.person_id,
        adviser.agency_id,
        by.person_id,
    )


async def _person(
    work: UnitOfWork, first: str, last: str, role: Role, agency: UUID, *below: UUID
) -> Actor:
    person = new_id()
    await work.run(
        "INSERT INTO person (id, email, first_name, last_name, role, agency_id, card_number) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)",
        person,
        f"{first}.{last}@palier.example".lower(),
        first,
        last,
        role.value,
        agency,
        f"C-{str(person)[-6:].upper()}",
    )
    return Actor(
        kind=ROLES[role].kind,
        name=f"{first} {last}",
        person_id=person,
        role=role,
        agency_id=agency,
        agencies=(agency, *below) if role is Role.MANAGER else (),
        origin=Origin("127.0.0.1", "tests"),
    )
