import hashlib
import json
from dataclasses import replace
from datetime import date, timedelta, timezone

import pytest

from extranet.documents.evidence import (
    CodeDelivery,
    ConsentGiven,
    Evidence,
    EvidenceRefused,
    Moment,
    SheetHandover,
    Signatory,
    SignedFile,
    SigningDevice,
)
from extranet.documents.tests.samples import SIGNED

EVIDENCE = Evidence(
    reference="2026-000417",
    contract=SignedFile.of("contract.pdf", b"contract"),
    sheet=SignedFile.of("sheet.pdf", b"sheet"),
    signatory=Signatory("Mme Éloïse Garçon", date(1984, 5, 1), "06 •• •• •• 78"),
    adviser="Inès Lefèvre",
    code=CodeDelivery("sms", "06 •• •• •• 78", SIGNED, SIGNED + timedelta(seconds=40), 1),
    device=SigningDevice("192.0.2.7", "Firefox 145, Android"),
    journey="home_sale",
    journey_version="3",
    signed_at=SIGNED,
    timeline=(Moment(SIGNED, "identity"), Moment(SIGNED + timedelta(minutes=3), "signature")),
    consents=(ConsentGiven("durable_copy", "2", True, SIGNED),),
    handover=SheetHandover(SIGNED, "sms", "06 •• •• •• 78"),
)


def test_civ_1367_the_evidence_says_what_was_signed_by_whom_and_how() -> None:
    said = json.loads(EVIDENCE.to_json())
    assert said["contract"] == {
        "name": "contract.pdf",
        "sha256": hashlib.sha256(b"contract").hexdigest(),
        "size": 8,
    }
    assert said["signature_level"] == "SES"
    assert said["signatory"]["name"] == "Mme Éloïse Garçon"
    assert said["code"]["confirmed_at"] == "2026-11-03T16:42:40.000Z"
    assert [step["step"] for step in said["timeline"]] == ["identity", "signature"]
    assert said["consents"][0]["wording_version"] == "2"


def test_the_same_evidence_has_the_same_bytes() -> None:
    elsewhere = SIGNED.astimezone(timezone(timedelta(hours=1)))
    assert replace(EVIDENCE, signed_at=elsewhere).to_json() == EVIDENCE.to_json()
    text = EVIDENCE.to_json().decode()
    assert text == json.dumps(
        json.loads(text), sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )


@pytest.mark.parametrize(
    "iban", ["FR7630006000011234567890189", "FR76 3000 6000 0112 3456 7890 189"]
)
def test_no_bank_account_in_clear(iban: str) -> None:
    with pytest.raises(EvidenceRefused):
        replace(EVIDENCE, adviser=f"compte {iban}").to_json()
