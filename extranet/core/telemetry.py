"""Every request logged and counted, under its route pattern: no personal data."""

import time

import structlog
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from prometheus_client import Counter, Histogram

from extranet.core.ids import new_id
from extranet.core.logs import log

REQUESTS = Counter("palier_requests_total", "Requests answered", ["route", "method", "status"])
SECONDS = Histogram(
    "palier_request_seconds",
    "Time to answer",
    ["route"],
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)


class TelemetryMiddleware(ASGIMiddleware):
    """Logs and counts every request under its route pattern, with an id of its own."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Measure one request."""
        started = time.perf_counter()
        status = 500

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        structlog.contextvars.bind_contextvars(request=str(new_id()))
        try:
            await next_app(scope, receive, watch)
        finally:
            seconds = time.perf_counter() - started
            route = str(scope.get("path_template") or "unknown")
            REQUESTS.labels(route, str(scope.get("method", "")), str(status)).inc()
            SECONDS.labels(route).observe(seconds)
            if not route.startswith("/static"):
                log.info(
                    "request",
                    route=route,
                    method=str(scope.get("method", "")),
                    status=status,
                    ms=round(seconds * 1000, 1),
                )
            structlog.contextvars.clear_contextvars()
