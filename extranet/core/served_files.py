"""Every static file a page needs: what it names, and what those files name in turn."""

import posixpath
import re
from functools import cache

from extranet.core.assets import STATIC, tree_hash

_IN_PAGES = re.compile(r"/static/[0-9a-f]{12}/([^\"'#?\s<>]+)")
_IN_SCRIPTS = re.compile(r"""\b(?:from|import)\s*["'](\.{1,2}/[^"']+)["']""")
_IN_SHEETS = re.compile(r"""(?:@import\s*|url\(\s*)["']?(?!data:)([^"')]+)["']?""")
_INSIDE = {".js": _IN_SCRIPTS, ".css": _IN_SHEETS}


def files_of(page: str) -> set[str]:
    """The paths under `static/` of all that the HTML of `page` loads, as it is served now."""
    found: set[str] = set()
    waiting = set(_IN_PAGES.findall(page))
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting |= _named_in(path, tree_hash())
    return found


@cache
def _named_in(path: str, _release: str) -> frozenset[str]:
    """What one script or sheet names; everything else names nothing."""
    pattern = _INSIDE.get(posixpath.splitext(path)[1])
    if pattern is None:
        return frozenset()
    text = (STATIC / path).read_text(encoding="utf-8")
    folder = posixpath.dirname(path)
    named = {posixpath.normpath(posixpath.join(folder, name)) for name in pattern.findall(text)}
    return frozenset(name for name in named if (STATIC / name).is_file())
