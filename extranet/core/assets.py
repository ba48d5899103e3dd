"""Static files under one hashed address, kept by browsers for ever.

The hash is that of the whole tree, so that modules and style sheets may name each other by
relative paths and still never be stale. It is taken once per process.
"""

import hashlib
from functools import cache

from extranet.core.joined import read_record
from extranet.core.settings import ROOT

STATIC = ROOT / "static"
_SERVED = (".css", ".js", ".mjs", ".woff2", ".svg", ".png", ".json", ".webmanifest")


@cache
def _digests() -> dict[str, str]:
    """Every served file, by its path under `static/`, and its SHA-256."""
    return {
        path.relative_to(STATIC).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(STATIC.rglob("*"))
        if path.suffix in _SERVED and path.is_file()
    }


@cache
def tree_hash() -> str:
    """Twelve hexadecimal digits that change with any served file."""
    lines = "".join(f"{path}\0{digest}\n" for path, digest in _digests().items())
    return hashlib.sha256(lines.encode()).hexdigest()[:12]


@cache
def joined_files() -> dict[str, list[str]]:
    """Entry → the joined file that replaces it and the shared ones that file imports.

    Empty as soon as one source of any of them has changed: a page that took some scripts joined
    and others not would run what they share twice.
    """
    joined = read_record(STATIC)
    return joined.files if joined and joined.is_made_of(_digests().get) else {}


def asset(path: str) -> str:
    """Return the address of the static file `path`, such as `css/button.css`, joined if it is."""
    return f"/static/{tree_hash()}/{joined_files().get(path, [path])[0]}"
