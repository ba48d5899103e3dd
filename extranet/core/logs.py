"""Structured logs: one JSON object a line, and no personal data."""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

from extranet.core.settings import ROOT

# Its lines repeat the address of every request: a recipient and a text, what is being typed, five
# digits of a password's digest.
logging.getLogger("httpx").setLevel(logging.WARNING)

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
        # Looked up at every line: a logger that keeps the stream it first met fails, and with it
        # the request, once that stream is replaced and closed.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
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
