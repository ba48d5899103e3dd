"""Accounts: how a person comes into the house."""

from dataclasses import dataclass
from uuid import UUID

from extranet.core.access import Role
from extranet.core.database import UnitOfWork
from extranet.core.ids import new_id

_PERSON = """
    INSERT INTO person
        (id, email, first_name, last_name, phone, card_number, role, agency_id, locale, active)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
_CREDENTIAL = "INSERT INTO credential (person_id, password_hash) VALUES ($1, $2)"


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What is known of a person on their first day. `phone` is E.164 or empty."""

    email: str
    first_name: str
    last_name: str
    role: Role
    agency_id: UUID
    phone: str = ""
    card_number: str = ""
    locale: str = "fr"
    active: bool = True


async def create_person(work: UnitOfWork, person: NewPerson, password_hash: str) -> UUID:
    """Insert `person` with the password `hash_password` made the hash of; return their id.

    The unit of work is a worker's (seeding, the command line): no signed-in role may set
    somebody else's password.
    """
    person_id = new_id()
    await work.run(
        _PERSON,
        person_id,
        person.email.strip().lower(),
        person.first_name,
        person.last_name,
        person.phone,
        person.card_number,
        person.role.value,
        person.agency_id,
        person.locale,
        person.active,
    )
    await work.run(_CREDENTIAL, person_id, password_hash)
    work.record(
        "person:create",
        "person",
        person_id,
        after={"role": person.role, "agency": person.agency_id, "active": person.active},
        personal={"name": f"{person.first_name} {person.last_name}", "email": person.email},
    )
    return person_id
