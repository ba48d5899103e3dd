"""Links that mails about accounts hold, as the local inbox shows them."""

import asyncio

import asyncpg

from e2e.installation import Installation
from e2e.seller import rows, visitor
from e2e.stop import ACCOUNTS
from extranet.demo.company import PASSWORD
from extranet.testing.plugin import run_apart

_LINK = r"""
SELECT substring(body FROM 'https?://[^/\s]+(/[a-z-]+/[\w-]{43})') FROM inbox_item
WHERE recipient = $1 AND body ~ $2 ORDER BY received_at DESC LIMIT 1
"""
_PATIENCE = 30


def links_by_mail(installation: Installation) -> dict[str, str]:
    """A living invitation, a link for a new password, one that confirms an address: their paths."""
    [agency] = rows(installation, "SELECT id FROM agency WHERE name = 'Agence de Lyon'")
    desk = visitor(installation, ACCOUNTS["back_office"])
    newcomer = {"email": "ines.faure@exemple.fr", "first_name": "Inès", "last_name": "Faure"}
    desk.post("/people/invite", data={**newcomer, "agency": str(agency["id"])})
    owner, wanted = ACCOUNTS["auditor"], "auditeur@nouvelle.example"
    visitor(installation).post("/forgotten-password", data={"email": owner})
    auditor = visitor(installation, owner)
    auditor.post("/account/email", data={"email": wanted, "present": PASSWORD})
    return {
        "invitation": newest_link(installation, newcomer["email"], "/invitations/"),
        "new_password": newest_link(installation, owner, "/forgotten-password/"),
        "email_change": newest_link(installation, wanted, "/email-changes/"),
    }


def newest_link(installation: Installation, recipient: str, before: str) -> str:
    """The path of the newest link that begins with `before`, once the worker has sent it."""
    return run_apart(_awaited(installation.owner_url, recipient, before))


async def _awaited(url: str, recipient: str, before: str) -> str:
    connection = await asyncpg.connect(url)
    try:
        async with asyncio.timeout(_PATIENCE):
            while not (found := await connection.fetchval(_LINK, recipient, before)):
                continue
        return str(found)
    finally:
        await connection.close()
