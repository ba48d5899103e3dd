"""What stays on one line: dates, amounts, telephones, numbers of files, « avez-vous ».

The filter `unbroken` of every template. Spaces that must not break become no-break ones; what holds
a hyphen, at which a browser would break, is wrapped; an address breaks before its « @ ».
"""

import re

from markupsafe import Markup, escape

from extranet.core.i18n import french_typography

_NO_BREAK = "\u00a0"
_MONTHS = (
    "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    "|January|February|March|April|May|June|July|August|September|October|November|December"
)
_DAY = re.compile(rf"\b(\d{{1,2}}|1er)[ {_NO_BREAK}]({_MONTHS})[ {_NO_BREAK}](\d{{4}})\b")
# Digits and the dots that mask them; figures and what they count; « n° » and its number.
_SPACES = re.compile(
    r"(?<=[\d•]) (?=[\d•])|(?<=\d) (?=(?:€|%|h\b|ko\b|kB\b|×))|(?<=×) (?=\S)"
    r"|(?<=\bh) (?=\d)|(?<=[nN]°) (?=\S)"
)
_WHOLE = (
    r"\b[CV]-\d{4}-\d{4,}\b"
    r"|\b[^\W\d_]+(?:-t)?-(?:je|tu|ils?|elles?|on|nous|vous|ce)\b|\bpeut-être\b|\b[Ee]-mails?\b"
)
_ADDRESS = r"(?<![\w.+•-])(?P<name>[\w.+•-]+)(?P<domain>@[\w-]+(?:\.[\w-]+)+)"
_TOKEN = re.compile(f"{_WHOLE}|{_ADDRESS}")


def unbroken(text: str) -> Markup:
    """Return plain `text` as HTML in which what is read as one is set as one."""
    spaced = _spaced(text)
    parts: list[str] = []
    end = 0
    for found in _TOKEN.finditer(spaced):
        parts.append(escape(spaced[end : found.start()]))
        if found["domain"]:
            parts.append(Markup("{}<wbr>{}").format(found["name"], found["domain"]))
        else:
            parts.append(Markup('<span class="nowrap">{}</span>').format(found[0]))
        end = found.end()
    parts.append(escape(spaced[end:]))
    return Markup("").join(parts)


def _spaced(text: str) -> str:
    days = _DAY.sub(rf"\1{_NO_BREAK}\2{_NO_BREAK}\3", french_typography(text))
    return _SPACES.sub(_NO_BREAK, days)
