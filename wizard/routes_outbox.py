"""What the tablet and the server tell each other: submissions in, answers out."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.status_codes import (
    HTTP_200_OK,
    HTTP_400_BAD_REQUEST,
    HTTP_403_FORBIDDEN,
    HTTP_503_SERVICE_UNAVAILABLE,
)

from extranet.core.access import Permission
from extranet.core.database import unit_of_work
from extranet.core.precedence import GIVES_WAY
from extranet.core.sessions import actor_of, person_of
from extranet.people.tablets import admit
from wizard.capture_times import clock_off
from wizard.outbox import MOST_BYTES, UnreadableBatch, read_batch, receive
from wizard.outbox_turn import Crowded, turn
from wizard.resuming import load_answers

_JSON = {"json": True}


@post("/outbox", status_code=HTTP_200_OK, opt=_JSON | GIVES_WAY, request_max_body_size=MOST_BYTES)
async def take(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
    """Take a batch of submissions and answer each with a receipt.

    The `Palier-Person` header names whose store they come from: on a shared tablet, what one
    person typed is never taken for another's (403; the tablet keeps it all and asks them to
    sign in). The `Palier-Tablet` header names the tablet: one that was revoked, or is not this
    person's, is answered 401 like a closed session. `Palier-Clock` says what time the tablet
    believes it is. 400 for a body in which nothing can be answered to. 503 while too many tablets
    send at once: it keeps everything and tries later.
    """
    actor = actor_of(request, Permission.SALE_SELL)
    owner = request.headers.get("palier-person")
    if owner is not None and owner != str(actor.person_id):
        return Response({"error": "other_person"}, status_code=HTTP_403_FORBIDDEN)
    tablet = request.headers.get("palier-tablet")
    if tablet is not None:
        await admit(actor, person_of(request).session_id, tablet)
    off = clock_off(request.headers.get("palier-clock"))
    try:
        batch = read_batch(await request.body())
    except UnreadableBatch as wrong:
        told = {"error": "unreadable", "reason": str(wrong)}
        return Response(told, status_code=HTTP_400_BAD_REQUEST)
    try:
        async with turn():
            receipts = await receive(actor, batch, off)
    except Crowded as crowded:
        later = {"Retry-After": str(crowded.seconds)}
        status = HTTP_503_SERVICE_UNAVAILABLE
        return Response({"error": "crowded"}, status_code=status, headers=later)
    return Response({"receipts": [receipt.as_json() for receipt in receipts]})


@get("/sales/{sale_id:uuid}/answers", opt=_JSON)
async def resume(
    request: Request[Any, Any, Any], sale_id: FromPath[UUID]
) -> Response[dict[str, Any]]:
    """The answers of an adviser's own sale, for a tablet that takes it up."""
    async with unit_of_work(actor_of(request, Permission.SALE_SELL)) as work:
        return Response(await load_answers(work, sale_id))


routes = [take, resume]
