"""Reading back what a PDF says: its text by page, through the fonts' own Unicode tables."""

import re
from io import BytesIO

import pikepdf

_CODE = rb"<([0-9a-fA-F]+)>\s*"
_CHAR, _RANGE = re.compile(_CODE * 2), re.compile(_CODE * 3)


def page_texts(pdf: bytes) -> list[str]:
    with pikepdf.open(BytesIO(pdf)) as document:
        return [_page_text(page) for page in document.pages]


def squeezed(text: str) -> str:
    """Without spaces and hyphens, which line breaks add and take away."""
    return re.sub(r"[\s\u200b\u00ad\u2010-]+", "", text)


def addresses(pdf: bytes) -> set[str]:
    """Every web address that can be clicked."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return {
            str(note.A.URI)
            for page in document.pages
            for note in page.get("/Annots", [])
            if "/A" in note
        }


def _page_text(page: pikepdf.Page) -> str:
    fonts = {name: _unicode_table(font) for name, font in page.resources.get("/Font", {}).items()}
    table: dict[int, str] = {}
    said: list[str] = []
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), list(instruction.operands)
        if operator == "Tf":
            table = fonts[str(operands[0])]
        elif operator in ("Tj", "TJ"):
            shown = operands[0] if operator == "TJ" else operands
            for piece in shown:
                if isinstance(piece, pikepdf.String):
                    codes = bytes(piece)
                    pairs = zip(codes[::2], codes[1::2], strict=True)
                    said.extend(table.get(high << 8 | low, "") for high, low in pairs)
        elif operator == "ET":
            said.append("\n")
    return "".join(said)


def _unicode_table(font: pikepdf.Object) -> dict[int, str]:
    cmap = font.ToUnicode.read_bytes()
    table: dict[int, str] = {}
    for body in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.S):
        table.update((int(code, 16), _text(digits)) for code, digits in _CHAR.findall(body))
    for body in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.S):
        for first, last, digits in _RANGE.findall(body):
            codes = range(int(first, 16), int(last, 16) + 1)
            table.update((code, chr(ord(_text(digits)) + at)) for at, code in enumerate(codes))
    return table


def _text(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be")
