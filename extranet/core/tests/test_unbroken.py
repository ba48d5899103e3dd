"""What is read as one is set as one."""

import re

import pytest

from extranet.core.templates import environment_of
from extranet.core.unbroken import unbroken
from extranet.testing.reading import as_read

_TAG = re.compile(r"<[^>]+>")


@pytest.mark.parametrize(
    "text",
    [
        "21/11/2026 10:42",
        "2 mai 1957",
        "21\u00a0novembre 2026",
        "1er août 2026",
        "21 h 51",
        "06 12 34 56 78",
        "06 •• •• •• 78",
        "1 × 14,90 €",
        "902 418 370 00018",
        "n° 12",
        "70 ko",
        "contrat :",
        "quoi ?",
    ],
)
def test_holds_no_space_at_which_a_line_may_break(text: str) -> None:
    """Dates, hours, telephones, amounts, punctuation: no plain space is left in them."""
    assert " " not in unbroken(text)
    assert as_read(unbroken(text)) == as_read(text)


@pytest.mark.parametrize(
    "text", ["C-2026-000012", "V-2026-000012", "avez-vous", "paiera-t-il", "e-mail"]
)
def test_wraps_what_a_browser_would_break_at_its_hyphens(text: str) -> None:
    """A number of a file, a verb and its pronoun: one span that does not wrap."""
    assert unbroken(f"Voici {text} !").startswith(f'Voici <span class="nowrap">{text}</span>')


def test_an_address_may_break_before_its_sign() -> None:
    """Where it is read best, never inside a word."""
    assert unbroken("à jean.petit@exemple.fr.") == "à jean.petit<wbr>@exemple.fr."


def test_leaves_other_words_and_other_spaces_alone() -> None:
    """Compound words and sentences break as they always did."""
    text = "Équipe Croix-Rousse, 12 rue du Week-end, 3 pages"
    assert unbroken(text) == text


def test_escapes_what_it_is_given() -> None:
    """Nobody's name becomes a tag."""
    assert _TAG.search(unbroken("<b>V-2026-000012</b>"))
    assert "&lt;b&gt;" in unbroken("<b>V-2026-000012</b>")
    assert "<b>" not in unbroken("<b>06 12</b>")


def test_is_a_filter_of_every_template() -> None:
    """Both languages set it the same."""
    for locale in ("fr", "en"):
        template = environment_of(locale).from_string("{{ '06 12' | unbroken }}")
        assert template.render() == "06\u00a012"
