"""Who sends what a tablet held back: the session's own person, from a tablet of theirs."""

from typing import Any

from litestar import Request, Response
from litestar.status_codes import HTTP_401_UNAUTHORIZED, HTTP_403_FORBIDDEN
from litestar.types import ExceptionHandlersMap

from extranet.core.access import Actor
from extranet.core.errors import PalierError
from extranet.core.headers import REFUSAL
from extranet.core.sessions import actor_of, person_of
from extranet.people.tablets import admit
from wizard.sales import SellerStopped


class OtherPerson(PalierError):
    """It comes from the store of somebody else than who is signed in."""

    act = "outbox:refuse"


async def sender_of(request: Request[Any, Any, Any]) -> Actor:
    """The signed-in person whose tablet sends this request.

    The `Palier-Person` header names whose store it comes from: on a shared tablet, what one person
    typed is never taken for another's (`OtherPerson`; the tablet keeps it all and asks them to
    sign in). `Palier-Tablet` names the tablet: one that was revoked, or is not this person's, is
    answered like a closed session (`SignInRequired`).
    """
    actor = actor_of(request)
    owner = request.headers.get("palier-person")
    if owner is not None and owner != str(actor.person_id):
        raise OtherPerson
    tablet = request.headers.get("palier-tablet")
    if tablet is not None:
        await admit(actor, person_of(request), tablet)
    return actor


def _stop(_: Request[Any, Any, Any], __: Exception) -> Response[Any]:
    # The word of a suspended account: the tablet keeps everything and says why (decision 14).
    told = {"error": "inactive"}
    headers = {REFUSAL: "inactive"}
    return Response(told, status_code=HTTP_401_UNAUTHORIZED, headers=headers)


def _refuse(_: Request[Any, Any, Any], __: Exception) -> Response[Any]:
    return Response({"error": "other_person"}, status_code=HTTP_403_FORBIDDEN)


REFUSALS: ExceptionHandlersMap = {OtherPerson: _refuse, SellerStopped: _stop}
"""`exception_handlers` of the routes that ask for `sender_of`."""
