"""Erasing what has been kept long enough, and whom the back office confirmed to erase."""

from uuid import UUID

from extranet.core.jobs import every, job
from extranet.privacy import erasure, requests, retention


@every(retention.JOB, "13 3 * * *")
async def keep_no_longer() -> None:
    """Erase all that is due tonight, journalled."""
    await retention.keep_no_longer()


@job(requests.ERASE)
async def erase_person(payload: str) -> None:
    """Erase whom the request `payload` is about."""
    await erasure.erase_person(UUID(payload))
