"""Papers become PDFs, and pages to read on a screen.

`render_sheet` and `render_contract` give an archival (PDF/A-3a) and accessible (PDF/UA-1) file; the
same paper gives the same bytes. The typesetter releases the interpreter while it works: beside an
event loop, call these through `workshop.in_workshop`.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import typst

from extranet.documents.contents import contract_contents, sheet_contents
from extranet.documents.papers import Paper
from extranet.documents.screens import lightened

Kind = Literal["sheet", "contract"]

_TEMPLATES = Path(__file__).parent / "typst"
_CONTENTS: dict[Kind, Callable[[Paper], dict[str, Any]]] = {
    "sheet": sheet_contents,
    "contract": contract_contents,
}


@dataclass(frozen=True, slots=True)
class Rendered:
    pdf: bytes
    sha256: str
    page_count: int


def render_sheet(paper: Paper) -> Rendered:
    """The pre-contract information sheet (L221-5)."""
    return _rendered(paper, "sheet")


def render_contract(paper: Paper) -> Rendered:
    """The order form, conditions and signature, and the withdrawal form alone on the last page."""
    return _rendered(paper, "contract")


def pages(paper: Paper, kind: Kind) -> list[bytes]:
    """One SVG per page, for reading on a tablet: shapes only, no script, no font to fetch."""
    output: bytes | list[bytes] = _typeset(paper, kind, format="svg")
    return [lightened(page) for page in (output if isinstance(output, list) else [output])]


def page(paper: Paper, kind: Kind, number: int) -> bytes | None:
    """One page of `pages`, counted from 1, without the work on the others; None beyond the last."""
    output: bytes | list[bytes] = _typeset(paper, kind, format="svg")
    drawn = output if isinstance(output, list) else [output]
    return lightened(drawn[number - 1]) if 1 <= number <= len(drawn) else None


def _rendered(paper: Paper, kind: Kind) -> Rendered:
    pdf: bytes = _typeset(paper, kind, format="pdf", pdf_standards=["a-3a", "ua-1"])
    return Rendered(pdf, hashlib.sha256(pdf).hexdigest(), page_count(pdf))


def page_count(pdf: bytes) -> int:
    # Loads slowly, and a process can serve before any paper is set.
    from pyhanko.pdf_utils.reader import PdfFileReader

    reader = PdfFileReader(BytesIO(pdf))
    return int(reader.root["/Pages"]["/Count"])


def _typeset(paper: Paper, kind: Kind, **options: Any) -> Any:
    """One compilation. Data goes in as JSON and stays text: a name can never become markup."""
    data = json.dumps(_CONTENTS[kind](paper), ensure_ascii=False)
    return typst.compile(
        _TEMPLATES / f"{kind}.typ",
        root=_TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": data},
        timestamp=int(paper.made_at.timestamp()),
        **options,
    )


@cache
def _fonts() -> typst.Fonts:
    """The typesetter's own fonts, none of the machine's: every machine gives the same bytes."""
    return typst.Fonts(include_system_fonts=False)
