"""Files that a spreadsheet opens by itself."""

import csv
import io
from collections.abc import Iterable, Sequence

BEGINNING = "\ufeff".encode()
"""The byte-order mark, by which Excel knows the encoding."""


def harmless(text: str) -> str:
    """A cell that begins like a formula would be run as one."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def csv_lines(rows: Iterable[Sequence[str]]) -> bytes:
    """The rows as lines of the file, with semicolons, as Excel wants."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    return text.getvalue().encode()
