"""The alphabet of SMS: what is replaced, and what a text is charged as."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extranet.core.templates import render_text
from extranet.messages.gsm import segments, to_gsm
from extranet.messages.tests.test_sending import VALUES


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Êtes-vous prêt ? L’été, à Nîmes", "Etes-vous pret ? L'été, à Nimes"),
        ("« reçu »", '" recu "'),
        ("1\u202f234,56\u00a0€", "1 234,56 €"),
        ("cœur…", "coeur..."),
    ],
)
def test_letters_go_to_their_nearest_neighbour(text: str, written: str) -> None:
    assert to_gsm(text) == written


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("م" * 70, 1),
        ("م" * 71, 2),
        ("🙂" * 35, 1),
        ("🙂" * 36, 2),
    ],
)
def test_segments_are_counted_as_networks_charge_them(text: str, count: int) -> None:
    assert segments(text) == count


@given(st.text(max_size=300))
def test_the_nearest_text_is_its_own_nearest(text: str) -> None:
    assert to_gsm(to_gsm(text)) == to_gsm(text)


@pytest.mark.parametrize("locale", ["fr", "en"])
@pytest.mark.parametrize("kind", sorted(VALUES))
def test_every_sms_fits_one_segment(kind: str, locale: str) -> None:
    text = to_gsm(render_text(f"messages/{kind}/sms.txt", locale, **VALUES[kind]).strip())
    assert segments(text) == 1, f"{len(text)} letters: {text}"
