"""Erasing what has been kept long enough."""

from extranet.core.jobs import every
from extranet.privacy import retention


@every(retention.JOB, "13 3 * * *")
async def keep_no_longer() -> None:
    """Erase all that is due tonight, journalled."""
    await retention.keep_no_longer()
