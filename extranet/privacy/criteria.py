"""Who a request is about, and what they are looked for by: sealed with the request, and gone with
its answer."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from extranet.contracts.search import normalise
from extranet.core.vault import vault


@dataclass(frozen=True, slots=True)
class Criteria:
    """A name, and whatever else is known of them; the phone in E.164, the rest as answers are."""

    first_name: str
    last_name: str
    birth_date: date | None = None
    phone: str = ""
    email: str = ""
    number: str = ""

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def numbers(self) -> list[str]:
        """The numbers meant: a sale's and its contract's differ by their first letter alone."""
        told = self.number.strip().upper()
        bare = told[2:] if told[:2] in ("V-", "C-") else told
        return [f"V-{bare}", f"C-{bare}"] if bare else []

    def same_name(self, first_name: str, last_name: str) -> bool:
        """Whether that is their name, however it was typed."""
        return normalise(f"{first_name} {last_name}") == normalise(self.name)

    def seal(self, request_id: UUID) -> bytes:
        """These criteria as the database keeps them, readable for that request alone."""
        fields = asdict(self) | {"birth_date": self.birth_date and self.birth_date.isoformat()}
        return vault().seal(json.dumps(fields).encode(), f"privacy request {request_id}")

    @classmethod
    def open(cls, sealed: bytes, request_id: UUID) -> "Criteria":
        """The criteria `seal` made; raises `SealBroken` for anything else."""
        fields = json.loads(vault().open(sealed, f"privacy request {request_id}"))
        born = fields["birth_date"]
        return cls(**{**fields, "birth_date": date.fromisoformat(born) if born else None})
