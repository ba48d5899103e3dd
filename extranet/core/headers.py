"""Headers every answer carries, errors included (`before_send`, which middleware misses)."""

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

from extranet.core.assets import tree_hash

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "form-action 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=()",
}
RELEASE = "Palier-Release"
"""The header only our own answers carry: a proxy's error or a captive portal's page has none."""

LANGUAGE = "Palier-Language"
"""The header that names the reader's own language, for the tablet to open its kept pages in."""

REFUSAL = "Palier-Refusal"
"""The header that says in one word why a tablet is answered 401: to HEAD there is no body."""

# Scripts, styles and fonts obey the policy of the page that loads them: dozens of small files
# need not carry one each.
_STATIC = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_TLS = "max-age=31536000; includeSubDomains"


async def before_send(message: Message, scope: Scope) -> None:
    """Add the safety headers; forbid storing unless the handler allowed it."""
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    always = _STATIC if scope["path"].startswith("/static/") else _ALWAYS
    for name, value in always.items():
        headers.setdefault(name, value)
    if always is _ALWAYS:
        headers.setdefault(RELEASE, tree_hash())
    headers.setdefault("Cache-Control", "no-store")
    if scope.get("scheme") == "https":
        headers.setdefault("Strict-Transport-Security", _TLS)
