"""The evidence file of a signature: what was signed, by whom, how the code travelled, what was
agreed. No bank account in clear.

It is canonical JSON: the same evidence always has the same bytes. It lies inside the sealed PDF.
"""

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]){11,30}\b")


class EvidenceRefused(ValueError):
    """The evidence would hold what it must not."""


@dataclass(frozen=True, slots=True)
class SignedFile:
    """A document as it was shown and signed."""

    name: str
    sha256: str
    size: int

    @classmethod
    def of(cls, name: str, content: bytes) -> "SignedFile":
        return cls(name, hashlib.sha256(content).hexdigest(), len(content))


@dataclass(frozen=True, slots=True)
class Signatory:
    name: str
    birth_date: date | None = None
    phone_masked: str = ""
    email_masked: str = ""


@dataclass(frozen=True, slots=True)
class CodeDelivery:
    """The code sent to the customer's own phone or mailbox, and its confirmation; where no code
    is known, `channel` is empty and there is no `sent_at`."""

    channel: str
    destination_masked: str
    sent_at: datetime | None
    confirmed_at: datetime | None
    attempts: int


@dataclass(frozen=True, slots=True)
class SigningDevice:
    """Where the signature was drawn and confirmed: the network address and the browser that sent
    it, and whose device it was (`adviser` or `customer`)."""

    address: str
    description: str
    owner: str = "adviser"
    offline: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """One step of the journey."""

    at: datetime
    step: str


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    code: str
    wording_version: str
    given: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class SheetHandover:
    at: datetime
    channel: str
    destination_masked: str


@dataclass(frozen=True, slots=True)
class Evidence:
    reference: str
    contract: SignedFile
    sheet: SignedFile
    signatory: Signatory
    adviser: str
    code: CodeDelivery
    device: SigningDevice
    journey: str
    journey_version: str
    signed_at: datetime
    timeline: tuple[Moment, ...]
    consents: tuple[ConsentGiven, ...]
    handover: SheetHandover
    signature_level: str = "SES"

    def to_json(self) -> bytes:
        """Canonical JSON: sorted keys, no spaces, UTF-8, moments in UTC.

        Refuses a bank account in clear.
        """
        text = json.dumps(
            {"format": "palier-evidence/1", **asdict(self)},
            default=_written,
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        )
        if _IBAN.search(text):
            raise EvidenceRefused("a bank account number in clear")
        return text.encode()


def _written(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} does not belong in an evidence file")
