"""Static files under one hashed address, kept by browsers for ever.

The hash is that of the whole tree, so that modules and style sheets may name each other by
relative paths and still never be stale.
"""

import hashlib
from functools import cache

from extranet.core.settings import ROOT

STATIC = ROOT / "static"
_SERVED = (".css", ".js", ".mjs", ".woff2", ".svg", ".png", ".json", ".webmanifest")


@cache
def tree_hash() -> str:
    """Twelve hexadecimal digits that change with any served file."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.suffix in _SERVED and path.is_file():
            digest.update(path.relative_to(STATIC).as_posix().encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def asset(path: str) -> str:
    """Return the address of the static file `path`, such as `css/button.css`."""
    return f"/static/{tree_hash()}/{path}"
