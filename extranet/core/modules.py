"""What a script imports, all the way down, so that a page can ask for it all at once.

Modules name each other by relative paths; a browser that discovers them one by one waits for a
round trip at each level.
"""

import posixpath
import re
from functools import cache

from extranet.core.assets import STATIC, joined_files

_IMPORT = re.compile(r"""^\s*(?:import|export)\b[^"';]*?["'](\.{1,2}/[^"']+)["']""", re.MULTILINE)


def modules_of(entry: str) -> tuple[str, ...]:
    """The files that `entry` (a path under `static/`) imports as it is served, without itself."""
    joined = joined_files().get(entry)
    return tuple(joined[1:]) if joined else source_modules_of(entry)


@cache
def source_modules_of(entry: str) -> tuple[str, ...]:
    """The modules that the source `entry` imports, nearest first, without itself."""
    found = {entry: None}
    waiting = [entry]
    while waiting:
        module = waiting.pop(0)
        for relative in _IMPORT.findall((STATIC / module).read_text(encoding="utf-8")):
            path = posixpath.normpath(posixpath.join(posixpath.dirname(module), relative))
            if path not in found:
                found[path] = None
                waiting.append(path)
    return tuple(found)[1:]
