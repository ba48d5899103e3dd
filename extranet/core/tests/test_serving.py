"""A web process that is told to stop holds nobody's stream."""

import signal

import uvicorn
from litestar import Litestar

from extranet.core.live import following
from extranet.core.serving import Server


async def test_the_first_signal_to_stop_ends_the_live_streams(app: Litestar) -> None:
    server = Server(uvicorn.Config(app))
    async with following("signing", "anything") as follower:
        server.handle_exit(signal.SIGTERM, None)
        assert await follower.wait(10)
        while not follower.ended:
            await follower.wait(10)
    assert server.should_exit
