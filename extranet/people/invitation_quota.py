"""How many invitations one person has leave in a day: more than anybody needs, and few enough that
a stolen session makes no flood of mails.

What one act sends is one row, which nobody changes: nobody lowers their own count.
"""

from datetime import timedelta
from typing import Any

from litestar import Request, Response
from litestar.status_codes import HTTP_429_TOO_MANY_REQUESTS
from litestar.types import ExceptionHandlersMap

from extranet.core.clock import now
from extranet.core.database import UnitOfWork
from extranet.core.errors import PalierError
from extranet.core.i18n import N_
from extranet.core.ids import new_id
from extranet.core.pages import page

MOST = 2_000
WINDOW = timedelta(days=1)

TOO_MANY = N_(
    "Au plus 2 000 invitations partent en un jour pour une même personne, et vous y êtes. Rien "
    "n’est parti. Recommencez demain, ou demandez à quelqu’un d’autre de les envoyer."
)

_TURN = "SELECT pg_advisory_xact_lock(hashtextextended('invitations:' || $1::text, 0))"
_SENT = "SELECT coalesce(sum(mails), 0) FROM invitation_batch WHERE person_id = $1 AND at > $2"
_COUNT = "INSERT INTO invitation_batch (id, person_id, mails, at) VALUES ($1, $2, $3, $4)"
_PURGE = "DELETE FROM invitation_batch WHERE at < $1"


class TooManyInvitations(PalierError):
    """The actor has sent what one person may send in a day."""

    act = "access:wait"


async def take_turn(work: UnitOfWork) -> None:
    """Let no other act of the actor's send invitations until this one is done."""
    await work.value(_TURN, str(work.actor.person_id))


async def count(work: UnitOfWork, mails: int) -> None:
    """Count `mails` invitations that leave now; raise `TooManyInvitations`."""
    if not mails:
        return
    await take_turn(work)
    person = work.actor.person_id
    sent = await work.value(_SENT, person, now() - WINDOW)
    if sent + mails > MOST:
        raise TooManyInvitations
    await work.run(_COUNT, new_id(), person, mails, now())


def say_full(request: Request[Any, Any, Any], _: Exception) -> Response[str]:
    """Say that nothing left, and until when."""
    return page(
        request,
        "errors/error.html",
        status=HTTP_429_TOO_MANY_REQUESTS,
        title=N_("Trop d’invitations pour aujourd’hui"),
        text=TOO_MANY,
        code=HTTP_429_TOO_MANY_REQUESTS,
    )


FULL: ExceptionHandlersMap = {TooManyInvitations: say_full}
"""How a page says what is refused beyond `MOST`."""


async def purge(work: UnitOfWork) -> int:
    """Forget what no longer counts; return how many acts."""
    return await work.run(_PURGE, now() - WINDOW)
