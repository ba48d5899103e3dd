"""A file of people to invite, as a spreadsheet saves it: read to its lines, judged elsewhere.

UTF-8 or Windows-1252, cells apart by semicolons, commas or tabs, a first line that names the
columns in French or English, in any order. Columns that are not known are left aside.
"""

import csv
import io
from dataclasses import dataclass

from extranet.core.errors import PalierError
from extranet.core.i18n import N_
from extranet.core.spreadsheet import as_written
from extranet.people.naming import fold

MOST_LINES = 1_000
MOST_BYTES = 1_000_000

COLUMNS = {
    "email": N_("E-mail"),
    "first_name": N_("Prénom"),
    "last_name": N_("Nom"),
    "role": N_("Rôle"),
    "agency": N_("Agence"),
}
"""What a line holds, and what its column is called; the first three have to be there."""

_NEEDED = ("email", "first_name", "last_name")
_CALLED = {
    "e mail": "email",
    "email": "email",
    "mail": "email",
    "courriel": "email",
    "adresse e mail": "email",
    "adresse email": "email",
    "adresse mail": "email",
    "e mail address": "email",
    "email address": "email",
    "prenom": "first_name",
    "first name": "first_name",
    "firstname": "first_name",
    "given name": "first_name",
    "nom": "last_name",
    "nom de famille": "last_name",
    "last name": "last_name",
    "lastname": "last_name",
    "surname": "last_name",
    "family name": "last_name",
    "role": "role",
    "agence": "agency",
    "agency": "agency",
}
_DELIMITERS = ";,\t"

NOT_TEXT = N_(
    "Ce fichier n’est pas un fichier CSV. Dans votre tableur, choisissez « Enregistrer sous », "
    "puis « CSV UTF-8 »."
)
EMPTY = N_("Ce fichier ne nomme personne. Écrivez une personne par ligne, sous la ligne de titres.")
TOO_BIG = N_("Ce fichier est trop gros. Gardez une personne par ligne, et 1 000 lignes au plus.")
TOO_MANY = N_("Ce fichier compte plus de 1 000 personnes. Partagez-le en plusieurs fichiers.")
MISSING = N_(
    "Il manque une colonne : %(columns)s. La première ligne du fichier nomme les colonnes E-mail, "
    "Prénom, Nom, Rôle et Agence, dans l’ordre que vous voulez."
)
TWICE = N_("Deux colonnes s’appellent « %(column)s ». Gardez-en une.")
QUOTES = N_("Ligne %(line)s : des guillemets sont mal fermés. Corrigez-les, puis recommencez.")


class SheetRefused(PalierError):
    """Nothing can be read from the file: a French source sentence and what fills it."""

    def __init__(self, sentence: str, **values: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.values = values


@dataclass(frozen=True, slots=True)
class Line:
    """One person, as written; `number` is that of the line in the file. `surplus`: it has more
    cells than there are columns."""

    number: int
    email: str
    first_name: str
    last_name: str
    role: str
    agency: str
    surplus: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of a file, and the columns nobody reads."""

    lines: list[Line]
    ignored: list[str]


def read_sheet(data: bytes) -> Sheet:
    """Read a file; raise `SheetRefused`."""
    if len(data) > MOST_BYTES:
        raise SheetRefused(TOO_BIG)
    rows = _rows(_text(data))
    if not rows:
        raise SheetRefused(EMPTY)
    (_, titles), *people = rows
    columns = _columns(titles)
    if not people:
        raise SheetRefused(EMPTY)
    if len(people) > MOST_LINES:
        raise SheetRefused(TOO_MANY)
    lines = [_line(number, cells, columns, len(titles)) for number, cells in people]
    ignored = [title for place, title in enumerate(titles) if title and place not in columns]
    return Sheet(lines, ignored)


def _text(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise SheetRefused(NOT_TEXT)


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Each row that holds something, with the number of the line it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows, number = [], 1
    try:
        for cells in reader:
            cleaned = [as_written(cell.strip()) for cell in cells]
            if any(cleaned):
                rows.append((number, cleaned))
            number = reader.line_num + 1
    except csv.Error as broken:
        raise SheetRefused(QUOTES, line=str(number)) from broken
    return rows


def _delimiter(text: str) -> str:
    """What parts the titles into the most columns that are known."""
    titles = next((line for line in text.splitlines() if line.strip()), "")

    def known(delimiter: str) -> int:
        cells = next(csv.reader([titles], delimiter=delimiter), [])
        return sum(fold(cell) in _CALLED for cell in cells)

    return max(_DELIMITERS, key=known)


def _columns(titles: list[str]) -> dict[int, str]:
    """What stands in which place."""
    columns: dict[int, str] = {}
    for place, title in enumerate(titles):
        name = _CALLED.get(fold(title))
        if name is None:
            continue
        if name in columns.values():
            raise SheetRefused(TWICE, column=title)
        columns[place] = name
    missing = [COLUMNS[name] for name in _NEEDED if name not in columns.values()]
    if missing:
        raise SheetRefused(MISSING, columns=", ".join(missing))
    return columns


def _line(number: int, cells: list[str], columns: dict[int, str], width: int) -> Line:
    told = dict.fromkeys(COLUMNS, "")
    told |= {name: cells[place] for place, name in columns.items() if place < len(cells)}
    return Line(number=number, surplus=any(cells[width:]), **told)
