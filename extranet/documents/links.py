"""The customer's link to their documents: a long random token, kept as its hash alone.

The link replaces a login, so whoever holds it reads the documents: 256 random bits cannot be
guessed, the database cannot give a link away, and the page that opens is told to send its
address nowhere.
"""

import re
from datetime import timedelta
from uuid import UUID

from extranet.core.clock import now
from extranet.core.database import UnitOfWork, pool
from extranet.core.ids import new_id
from extranet.core.settings import installed
from extranet.core.tokens import digest, new_token
from extranet.documents.keeping import Owned

# A copy on a durable medium stays within reach as long as the customer may need it (C. conso.
# L221-1 and L221-9): five years, during which a claim under the contract can be brought (C. civ.
# 2224) and for which contracts are kept.
LINK_LIFETIME = timedelta(days=5 * 365 + 2)

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


async def make_link(work: UnitOfWork, owner: Owned) -> str:
    """Make a link to the documents of the sale and return its address, known to nobody after."""
    token = new_token()
    moment = now()
    await work.run(
        "INSERT INTO document_link (id, token_digest, sale_id, adviser_id, agency_id, created_at, "
        "expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        new_id(),
        digest(token),
        owner.sale_id,
        owner.adviser_id,
        owner.agency_id,
        moment,
        moment + LINK_LIFETIME,
    )
    work.record("link:make", "sale", owner.sale_id, after={"until": moment + LINK_LIFETIME})
    return f"{installed().public_url}/documents/{token}"


async def sale_behind(token: str) -> UUID | None:
    """The sale whose documents `token` opens, or None when it is unknown or has expired."""
    if not _TOKEN.fullmatch(token):
        return None
    found: UUID | None = await pool().fetchval("SELECT link_sale($1)", digest(token))
    return found
