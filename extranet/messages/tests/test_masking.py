"""Recipients are recognised by those who know them, and by nobody else."""

import pytest

from extranet.messages.masking import mask_email, mask_phone


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("+33639981234", "06 •• •• •• 34"),
        ("+32470123456", "+32 ••• •• •• 56"),
        ("nonsense", "••••"),
        ("", "••••"),
    ],
)
def test_a_phone_keeps_its_ends(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("jeanne.petit@example.fr", "j••••@example.fr"),
        ("j@example.fr", "j••••@example.fr"),
        ("nonsense", "••••"),
    ],
)
def test_an_address_keeps_its_domain(address: str, masked: str) -> None:
    assert mask_email(address) == masked
