"""What the tablet and the server tell each other: submissions in, answers out."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.status_codes import (
    HTTP_200_OK,
    HTTP_400_BAD_REQUEST,
    HTTP_503_SERVICE_UNAVAILABLE,
)

from extranet.core.access import Permission
from extranet.core.database import unit_of_work
from extranet.core.doors import needs
from extranet.core.precedence import GIVES_WAY
from extranet.core.sessions import actor_of
from extranet.people.sellers.stopping import stop_seller
from wizard.capture_times import clock_off
from wizard.outbox import MOST_BYTES, UnreadableBatch, read_batch, receive
from wizard.outbox_turn import Crowded, turn
from wizard.resuming import load_answers
from wizard.sales import SellerStopped
from wizard.senders import REFUSALS, sender_of

_JSON = {"json": True}


@post(
    "/outbox",
    status_code=HTTP_200_OK,
    opt=_JSON | GIVES_WAY,
    exception_handlers=REFUSALS,
    request_max_body_size=MOST_BYTES,
    guards=needs(Permission.SALE_SELL),
)
async def take(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
    """Take a batch of submissions and answer each with a receipt.

    403 and 401 for senders that may not (`sender_of`). `Palier-Clock` says what time the tablet
    believes it is. 401 `inactive` for whose contract has ended: their account is suspended with it.
    400 for a body in which nothing can be answered to. 503 while too many tablets
    send at once: it keeps everything and comes back when `Retry-After` says.
    """
    actor = await sender_of(request)
    off = clock_off(request.headers.get("palier-clock"))
    try:
        batch = read_batch(await request.body())
    except UnreadableBatch as wrong:
        told = {"error": "unreadable", "reason": str(wrong)}
        return Response(told, status_code=HTTP_400_BAD_REQUEST)
    try:
        async with turn():
            receipts = await receive(actor, batch, off)
    except SellerStopped:
        await stop_seller(actor)
        raise
    except Crowded as crowded:
        later = {"Retry-After": str(crowded.seconds)}
        status = HTTP_503_SERVICE_UNAVAILABLE
        return Response({"error": "crowded"}, status_code=status, headers=later)
    return Response({"receipts": [receipt.as_json() for receipt in receipts]})


@get("/sales/{sale_id:uuid}/answers", opt=_JSON, guards=needs(Permission.SALE_SELL))
async def resume(
    request: Request[Any, Any, Any], sale_id: FromPath[UUID]
) -> Response[dict[str, Any]]:
    """The answers of an adviser's own sale, for a tablet that takes it up."""
    async with unit_of_work(actor_of(request)) as work:
        return Response(await load_answers(work, sale_id))


routes = [take, resume]
