"""French and English: complete, with the same blanks, each set as its readers expect."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extranet.core.i18n import french_typography, words
from extranet.testing import translations

NARROW, NO_BREAK = "\u202f", "\u00a0"
BLANK = re.compile(r"%\((\w+)\)s|\{(\w+)\}")
SAME_IN_BOTH = {
    "%(count)s document",
    "%(count)s documents",
    "%(count)s invitation",
    "%(count)s invitations",
    "%(count)s message",
    "%(count)s messages",
    "%(count)s minute",
    "%(count)s minutes",
    "%(count)s photo",
    "%(count)s photos",
    "%(count)s × %(price)s",
    "Action",
    "Auto",
    "Catalogue",
    "Code %(code)s",
    "Contact",
    "Documents",
    "Dupont, C-2026-000012…",
    "E-mail",
    "Information",
    "Journal",
    "Messages",
    "Organisation",
    "Photo",
    "Photo {number}",
    "Photos",
    "Protection",
    "Service",
    "Signature",
    "Signatures",
    "Total",
    "{n} photo",
    "{n} photos",
}
"""What is the same word, name or figure in both languages."""


def _forms(text: object) -> tuple[str, ...]:
    return tuple(map(str, text)) if isinstance(text, tuple | list) else (str(text),)


PAIRS = [
    pair
    for message in translations.known()
    if message.id
    for pair in zip(_forms(message.id), _forms(message.string), strict=True)
]


def _blanks(text: str) -> set[str]:
    return {found[0] for found in BLANK.finditer(text)}


def test_every_sentence_has_its_english() -> None:
    assert translations.missing(translations.sentences(), translations.known()) == []


def test_the_catalogue_holds_nothing_that_nobody_says() -> None:
    said = {_forms(message.id) for message in translations.sentences()}
    assert [m.id for m in translations.known() if m.id and _forms(m.id) not in said] == []


def test_both_languages_have_the_same_blanks() -> None:
    assert [(fr, en) for fr, en in PAIRS if _blanks(fr) != _blanks(en)] == []


def test_sentences_take_their_values_in_both_languages() -> None:
    for pair in PAIRS:
        for text in pair:
            filled = text % {found[1]: "7" for found in BLANK.finditer(text) if found[1]}
            assert "%" not in filled, text


def test_english_differs_from_french() -> None:
    assert {fr for fr, en in PAIRS if fr == en} == SAME_IN_BOTH


@pytest.mark.parametrize(
    ("fault", "what"),
    [
        (r"['\"]|\.\.\.", "straight quotes, or three dots for an ellipsis"),
        (r"[^\s][;!?»]|«\S", "no space inside quotes or before a mark"),
        (r"\w:(?!\w|//)", "no space before a colon"),
        (r"[\u00a0\u202f]|  |^\s|\s$", "spaces that typography sets, doubled or at an end"),
        (r"\b(A|Etape|Etat|Equipe|Ecri\w+|Eleve\w*)\b", "capitals without their accent"),
    ],
)
def test_french_is_well_written(fault: str, what: str) -> None:
    assert [fr for fr, _ in PAIRS if re.search(fault, fr)] == [], what


@pytest.mark.parametrize(
    ("fault", "what"),
    [
        (r"['\"]|\.\.\.", "straight quotes, or three dots for an ellipsis"),
        (r"[«»]|\s[:;!?]", "French typography"),
        (r"(?i)\b(please|sorry|invalid)\b", "words that help nobody"),
    ],
)
def test_english_is_well_written(fault: str, what: str) -> None:
    assert [en for _, en in PAIRS if re.search(fault, en)] == [], what


def _translated_inside_text(path: Path) -> Iterator[str]:
    """The translations asked for inside f-strings, which the extraction cannot see."""
    for text in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(text, ast.JoinedStr):
            for call in ast.walk(text):
                if isinstance(call, ast.Call) and re.search(
                    r"\b(_|N_|n?gettext)$", ast.unparse(call.func)
                ):
                    yield f"{path}:{call.lineno}"


def test_no_sentence_hides_inside_an_f_string() -> None:
    modules = (
        module
        for room in ("extranet", "wizard", "audit", "challenges")
        for module in (translations.ROOT / room).rglob("*.py")
    )
    assert [place for module in modules for place in _translated_inside_text(module)] == []


@pytest.mark.parametrize(
    ("locale", "count", "said"),
    [
        ("fr", 0, "0 contrat affiché"),
        ("fr", 1, "1 contrat affiché"),
        ("fr", 2, "2 contrats affichés"),
        ("fr", 1200, f"1{NARROW}200 contrats affichés"),
        ("en", 0, "0 contracts shown"),
        ("en", 1, "1 contract shown"),
        ("en", 1200, "1,200 contracts shown"),
    ],
)
def test_plurals(locale: str, count: int, said: str) -> None:
    forms = ("%(count)s contrat affiché", "%(count)s contrats affichés")
    assert words(locale).ngettext(*forms, count) == said


@given(
    st.text(
        st.sampled_from(f" {NARROW}{NO_BREAK}:;!?«»0123456789aé€.,-/\n") | st.characters(),
        max_size=60,
    )
)
def test_typography_touches_only_spaces_and_only_once(text: str) -> None:
    spaces = str.maketrans({NARROW: " ", NO_BREAK: " "})
    done = french_typography(text)
    assert done.translate(spaces) == text.translate(spaces)
    assert french_typography(done) == done


@pytest.mark.parametrize(
    "text",
    [
        "https://palier.example/sales?state=open;a=1",
        "Dernier envoi 10:42.",
        "C:\\Users",
        "alice.martin@palier.example",
        "06 12 34 56 78",
        "21 novembre 2026",
        "12 rue 4 et demi",
        "Rien à dire.",
    ],
)
def test_typography_leaves_alone(text: str) -> None:
    assert french_typography(text) == text


@pytest.mark.parametrize(
    ("plain", "set_well"),
    [
        ("Qui est là ?", f"Qui est là{NARROW}?"),
        (
            "Attention ! Deux choses ; pas trois",
            f"Attention{NARROW}! Deux choses{NARROW}; pas trois",
        ),
        ("Total : 12", f"Total{NO_BREAK}: 12"),
        ("Erreur :", f"Erreur{NO_BREAK}:"),
        ("Choisissez « Un fixe ».", f"Choisissez «{NARROW}Un fixe{NARROW}»."),
        ("1 234 567 ventes", f"1{NARROW}234{NARROW}567 ventes"),
        ("Qui est là\u00a0?", f"Qui est là{NARROW}?"),
    ],
)
def test_typography_sets_the_spaces_of_french(plain: str, set_well: str) -> None:
    assert french_typography(plain) == set_well


def test_a_page_in_english_keeps_plain_spaces() -> None:
    assert words("en").gettext("Erreur :") == "Error:"
    assert words("fr").gettext("Erreur :") == f"Erreur{NO_BREAK}:"


def test_a_language_nobody_speaks_is_french() -> None:
    assert words("de").locale == "fr"
