"""Structured logs and figures. No personal data: paths are logged as route patterns."""

import logging
import sys
import time
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from prometheus_client import Counter, Histogram

from extranet.core.ids import new_id
from extranet.core.settings import ROOT

REQUESTS = Counter("palier_requests_total", "Requests answered", ["route", "method", "status"])
SECONDS = Histogram(
    "palier_request_seconds",
    "Time to answer",
    ["route"],
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)

log = structlog.get_logger()


def configure_logs() -> None:
    """Send every log line to standard error, one JSON object each."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _frames_only,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)


def _frames_only(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> Any:
    """Write an exception as its type and where it was raised, never its message.

    Messages quote values: PostgreSQL's details show the offending row, parsers the offending
    text. Logs hold no personal data.
    """
    raised = event.pop("exc_info", None)
    if raised is True:
        raised = sys.exc_info()[1]
    if isinstance(raised, tuple):
        raised = raised[1]
    chain = []
    while isinstance(raised, BaseException):
        frames = traceback.extract_tb(raised.__traceback__)
        chain.append(
            {
                "type": type(raised).__qualname__,
                "sqlstate": getattr(raised, "sqlstate", None),
                "constraint": getattr(raised, "constraint_name", None),
                "frames": [f"{_short(frame.filename)}:{frame.lineno}" for frame in frames],
            }
        )
        raised = raised.__cause__ or raised.__context__
    if chain:
        event["exception"] = chain
    return event


def _short(path: str) -> str:
    return path.rsplit("/site-packages/", 1)[-1].removeprefix(f"{ROOT}/")


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
