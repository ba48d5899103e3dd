"""What a page says, whatever keeps its words on one line."""

import re

_MARKS = re.compile(r'<wbr>|<span class="nowrap">([^<]*)</span>')


def as_read(html: str) -> str:
    """`html` with plain spaces for no-break ones, without the marks of the filter `unbroken`."""
    plain = html.replace("\u00a0", " ").replace("\u202f", " ")
    return _MARKS.sub(lambda match: match[1] or "", plain)
