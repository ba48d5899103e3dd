"""Files as spreadsheets save them, read to their lines."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extranet.core.spreadsheet import as_written, csv_lines, harmless
from extranet.people.invitation_sheet import (
    EMPTY,
    MISSING,
    MOST_BYTES,
    MOST_LINES,
    NOT_TEXT,
    QUOTES,
    TOO_BIG,
    TOO_MANY,
    TWICE,
    Line,
    SheetRefused,
    read_sheet,
)

TITLES = {
    "email": ("E-mail", "email", "Adresse e-mail", "E-mail address", "COURRIEL"),
    "first_name": ("Prénom", "prenom", "First name", " PRÉNOM "),
    "last_name": ("Nom", "Last name", "surname", "Nom de famille"),
    "role": ("Rôle", "role", "Role"),
    "agency": ("Agence", "agency", "AGENCE"),
}
INES = Line(2, "ines@exemple.fr", "Inès", "Faure", "Conseiller", "Lyon", surplus=False)
_FRENCH = "abcdeéèçôœÉ '-.@&/;,\t\"\n€"
_CELL = (
    st.text(st.sampled_from(_FRENCH), max_size=12)
    .map(str.strip)
    .filter(lambda cell: as_written(cell) == cell)
)
_PERSON = st.fixed_dictionaries(dict.fromkeys(TITLES, _CELL)).filter(
    lambda cells: any(cells.values())
)


@st.composite
def _order(draw: st.DrawFn) -> list[tuple[str, str]]:
    """Columns in some order, each by one of its names, with one nobody knows somewhere."""
    titles = [(name, draw(st.sampled_from(known))) for name, known in TITLES.items()]
    return draw(st.permutations([*titles, ("phone", "Téléphone")]))


@given(
    people=st.lists(_PERSON, min_size=1, max_size=5),
    order=_order(),
    delimiter=st.sampled_from(";,\t"),
    encoding=st.sampled_from(("utf-8", "utf-8-sig", "cp1252")),
    ending=st.sampled_from(("\r\n", "\n")),
    quoting=st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
)
def test_whatever_a_spreadsheet_saves_is_read_as_it_was_written(
    people: list[dict[str, str]],
    order: list[tuple[str, str]],
    delimiter: str,
    encoding: str,
    ending: str,
    quoting: int,
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=ending, quoting=quoting)  # type: ignore[arg-type]
    writer.writerow([title for _, title in order])
    for person in people:
        writer.writerow([person.get(name, "") for name, _ in order])
    sheet = read_sheet(text.getvalue().encode(encoding))
    told = [{name: getattr(line, name) for name in TITLES} for line in sheet.lines]
    assert told == people
    assert sheet.ignored == ["Téléphone"]
    assert not any(line.surplus for line in sheet.lines)


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode()))
def test_it_reads_or_refuses_anything_at_all(data: bytes) -> None:
    for begun in (data, b"email;nom;prenom\n" + data):
        try:
            sheet = read_sheet(begun)
        except SheetRefused:
            continue
        assert 0 < len(sheet.lines) <= MOST_LINES
        numbers = [line.number for line in sheet.lines]
        assert numbers == sorted(set(numbers))


@given(st.text(max_size=20))
def test_a_cell_made_harmless_comes_back_as_it_was(cell: str) -> None:
    assert not harmless(cell).startswith(("=", "+", "-", "@"))
    if not cell.startswith("'"):
        assert as_written(harmless(cell)) == cell


def test_a_file_of_refused_lines_can_be_handed_in_again() -> None:
    titles = ["E-mail", "Prénom", "Nom", "Rôle", "Agence", "Ligne", "À corriger"]
    line = ["ines@exemple.fr", harmless("-Inès"), "Faure", "", "Lyon", "12", "Écrivez son prénom."]
    sheet = read_sheet(csv_lines([titles, line]))
    assert sheet.lines == [replace(INES, first_name="-Inès", role="")]
    assert sheet.ignored == ["Ligne", "À corriger"]


def test_lines_are_numbered_as_a_reader_counts_them() -> None:
    text = 'nom;prenom;email\n\nA;"B\nC";a@x.fr\n;;\nD;E;d@x.fr\n'
    assert [line.number for line in read_sheet(text.encode()).lines] == [3, 6]


def test_a_line_may_be_short_and_must_not_be_long() -> None:
    text = "nom;prenom;email;agence\nA;B;a@x.fr\nA;B;a@x.fr;Lyon;;\nA;B;a@x.fr;Lyon;Est\n"
    lines = read_sheet(text.encode()).lines
    assert [(line.agency, line.surplus) for line in lines] == [
        ("", False),
        ("Lyon", False),
        ("Lyon", True),
    ]


@pytest.mark.parametrize(
    ("data", "sentence", "values"),
    [
        (b"", EMPTY, {}),
        (b"\n;;\n", EMPTY, {}),
        (b"nom;prenom;email\n", EMPTY, {}),
        (b"PK\x03\x04\x14\x00\x06\x00", NOT_TEXT, {}),
        ("nom;prenom;email\nA;B;a@x.fr".encode("utf-16"), NOT_TEXT, {}),
        (b"ines@exemple.fr;Faure", MISSING, {"columns": "E-mail, Prénom, Nom"}),
        (b"nom;email\nFaure;i@x.fr", MISSING, {"columns": "Prénom"}),
        (b"nom;prenom;email;mail\n", TWICE, {"column": "mail"}),
        (b'nom;prenom;email\nA;B;"a@x.fr\n', QUOTES, {"line": "2"}),
        (b"x" * (MOST_BYTES + 1), TOO_BIG, {}),
        (b"nom;prenom;email\n" + b"A;B;a@x.fr\n" * (MOST_LINES + 1), TOO_MANY, {}),
    ],
)
def test_it_rejects_what_names_nobody(data: bytes, sentence: str, values: dict[str, str]) -> None:
    with pytest.raises(SheetRefused) as refused:
        read_sheet(data)
    assert (refused.value.sentence, refused.value.values) == (sentence, values)


def test_a_full_file_is_taken() -> None:
    data = b"nom;prenom;email\n" + b"A;B;a@x.fr\n" * MOST_LINES
    assert len(read_sheet(data).lines) == MOST_LINES
