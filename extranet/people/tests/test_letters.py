"""Every letter about an account, in both languages; a link only where one is meant to be."""

from typing import Any

import pytest

from extranet.core.templates import render_text
from extranet.people.second_factor.telling import News

LINK = "https://extranet.palier.example/invitations/" + "x" * 43
WITH_LINK = ("invitation", "password_link", "email_link")
WITHOUT = ("account_exists", "password_changed", "email_taken", "email_changed")
VALUES = {
    "first_name": "Inès",
    "inviter": "Marc <Leroy>",
    "agency": "Lyon & Est",
    "day": "29 novembre 2026",
    "at": "22/11/2026 10:42",
}


def parts(kind: str, locale: str, values: dict[str, Any]) -> list[str]:
    """Subject, text and HTML."""
    names = ("subject.txt", "body.txt", "body.html")
    return [render_text(f"messages/{kind}/{name}", locale, **values).strip() for name in names]


@pytest.mark.parametrize("kind", WITH_LINK + WITHOUT)
def test_it_says_another_thing_in_each_language(kind: str) -> None:
    french, english = (parts(kind, locale, {**VALUES, "link": LINK}) for locale in ("fr", "en"))
    for mine, theirs in zip(french, english, strict=True):
        assert mine != theirs
    assert "\n" not in french[0] + english[0]


@pytest.mark.parametrize("kind", WITH_LINK)
def test_the_link_stands_in_text_and_html(kind: str) -> None:
    subject, text, html = parts(kind, "fr", {**VALUES, "link": LINK})
    assert LINK not in subject
    assert text.count(LINK) == 1
    assert f'href="{LINK}"' in html


@pytest.mark.parametrize("kind", WITHOUT)
def test_a_letter_that_only_tells_holds_no_link(kind: str) -> None:
    for part in parts(kind, "fr", VALUES):
        assert "href" not in part
        assert "http" not in part


@pytest.mark.parametrize("news", News)
def test_every_news_of_a_second_factor_has_its_words(news: News) -> None:
    values = {"first_name": "Inès", "at": VALUES["at"], "news": news.value, "codes": 3}
    french, english = (parts("second_factor", locale, values) for locale in ("fr", "en"))
    for mine, theirs in zip(french, english, strict=True):
        assert mine != theirs
        assert "http" not in mine + theirs
    assert "\n" not in french[0] + english[0]
    assert VALUES["at"] in french[1]


def test_what_people_are_called_is_no_markup() -> None:
    *_, html = parts("invitation", "fr", {**VALUES, "link": LINK})
    assert "<Leroy>" not in html
    assert "Marc &lt;Leroy&gt;" in html
