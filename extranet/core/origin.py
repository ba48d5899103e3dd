"""Refusal of changes asked from another site.

Every request that may change something must come from our own pages: the browser says so in
`Origin`, and in `Sec-Fetch-Site` where it sends that; neither may contradict. No token lies in
cached pages.
"""

from urllib.parse import urlsplit

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from extranet.core.logs import log
from extranet.core.settings import Settings

_SAFE = ("GET", "HEAD", "OPTIONS")


class OriginMiddleware(ASGIMiddleware):
    """Answers 403 to a changing request that another site, or no page at all, sent."""

    scopes = (ScopeType.HTTP,)

    def __init__(self, settings: Settings) -> None:
        self._host = urlsplit(settings.public_url).netloc
        self._schemes = ("https",) if settings.secure_cookies else ("http", "https")

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Let the request through when its sender is one of our pages."""
        if scope.get("method") in _SAFE or self._is_ours(scope):
            await next_app(scope, receive, send)
            return
        log.warning("foreign origin", route=scope.get("path_template"))
        await send(
            {
                "type": "http.response.start",
                "status": 403,
                "headers": [(b"content-type", b"text/plain; charset=utf-8")],
            }
        )
        await send(
            {
                "type": "http.response.body",
                "body": b"This request came from another site.",
                "more_body": False,
            }
        )

    def _is_ours(self, scope: Scope) -> bool:
        headers = {
            name: value.decode("latin-1")
            for name, value in scope["headers"]
            if name in (b"sec-fetch-site", b"origin", b"host")
        }
        site = headers.get(b"sec-fetch-site")
        if site not in (None, "same-origin"):
            return False
        origin = headers.get(b"origin")
        # A page that tells no one its address (`Referrer-Policy: no-referrer`) posts from "null".
        if origin is None or origin == "null":
            return site == "same-origin"
        return any(
            origin == f"{scheme}://{host}"
            for scheme in self._schemes
            for host in (self._host, headers.get(b"host"))
        )
