"""Whether the process lives, and whether it can serve."""

from typing import Any

from asyncpg import InterfaceError, PostgresError
from litestar import Request, Response, get
from prometheus_client import generate_latest

from extranet.core.database import pool
from extranet.core.doors import EVERYBODY
from extranet.core.errors import NotFound


@get("/health/live", sync_to_thread=False, guards=EVERYBODY)
def live() -> dict[str, str]:
    """200 as long as the process answers."""
    return {"state": "live"}


@get("/health/ready", guards=EVERYBODY)
async def ready() -> Response[dict[str, str]]:
    """200 once the database answers and is migrated, 503 before."""
    try:
        migrated = await pool().fetchval("SELECT to_regclass('public.contract') IS NOT NULL")
    except (OSError, RuntimeError, TimeoutError, PostgresError, InterfaceError):
        migrated = False
    state = "ready" if migrated else "starting"
    return Response({"state": state}, status_code=200 if migrated else 503)


@get("/health/metrics", media_type="text/plain; version=0.0.4", guards=EVERYBODY)
async def metrics(request: Request[Any, Any, Any]) -> bytes:
    """The figures Prometheus reads from each process; nothing is here for who came by the proxy.

    A proxy names whom it speaks for, and nobody outside can keep it from doing so.
    """
    if "X-Forwarded-For" in request.headers:
        raise NotFound
    return generate_latest()


routes = [live, ready, metrics]
