"""The first administrator of an installation: invited from the command line, for nobody is there
to do it.

Whoever may run the command has the database already; what they get is a link like any other, that
serves once. No password is ever typed on a command line.
"""

from datetime import timedelta
from uuid import UUID

from extranet.core import database
from extranet.core.access import Role, worker
from extranet.core.clock import now
from extranet.core.database import UnitOfWork, unit_of_work
from extranet.core.errors import PalierError
from extranet.core.ids import new_id
from extranet.core.settings import Settings, installed
from extranet.core.tokens import digest, new_token
from extranet.people.emails import account_email
from extranet.people.naming import person_name

LIFETIME = timedelta(days=1)

_PRESENT = "SELECT count(*) FROM person WHERE role = 'administrator' AND active"
_TAKEN = "SELECT EXISTS (SELECT FROM person WHERE email = $1)"
_TOP = "SELECT id FROM agency WHERE parent_id IS NULL ORDER BY created_at, id LIMIT 1"
_OPEN = """
    INSERT INTO agency (id, parent_id, kind, name, path)
    VALUES ($1, NULL, 'distributor', $2, ARRAY[$1::uuid])
"""
_EARLIER = "DELETE FROM invitation WHERE invited_by IS NULL OR (agency_id, email) = ($1, $2)"
_INVITE = """
    INSERT INTO invitation
        (id, email, first_name, last_name, role, agency_id, token_digest, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""


class Refused(PalierError):
    """Nobody was invited; the text says why, and what to do."""


async def on_command(
    settings: Settings,
    email: str,
    first_name: str,
    last_name: str,
    *,
    company: str = "",
    again: bool = False,
) -> str:
    """`invite_administrator` on the installation of `settings`, which nothing else serves here."""
    await database.connect(settings)
    try:
        return await invite_administrator(
            email, first_name, last_name, company=company, again=again
        )
    finally:
        await database.disconnect()


async def invite_administrator(
    email: str, first_name: str, last_name: str, *, company: str = "", again: bool = False
) -> str:
    """Invite an administrator; return the address that opens their account, once, for a day.

    An installation without an agency gets its distributor, `company`. Links made before are dead.
    Raises `Refused`, `emails.NotAnAddress` or `naming.NotAName`.
    """
    email, names = account_email(email), (person_name(first_name), person_name(last_name))
    async with unit_of_work(worker("command_line")) as work:
        if await work.value(_PRESENT) and not again:
            raise Refused(
                "There is an administrator already: they invite others from the page of people. "
                "If nobody can sign in as one any more, say --again."
            )
        if await work.value(_TAKEN, email):
            raise Refused(
                "This address has an account already: use « Mot de passe oublié ? » to sign in "
                "with it, or name another address."
            )
        agency_id = await _agency(work, company)
        invitation_id, token = new_id(), new_token()
        await work.run(_EARLIER, agency_id, email)
        role, until = Role.ADMINISTRATOR, now() + LIFETIME
        await work.run(
            _INVITE, invitation_id, email, *names, role.value, agency_id, digest(token), until
        )
        work.record(
            "invitation:found",
            "invitation",
            invitation_id,
            after={"role": role, "agency": agency_id, "until": until},
            personal={"name": " ".join(names), "email": email},
        )
    return f"{installed().public_url}/invitations/{token}"


async def _agency(work: UnitOfWork, company: str) -> UUID:
    """The agency above all others; the company itself where there is none yet."""
    found = await work.value(_TOP)
    if found is not None:
        return UUID(str(found))
    if not company.strip():
        raise Refused("There is no agency yet: name the company with --company.")
    agency_id = new_id()
    await work.run(_OPEN, agency_id, company.strip())
    work.record("agency:found", "agency", agency_id, after={"name": company.strip()})
    return agency_id
