"""Following a sale while its customer signs: what changed is told as a stamp, and the page looks.

The database tells of it by itself (triggers of `wizard_0002_signing_link`), the id alone.
"""

from collections.abc import AsyncIterator
from uuid import UUID

from extranet.core import live
from extranet.core.access import Actor
from extranet.core.database import unit_of_work
from extranet.core.errors import NotFound

CHANNEL = "signing"

STAMP = """
(SELECT md5(concat_ws('|', s.state, s.revision, k.sent_at, k.opened_at, k.read_at,
        (SELECT max(c.sent_at) FROM confirmation_code c WHERE c.sale_id = s.id)))
    FROM sale s LEFT JOIN signing_link k ON k.sale_id = s.id WHERE s.id = $1)
"""
"""SQL: how far the signature of the sale `$1` has come, as a text that changes when it goes on."""

_READ = f"SELECT {STAMP} AS stamp"


async def stamp_of(actor: Actor, sale_id: UUID) -> str:
    """How far the signature of a sale has come; raises `NotFound` when the actor sees none."""
    async with unit_of_work(actor) as work:
        stamp = await work.value(_READ, sale_id)
    if stamp is None:
        raise NotFound
    return str(stamp)


def stamps(actor: Actor, sale_id: UUID) -> AsyncIterator[str | None]:
    """The stamp of a sale now and whenever it changes, as `extranet.core.live.stamps` tells it."""
    return live.stamps(CHANNEL, str(sale_id), lambda: stamp_of(actor, sale_id))
