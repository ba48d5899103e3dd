"""Addresses of accounts: what a mail can be sent to, one way to write each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extranet.people.emails import NotAnAddress, account_email


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Ines.Faure@Exemple.FR ", "ines.faure@exemple.fr"),
        ("o'neil+palier@exemple.fr", "o'neil+palier@exemple.fr"),
        ("a@b.co", "a@b.co"),
    ],
)
def test_an_address_is_kept_in_small_letters(typed: str, kept: str) -> None:
    assert account_email(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ines",
        "ines@",
        "@exemple.fr",
        "ines@exemple",
        "a b@exemple.fr",
        "ines@exemple.fr, autre@exemple.fr",
        "ines@exemple.fr\r\nBcc: x@exemple.fr",
        "Inès <ines@exemple.fr>",
        "inès@exemple.fr",
        "ines@éxemple.fr",
        f"{'x' * 65}@exemple.fr",
        "ines@exemple.fr\0",
    ],
)
def test_it_rejects_what_is_no_plain_address(typed: str) -> None:
    with pytest.raises(NotAnAddress):
        account_email(typed)


@given(st.text() | st.emails())
def test_what_is_kept_is_kept_again_and_fits_one_line(typed: str) -> None:
    try:
        kept = account_email(typed)
    except NotAnAddress:
        return
    assert account_email(kept) == kept == kept.lower()
    assert kept.isascii()
    assert kept.isprintable()
