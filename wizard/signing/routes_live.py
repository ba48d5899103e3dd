"""The adviser's pages follow what goes on: streams of server-sent events.

An event holds a stamp and no fact: the page asks for itself again when it shows another one.
"""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import ServerSentEvent, ServerSentEventMessage

from extranet.core.access import Permission
from extranet.core.doors import needs
from extranet.core.sessions import actor_of
from wizard.followed.reading import followed_stamps
from wizard.home import home_stamps
from wizard.signing.live import stamp_of, stamps

_AGAIN_AFTER = 2_000
"""Milliseconds after which a browser whose stream broke comes back."""


@get("/sales/{sale_id:uuid}/events", opt={"json": True}, guards=needs(Permission.SALE_LIST))
async def follow(request: Request[Any, Any, Any], sale_id: FromPath[UUID]) -> ServerSentEvent:
    """Tell the page of a sale, as long as it is open, how far the signature has come."""
    actor = actor_of(request)
    await stamp_of(actor, sale_id)
    return _stream(stamps(actor, sale_id))


@get("/home/events", opt={"json": True}, guards=needs(Permission.SALE_SELL))
async def follow_home(request: Request[Any, Any, Any]) -> ServerSentEvent:
    """Tell an adviser's home, as long as it is open, that one of its sales moved on."""
    return _stream(home_stamps(actor_of(request)))


@get("/followed/events", opt={"json": True}, guards=needs(Permission.FOLLOWED_READ))
async def follow_followed(request: Request[Any, Any, Any]) -> ServerSentEvent:
    """Tell a referent's page, as long as it is open, that a sale they follow moved on."""
    return _stream(followed_stamps(actor_of(request)))


def _stream(told: AsyncIterator[str | None]) -> ServerSentEvent:
    return ServerSentEvent(_events(told), retry_duration=_AGAIN_AFTER)


async def _events(told: AsyncIterator[str | None]) -> AsyncIterator[ServerSentEventMessage]:
    async for stamp in told:
        if stamp is None:
            yield ServerSentEventMessage(data=None, comment="")
        else:
            yield ServerSentEventMessage(data=stamp)
