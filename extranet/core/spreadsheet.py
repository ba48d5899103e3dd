"""Tables of text as files that a spreadsheet opens by itself."""

import csv
import io
from collections.abc import Iterable, Sequence

MARK = "\ufeff".encode()
"""What a file begins with for Excel to read it as UTF-8."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_lines(rows: Iterable[Sequence[str]]) -> bytes:
    """`rows` as lines of a file, cells apart by semicolons."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    return text.getvalue().encode()


def harmless(text: str) -> str:
    """A cell that begins like a formula would be run as one: it gets an apostrophe in front."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_written(cell: str) -> str:
    """What `harmless` was given, where a file comes back."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
