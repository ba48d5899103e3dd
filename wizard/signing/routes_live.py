"""The adviser's page of a sale follows it: a stream of server-sent events."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import ServerSentEvent, ServerSentEventMessage

from extranet.core.access import Actor, Permission
from extranet.core.sessions import actor_of
from wizard.signing.live import stamp_of, stamps

_AGAIN_AFTER = 2_000
"""Milliseconds after which a browser whose stream broke comes back."""


@get("/sales/{sale_id:uuid}/events", opt={"json": True})
async def follow(request: Request[Any, Any, Any], sale_id: FromPath[UUID]) -> ServerSentEvent:
    """Tell the page of a sale, as long as it is open, how far the signature has come.

    An event holds a stamp and no fact: the page asks for itself again when it shows another one.
    """
    actor = actor_of(request, Permission.SALE_LIST)
    await stamp_of(actor, sale_id)
    return ServerSentEvent(_events(actor, sale_id), retry_duration=_AGAIN_AFTER)


async def _events(actor: Actor, sale_id: UUID) -> AsyncIterator[ServerSentEventMessage]:
    async for stamp in stamps(actor, sale_id):
        if stamp is None:
            yield ServerSentEventMessage(data=None, comment="")
        else:
            yield ServerSentEventMessage(data=stamp)
