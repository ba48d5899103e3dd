"""What a customer typed stands on the paper as they typed it, and is never read as markup."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extranet.documents.papers import Address, Paper
from extranet.documents.printable import MISSING, clean
from extranet.documents.rendering import render_contract
from extranet.documents.tests.reading import page_texts, squeezed
from extranet.documents.tests.samples import SERVICE_SALE

MARKUP = "#$*_\\@<>`~=/\"'[]{}()&;%+-|^!?"
LETTERS = "aZéÇœß0 "


def named(name: str, address: Address = SERVICE_SALE.customer.address) -> Paper:
    """A sale to somebody of that name, at that address."""
    customer = replace(SERVICE_SALE.customer, last_name=name, address=address)
    return replace(SERVICE_SALE, customer=customer)


def first_page(paper: Paper) -> str:
    """What the first page of the contract says, without spaces."""
    return squeezed(page_texts(render_contract(paper).pdf)[0])


@pytest.mark.parametrize(
    "name",
    [
        '#import "@preview/x:1.0.0"',
        "#panic()",
        "$ x^2 $",
        "*gras* _italique_ `code`",
        "= Titre <end> @end [a](b)",
        '"; #let x = 1',
        "{place} {0} %s {{}}",
        "\\u{41} \\ // /* ~ --- ...",
        "<script>alert(1)</script>",
    ],
)
def test_a_name_is_printed_as_it_is_and_never_read_as_markup(name: str) -> None:
    rendered = render_contract(named(name))
    assert squeezed(name) in squeezed(page_texts(rendered.pdf)[0])
    assert rendered.page_count == render_contract(SERVICE_SALE).page_count


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(*[st.text(MARKUP + LETTERS, min_size=1, max_size=30)] * 3)
def test_signs_of_markup_are_printed_as_typed(name: str, street: str, note: str) -> None:
    line = replace(SERVICE_SALE.lines[0], description=f"Note {note}", note="")
    address = Address((f"1 {street}",), "69003", "Lyon")
    said = first_page(replace(named(f"Nom {name}", address=address), lines=(line,)))
    for typed in (f"Nom {name}", f"1 {street}", f"Note {note}"):
        assert squeezed(typed) in said


@pytest.mark.parametrize("name", ["Ελένη", "Надежда", "Nguyễn Thị", "Zoë l’Œuf Strauß", "Łukasz"])
def test_letters_of_other_languages_are_printed(name: str) -> None:
    assert squeezed(name) in first_page(named(name))


@pytest.mark.parametrize("name", ["مرحبا بالعالم", "محمد الفاسي", "שלום עולם"])
def test_what_is_written_from_right_to_left_is_printed_so(name: str) -> None:
    """A PDF holds its letters as they stand on the line: the last one of the name comes first."""
    paper = named(name, address=Address((name,), "69003", "Lyon"))
    assert first_page(paper).count(squeezed(name)[::-1]) >= 2


@pytest.mark.parametrize("name", ["e\u0301loi\u0308se", "Nguye\u0302\u0303n"])
def test_accents_typed_apart_are_printed_on_their_letter(name: str) -> None:
    assert squeezed(clean(name)) in first_page(named(name))
    assert len(clean(name)) < len(name)


def test_accents_no_letter_is_composed_with_are_printed_too() -> None:
    """Yoruba, for one; each glyph of such a letter stands for the whole of it."""
    said = first_page(named("Ọ\u0300la Zq\u0303m"))
    assert "Ọ\u0300" in said
    assert "q\u0303" in said
    assert clean("a" + "\u0301" * 40) == "á\u0301\u0301"


def test_what_no_font_has_prints_as_a_box_and_what_deceives_is_left_out() -> None:
    assert clean("Léa 😀 漢") == f"Léa {MISSING} {MISSING}"
    assert clean("Paul\u202eluaP\u2066\x07\nDupont") == "PaulluaP Dupont"
    said = first_page(named("Léa 👩‍👩‍👧 漢字 \u202e\x00"))
    assert squeezed(clean("Léa 👩‍👩‍👧 漢字")) in said
