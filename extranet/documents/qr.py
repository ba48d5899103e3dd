"""QR codes as plain SVG, for the printed page and the screen."""

import io
from functools import lru_cache

import segno


@lru_cache(maxsize=64)
def qr_svg(address: str) -> str:
    """The address as a black QR code on nothing, with a quiet zone of four modules (ISO 18004)."""
    return draw_qr(address)


def draw_qr(address: str) -> str:
    """The same, drawn anew and remembered by nobody: for what is a secret."""
    code = segno.make(address, error="m", micro=False)
    out = io.BytesIO()
    code.save(out, kind="svg", border=4, xmldecl=False, svgns=True, omitsize=True)
    return out.getvalue().decode()
