"""What a contract says of its signature follows what is known of it."""

from dataclasses import replace
from typing import Literal

import pytest

from extranet.documents.contents import contract_contents
from extranet.documents.papers import Locale
from extranet.documents.tests.samples import DOOR_SALE


@pytest.mark.parametrize(
    ("locale", "channel", "said"),
    [
        ("fr", "sms", "code envoyé par SMS sur le téléphone du client"),
        ("fr", "email", "code envoyé par courriel à l’adresse du client"),
        ("fr", None, "empreinte du document signé"),
        ("en", "sms", "code sent by SMS to the customer’s telephone"),
        ("en", "email", "code sent by email to the customer’s address"),
        ("en", None, "fingerprint of the signed document"),
    ],
)
def test_it_names_the_way_the_code_went_and_no_other(
    locale: Locale, channel: Literal["sms", "email"] | None, said: str
) -> None:
    assert DOOR_SALE.signature is not None
    signature = replace(DOOR_SALE.signature, code_channel=channel)
    paper = replace(DOOR_SALE, locale=locale, signature=signature)
    level = contract_contents(paper)["signature"]["level"]
    assert said in level
    assert any(word in level for word in ("téléphone", "telephone")) == (channel == "sms")
    assert ("code" in level) == (channel is not None)
