"""The web server of one process."""

from types import FrameType

import uvicorn

from extranet.core.live import end_followers


class Server(uvicorn.Server):
    """Ends the live streams at the first signal to stop: as requests in hand, they would hold the
    process up until its patience ends."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop: live streams at once, other requests in their own time."""
        end_followers()
        super().handle_exit(sig, frame)
